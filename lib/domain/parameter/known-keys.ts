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

const PARAMETER: Keys = {
  UserPoolId: {},
  LogConfigurations: ENTRY,
  Mode: {},
  OnDelete: {},
  [SCHEMA_KEY]: {},
};

export const keysAt = (path: readonly PropertyKey[]): Keys =>
  path.reduce<Keys>(
    (keys, part) => (typeof part === 'string' && Object.hasOwn(keys, part) ? (keys[part] ?? {}) : keys),
    PARAMETER,
  );

/** Returns a key in lower case without separators, so that `log_level`, `logLevel` and `LogLevel` are equal. */
export const plainKey = (key: string): string =>
  key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Returns the known key that an unknown key probably is: in another case or with a typing error. */
function suggestedKey(key: string, keys: Keys): string | undefined {
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
  keys = keysAt(path),
): readonly ValidationIssue[] {
  const suggestion = suggestedKey(key, keys);
  const known = Object.keys(keys)
    .filter((name) => name !== SCHEMA_KEY)
    .join(', ');
  const destination = destinationOf(key);
  const belongs = suggestion ? undefined : levelOf(key, destination);
  const hint = suggestion && valueHint(suggestion, value);
  const issue = {
    path: formatPath([...path, key]),
    found: formatValue(value),
    expected: suggestion ? `"${suggestion}"` : `one of the keys ${known}`,
    message: `unknown key. ${suggestion ? `Did you mean "${suggestion}"?${hint ? ` ${hint}` : ''}` : (belongs ?? `Known keys: ${known}.`)}`,
  };
  return [issue, ...unknownKeysIn(value, [...path, key], keys[suggestion ?? ''] ?? {})];
}

function unknownKeysIn(value: unknown, path: readonly PropertyKey[], keys: Keys): readonly ValidationIssue[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownKeysIn(item, [...path, index], keys));
  if (typeof value !== 'object' || value === null || Object.keys(keys).length === 0) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inner = Object.hasOwn(keys, key) ? keys[key] : undefined;
    return inner ? unknownKeysIn(member, [...path, key], inner) : unknownKey(path, key, member, keys);
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

/** Returns where a key belongs that is known at another level. */
function levelOf(key: string, destination: DestinationKey | undefined): string | undefined {
  const top = keyIn(PARAMETER, key);
  if (top) return `"${top}" belongs at the top level.`;
  const entry = keyIn(ENTRY, key);
  if (entry) return `"${entry}" belongs in an entry of LogConfigurations.`;
  if (destination) return `"${ARN_RULES[destination].member}" belongs in ${destination}.`;
  return isFunctionKey(key)
    ? 'Write the value itself. The service does not resolve functions of CloudFormation.'
    : undefined;
}
