import * as z from 'zod/mini';
import { ARN_RULES, accountIn, isAllowed, isArnOf, withoutWildcard } from '../destination-arn.ts';
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

export type ParseSettings = Pick<
  Settings,
  'account' | 'region' | 'allowedDestinations' | 'logLevelValidation'
>;

/**
 * Reads whatever is well formed, so that the rules speak even where the shape is at fault elsewhere: a
 * person gets every fault at once.
 */
const lenientDestination = undefinedIfInvalid(z.record(z.string(), z.unknown()));
const lenientEntry = z.looseObject({
  EventSource: undefinedIfInvalid(z.enum(EVENT_SOURCES)),
  LogLevel: undefinedIfInvalid(z.enum(LOG_LEVELS)),
  CloudWatchLogsConfiguration: lenientDestination,
  FirehoseConfiguration: lenientDestination,
  S3Configuration: lenientDestination,
});
const lenient = z.object({
  UserPoolId: undefinedIfInvalid(z.string()),
  LogConfigurations: z.catch(z.array(undefinedIfInvalid(lenientEntry)), []),
});
type LenientEntry = NonNullable<z.output<typeof lenient>['LogConfigurations'][number]>;

/** What the shape cannot say: pairings, destinations, accounts, the pool named in the value. */
export function ruleIssues(
  raw: unknown,
  userPoolId: string,
  settings: ParseSettings,
): { readonly faults: readonly ValidationIssue[]; readonly warnings: readonly ValidationIssue[] } {
  const read = lenient.safeParse(raw);
  if (!read.success) return { faults: [], warnings: [] };
  const { UserPoolId: named, LogConfigurations: entries } = read.data;
  const faults: ValidationIssue[] = [];
  const warnings: ValidationIssue[] = [];
  if (named !== undefined && named !== userPoolId)
    faults.push({
      path: 'UserPoolId',
      found: formatValue(named),
      expected: `"${userPoolId}", as the name says`,
    });
  if (entries.length > MAX_ENTRIES)
    faults.push({ path: 'LogConfigurations', found: `${entries.length} entries`, expected: LIST_EXPECTED });
  const seen = new Set<string>();
  entries.forEach((entry, at) => {
    if (entry === undefined) return;
    const path = `LogConfigurations[${at}]`;
    faults.push(...repeated(entry, path, seen), ...destinationCount(entry, path));
    faults.push(...destinationFaults(entry, path, settings));
    (settings.logLevelValidation === 'warn' ? warnings : faults).push(...levelFaults(entry, path));
  });
  return { faults, warnings };
}

function repeated(
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
      expected: 'each event source no more than once',
    },
  ];
}

const present = (entry: LenientEntry): readonly DestinationKey[] =>
  DESTINATION_KEYS.filter((key) => Object.hasOwn(entry, key));

function destinationCount(entry: LenientEntry, path: string): readonly ValidationIssue[] {
  const keys = present(entry);
  if (keys.length === 1) return [];
  const may = entry.EventSource ? EVENT_SOURCE_RULES[entry.EventSource].destinations : DESTINATION_KEYS;
  return [
    {
      path,
      found: keys.length === 0 ? 'no destination' : keys.join(' and '),
      expected: may.length === 1 ? may.join() : `exactly one of ${may.join(', ')}`,
    },
  ];
}

function levelFaults(
  { EventSource: source, LogLevel: level }: LenientEntry,
  path: string,
): readonly ValidationIssue[] {
  if (source === undefined || level === undefined || EVENT_SOURCE_RULES[source].level === level) return [];
  const expected = `"${EVENT_SOURCE_RULES[source].level}", the one level of ${source}`;
  return [{ path: `${path}.LogLevel`, found: formatValue(level), expected }];
}

function destinationFaults(
  entry: LenientEntry,
  path: string,
  settings: ParseSettings,
): readonly ValidationIssue[] {
  return present(entry).flatMap((key) => {
    const pairing = entry.EventSource && EVENT_SOURCE_RULES[entry.EventSource];
    if (pairing && !pairing.destinations.includes(key))
      return [
        {
          path: `${path}.${key}`,
          found: formatValue(entry[key]),
          expected: `${pairing.destinations.join(' or ')}, where ${entry.EventSource} can go`,
        },
      ];
    const { member } = ARN_RULES[key];
    const arn = entry[key]?.[member];
    return typeof arn === 'string' ? arnFaults(key, `${path}.${key}.${member}`, arn, settings) : [];
  });
}

function arnFaults(
  key: DestinationKey,
  path: string,
  given: string,
  settings: ParseSettings,
): readonly ValidationIssue[] {
  const arn = key === 'CloudWatchLogsConfiguration' ? withoutWildcard(given) : given;
  if (!isArnOf(key, arn)) return [];
  // docs/aws-facts.md#log-groups: the log group is in the pool's account; no allow-list can change that.
  if (key === 'CloudWatchLogsConfiguration' && accountIn(arn) !== settings.account)
    return [
      { path, found: formatValue(given), expected: `a log group in the pool's account ${settings.account}` },
    ];
  if (isAllowed(arn, settings.allowedDestinations)) return [];
  const expected = `a destination that the setting allowedDestinations takes (${settings.allowedDestinations.join(', ')})`;
  return [{ path, found: formatValue(given), expected }];
}
