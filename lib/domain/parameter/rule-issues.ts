import * as z from 'zod/mini';
import { ARN_RULES, accountIn, isAllowed, isArnOf, regionIn, withoutWildcard } from '../destination-arn.ts';
import {
  DESTINATION_KEYS,
  type DestinationKey,
  EVENT_SOURCE_RULES,
  LIST_EXPECTED,
  MAX_ENTRIES,
} from '../event-sources.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { ENTRY, hintedKeys } from './known-keys.ts';

export type ParseSettings = Pick<Settings, 'account' | 'allowedDestinations' | 'logLevelValidation'> & {
  /** Where the pool is. Undefined if that is not known: a pool ID does not show it. */
  readonly region: string | undefined;
};

/**
 * Reads the valid members and ignores the others. The rules can then check a value whose shape has errors, so
 * you get all errors together.
 */
const lenientDestination = undefinedIfInvalid(z.nullable(z.record(z.string(), z.unknown())));
const lenientEntry = z.looseObject({
  EventSource: undefinedIfInvalid(z.enum(EVENT_SOURCES)),
  LogLevel: undefinedIfInvalid(z.enum(LOG_LEVELS)),
  CloudWatchLogsConfiguration: lenientDestination,
  FirehoseConfiguration: lenientDestination,
  S3Configuration: lenientDestination,
});
const lenient = z.object({
  UserPoolId: undefinedIfInvalid(z.nullable(z.string())),
  LogConfigurations: z.catch(z.array(undefinedIfInvalid(lenientEntry)), []),
});
type LenientEntry = NonNullable<z.output<typeof lenient>['LogConfigurations'][number]>;

/** Checks the rules that the schema cannot express: levels, destinations, accounts and the pool ID. */
export function ruleIssues(
  raw: unknown,
  userPoolId: string,
  settings: ParseSettings,
): { readonly issues: readonly ValidationIssue[]; readonly warnings: readonly ValidationIssue[] } {
  const read = lenient.safeParse(raw);
  if (!read.success) return { issues: [], warnings: [] };
  const { UserPoolId: idInValue, LogConfigurations: entries } = read.data;
  const issues: ValidationIssue[] = [];
  const warnings: ValidationIssue[] = [];
  if (typeof idInValue === 'string' && idInValue !== userPoolId)
    issues.push({
      path: 'UserPoolId',
      found: formatValue(idInValue),
      expected:
        userPoolId === ''
          ? 'the ID of a user pool, for example eu-west-1_aBcDeFgHi, not its name'
          : `"${userPoolId}", the pool ID in the parameter name`,
    });
  const count = entries.filter((entry) => entry !== undefined).length;
  if (count > MAX_ENTRIES)
    issues.push({ path: 'LogConfigurations', found: `${count} entries`, expected: LIST_EXPECTED });
  const seen = new Set<string>();
  entries.forEach((entry, at) => {
    if (entry === undefined) return;
    const path = `LogConfigurations[${at}]`;
    issues.push(...repeatedSource(entry, path, seen), ...destinationCount(entry, path));
    issues.push(...destinationIssues(entry, path, settings));
    (settings.logLevelValidation === 'warn' ? warnings : issues).push(...levelIssues(entry, path));
    warnings.push(...regionWarnings(entry, path, settings.region));
  });
  return { issues, warnings };
}

function repeatedSource(
  { EventSource: source }: LenientEntry,
  path: string,
  seen: Set<string>,
): readonly ValidationIssue[] {
  if (source === undefined) return [];
  if (!seen.has(source)) {
    seen.add(source);
    return [];
  }
  return [
    {
      path: `${path}.EventSource`,
      found: formatValue(source),
      expected: 'each event source at most once',
    },
  ];
}

/** Returns the destinations whose value is an object with an ARN; the shape of any other has an issue already. */
const destinationKeys = (entry: LenientEntry): readonly DestinationKey[] =>
  DESTINATION_KEYS.filter((key) => isPresent(entry[key]?.[ARN_RULES[key].member]));

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

