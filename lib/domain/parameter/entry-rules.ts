import * as z from 'zod/mini';
import { ARN_RULES } from '../destination-arn.ts';
import { DESTINATION_KEYS, type DestinationKey, EVENT_SOURCE_RULES, MAX_ENTRIES } from '../event-sources.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { ENTRY, hintedKeys } from './known-keys.ts';

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
export const lenientEntries = z.catch(z.array(undefinedIfInvalid(lenientEntry)), []);
type LenientEntry = NonNullable<z.output<typeof lenientEntries>[number]>;

export interface RuleIssues {
  readonly issues: readonly ValidationIssue[];
  readonly warnings: readonly ValidationIssue[];
}

/** The checks of an ARN, which differ between a parameter and a policy. */
export interface ArnChecks {
  issues(key: DestinationKey, path: string, arn: string): readonly ValidationIssue[];
  warnings(key: DestinationKey, path: string, arn: string): readonly ValidationIssue[];
}

/** Checks the rules for the list of entries that the schema cannot express. `expected` is the expected list. */
export function entryRules(
  entries: z.output<typeof lenientEntries>,
  expected: string,
  { logLevelValidation }: Pick<Settings, 'logLevelValidation'>,
  checks: ArnChecks,
): RuleIssues {
  const issues: ValidationIssue[] = [];
  const warnings: ValidationIssue[] = [];
  const count = entries.filter((entry) => entry !== undefined).length;
  if (count > MAX_ENTRIES) issues.push({ path: 'LogConfigurations', found: `${count} entries`, expected });
  const seen = new Set<string>();
  entries.forEach((entry, at) => {
    if (entry === undefined) return;
    const path = `LogConfigurations[${at}]`;
    issues.push(...repeatedSource(entry, path, seen), ...destinationCount(entry, path));
    issues.push(...destinationIssues(entry, path, checks.issues));
    (logLevelValidation === 'warn' ? warnings : issues).push(...levelIssues(entry, path));
    warnings.push(...destinationWarnings(entry, path, checks.warnings));
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
  check: ArnChecks['issues'],
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
    return typeof arn === 'string' ? check(key, `${path}.${key}.${member}`, arn) : [];
  });
}

function destinationWarnings(
  entry: LenientEntry,
  path: string,
  check: ArnChecks['warnings'],
): readonly ValidationIssue[] {
  return destinationKeys(entry).flatMap((key) => {
    const { member } = ARN_RULES[key];
    const arn = entry[key]?.[member];
    return typeof arn === 'string' ? check(key, `${path}.${key}.${member}`, arn) : [];
  });
}
