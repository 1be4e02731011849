import { ARN_RULES } from '../destination-arn.ts';
import { DESTINATION_KEYS, type DestinationKey } from '../event-sources.ts';
import { formatPath, formatValue, type ValidationIssue } from '../validation-issue.ts';
import { isFunctionKey, valueHint } from './value-hint.ts';

/** The keys of an object, each with the keys of its value. A list has the keys of its elements. */
export interface Keys {
  readonly [key: string]: Keys;
}

export const ENTRY: Keys = {
  EventSource: {},
  LogLevel: {},
  ...Object.fromEntries(DESTINATION_KEYS.map((key) => [key, { [ARN_RULES[key].member]: {} }])),
};

/** Editors write this key at the top level. It is accepted and ignored, so it is not in the lists of known keys. */
export const SCHEMA_KEY = '$schema';

/** A kind of value: its keys, and where the top-level keys of the other kinds belong. */
export interface KnownKeys {
  readonly top: Keys;
  /** Completes `"Select" …`. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

const IN_POLICY = 'belongs in a policy, the parameter <prefix>/policies/<name>.';

export const PARAMETER_KEYS: KnownKeys = {
  top: {
    UserPoolId: {},
    LogConfigurations: ENTRY,
    Mode: {},
    OnDelete: {},
    Inherit: {},
    [SCHEMA_KEY]: {},
  },
  elsewhere: {
    Select: IN_POLICY,
    Precedence: IN_POLICY,
    Priority: IN_POLICY,
    Rollout: IN_POLICY,
    Description: IN_POLICY,
  },
};

export const keysAt = (path: readonly PropertyKey[], top: Keys): Keys =>
  path.reduce<Keys>(
    (keys, part) => (typeof part === 'string' && Object.hasOwn(keys, part) ? (keys[part] ?? {}) : keys),
    top,
  );

/** Returns a key in lower case without separators, so that `log_level`, `logLevel` and `LogLevel` are equal. */
export const plainKey = (key: string): string =>
  key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Returns the known key that an unknown key probably is: in another case or with a typing error. */
export function suggestedKey(key: string, keys: Keys): string | undefined {
  const plain = plainKey(key);
  const known = Object.keys(keys);
  const same = known.find((name) => plainKey(name) === plain);
  if (same !== undefined || plain === '' || key.length > MAX_KEY_LENGTH) return same;
  const close = known
    .map((name) => ({ name, distance: editDistance(plain, plainKey(name)) }))
    .filter(({ name, distance }) => distance <= Math.min(4, Math.max(1, Math.floor(name.length / 4))))
    .sort((a, b) => a.distance - b.distance);
  return close[0]?.name;
}

const MAX_KEY_LENGTH = 60;

/** Returns how many characters must be inserted, deleted, replaced or swapped to change one text to the other. */
function editDistance(a: string, b: string): number {
  let last: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          at(row, j) + 1,
          at(next, j - 1) + 1,
          at(row, j - 1) + cost,
          ...(isSwap ? [at(last, j - 2) + 1] : []),
        ),
      );
    }
    last = row;
    row = next;
  }
  return at(row, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;

/** Returns the issue of an unknown key, and those of the unknown keys in its value if the key is misspelled. */
export function unknownKey(
  path: readonly PropertyKey[],
  key: string,
  value: unknown,
  known: KnownKeys,
  keys = keysAt(path, known.top),
): readonly ValidationIssue[] {
  const suggestion = suggestedKey(key, keys);
  const names = Object.keys(keys)
    .filter((name) => name !== SCHEMA_KEY)
    .join(', ');
  const belongs = suggestion ? undefined : placeOf(key, known);
  const hint = suggestion && valueHint(suggestion, value);
  const issue = {
    path: formatPath([...path, key]),
    found: formatValue(value),
    expected: suggestion ? `"${suggestion}"` : `one of the keys ${names}`,
    message: `unknown key. ${suggestion ? `Did you mean "${suggestion}"?${hint ? ` ${hint}` : ''}` : (belongs ?? `Known keys: ${names}.`)}`,
  };
  return [issue, ...unknownKeysIn(value, [...path, key], known, keys[suggestion ?? ''] ?? {})];
}

function unknownKeysIn(
  value: unknown,
  path: readonly PropertyKey[],
  known: KnownKeys,
  keys: Keys,
): readonly ValidationIssue[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownKeysIn(item, [...path, index], known, keys));
  if (typeof value !== 'object' || value === null || Object.keys(keys).length === 0) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inner = Object.hasOwn(keys, key) ? keys[key] : undefined;
    return inner
      ? unknownKeysIn(member, [...path, key], known, inner)
      : unknownKey(path, key, member, known, keys);
  });
}

/** Returns the known keys that the unknown keys of an object are hints of. They need no issue of their own. */
export function hintedKeys(value: unknown, keys: Keys): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    if (Object.hasOwn(keys, key)) return [];
    return suggestedKey(key, keys) ?? destinationOf(key) ?? [];
  });
}

const keyIn = (keys: Keys, key: string): string | undefined =>
  Object.keys(keys).find((one) => plainKey(one) === plainKey(key));

/** Returns the destination in which a key such as `LogGroupArn` belongs. */
const destinationOf = (key: string): DestinationKey | undefined =>
  DESTINATION_KEYS.find((destination) => keyIn(ENTRY[destination] ?? {}, key));

/** Returns where a key belongs that is known at another level, or in another kind of parameter. */
function placeOf(key: string, { top, elsewhere }: KnownKeys): string | undefined {
  const found = placeIn(key, top);
  if (found) return `"${found.key}" belongs ${nameOfPlace(found.path)}.`;
  const name = Object.keys(elsewhere).find((one) => plainKey(one) === plainKey(key));
  if (name) return `"${name}" ${elsewhere[name]}`;
  return isFunctionKey(key)
    ? 'Write the value itself. The service does not resolve functions of CloudFormation.'
    : undefined;
}

/** Returns the known spelling of a key and the path to its object, the outermost first. */
export function placeIn(
  key: string,
  top: Keys,
): { readonly key: string; readonly path: readonly string[] } | undefined {
  let level: readonly (readonly [readonly string[], Keys])[] = [[[], top]];
  while (level.length > 0) {
    for (const [path, keys] of level) {
      const name = keyIn(keys, key);
      if (name) return { key: name, path };
    }
    level = level.flatMap(([path, keys]) =>
      Object.entries(keys).map(([name, inner]) => [[...path, name], inner] as const),
    );
  }
  return undefined;
}

function nameOfPlace(path: readonly string[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'at the top level';
  return last === 'LogConfigurations' ? 'in an entry of LogConfigurations' : `in ${last}`;
}