/** Returns whether the entry has a destination that is not readable, or a key that is probably a destination. */
const hasBrokenDestination = (entry: LenientEntry): boolean => {
  const readable = destinationKeys(entry);
  const isBroken = (key: DestinationKey) =>
    Object.hasOwn(entry, key) && entry[key] !== null && !readable.includes(key);
  const hints = hintedKeys(entry, ENTRY);
  return DESTINATION_KEYS.some((key) => isBroken(key) || hints.includes(key));
};

function destinationCount(entry: LenientEntry, path: string): readonly ValidationIssue[] {
  const keys = destinationKeys(entry);
  if (keys.length === 1 || (keys.length === 0 && hasBrokenDestination(entry))) return [];
  const allowed = entry.EventSource ? EVENT_SOURCE_RULES[entry.EventSource].destinations : DESTINATION_KEYS;
  return [
    {
      path,
      found: keys.length === 0 ? 'no destination' : keys.join(' and '),
      expected: allowed.length === 1 ? allowed.join() : `exactly one of ${allowed.join(', ')}`,
    },
  ];
}

function levelIssues(
  { EventSource: source, LogLevel: level }: LenientEntry,
  path: string,
): readonly ValidationIssue[] {
  if (source === undefined || level === undefined || EVENT_SOURCE_RULES[source].level === level) return [];
  const expected = `"${EVENT_SOURCE_RULES[source].level}", the only level for ${source}`;
  return [{ path: `${path}.LogLevel`, found: formatValue(level), expected }];
}

function destinationIssues(
  entry: LenientEntry,
  path: string,
  settings: ParseSettings,
): readonly ValidationIssue[] {
  return destinationKeys(entry).flatMap((key) => {
    const rule = entry.EventSource && EVENT_SOURCE_RULES[entry.EventSource];
    if (rule && !rule.destinations.includes(key))
      return [
        {
          path: `${path}.${key}`,
          found: formatValue(entry[key]),
          expected: `${rule.destinations.join(' or ')} for ${entry.EventSource}`,
        },
      ];
    const { member } = ARN_RULES[key];
    const arn = entry[key]?.[member];
    return typeof arn === 'string' ? arnIssues(key, `${path}.${key}.${member}`, arn, settings) : [];
  });
}

/**
 * A log group or stream of another Region is the usual mistake in the parameter of a replica. It is only a warning, because
 * it is [unverified] that Cognito rejects it.
 */
function regionWarnings(
  entry: LenientEntry,
  path: string,
  region: string | undefined,
): readonly ValidationIssue[] {
  return destinationKeys(entry).flatMap((key) => {
    const { member } = ARN_RULES[key];
    const arn = entry[key]?.[member];
    const isElsewhere =
      typeof arn === 'string' && isArnOf(key, withoutWildcard(arn)) && regionIn(arn) !== region;
    if (region === undefined || key === 'S3Configuration' || !isElsewhere) return [];
    return [
      { path: `${path}.${key}.${member}`, found: formatValue(arn), expected: `a destination in ${region}` },
    ];
  });
}

function arnIssues(
  key: DestinationKey,
  path: string,
  value: string,
  settings: ParseSettings,
): readonly ValidationIssue[] {
  const arn = key === 'CloudWatchLogsConfiguration' ? withoutWildcard(value) : value;
  if (!isArnOf(key, arn)) return [];
  // The log group must be in the pool's account (docs/aws-facts.md#log-groups), regardless of the allow-list.
  if (key === 'CloudWatchLogsConfiguration' && accountIn(arn) !== settings.account)
    return [
      { path, found: formatValue(value), expected: `a log group in the pool's account ${settings.account}` },
    ];
  if (isAllowed(arn, settings.allowedDestinations)) return [];
  const patterns = settings.allowedDestinations.join(', ');
  const expected = `a destination that matches the setting allowedDestinations (${patterns})`;
  return [{ path, found: formatValue(value), expected }];
}
