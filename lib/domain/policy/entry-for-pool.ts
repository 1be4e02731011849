import { ARN_RULES, isArnOf } from '../destination-arn.ts';
import { DESTINATION_KEYS } from '../event-sources.ts';
import type { LogConfiguration } from '../log-configuration.ts';
import { arnIssues } from '../parameter/arn-rules.ts';
import type { Settings } from '../settings.ts';
import { formatValue } from '../validation-issue.ts';
import { type Expanded, expandEntry, type MacroValues } from './macros.ts';

/**
 * Returns an entry of a valid policy with the values of a pool. The parser checks the allow-list with sample values, or not
 * at all, so the expanded ARN is checked here.
 */
export function entryForPool(
  entry: LogConfiguration,
  values: MacroValues,
  settings: Pick<Settings, 'account' | 'allowedDestinations'>,
): Expanded<LogConfiguration> {
  const expanded = expandEntry(entry, values);
  if (expanded.kind === 'Invalid') return expanded;
  const issues = DESTINATION_KEYS.flatMap((key) => {
    const { member, expected } = ARN_RULES[key];
    const path = `${entry.EventSource}.${key}.${member}`;
    return Object.values(expanded.value[key] ?? {}).flatMap((arn: string) =>
      isArnOf(key, arn) ? arnIssues(key, path, arn, settings) : [{ path, found: formatValue(arn), expected }],
    );
  });
  return issues.length > 0 ? { kind: 'Invalid', issues } : expanded;
}
