import { ARN_RULES, accountIn, isAllowed, isArnOf } from '../destination-arn.ts';
import { DESTINATION_KEYS } from '../event-sources.ts';
import type { LogConfiguration } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';
import { type Expanded, expandEntry } from './macros.ts';
import type { PoolFacts } from './policy.ts';

export type ExpandSettings = Pick<Settings, 'account' | 'region' | 'allowedDestinations' | 'mode'>;

/**
 * Returns the entry of a policy for one pool, with the values of its macros. The allow-list applies to the expanded ARN, so
 * a pool's name cannot widen it.
 */
export function entryForPool(
  entry: LogConfiguration,
  userPoolId: string,
  facts: PoolFacts | undefined,
  { account, region, allowedDestinations }: ExpandSettings,
): Expanded<LogConfiguration> {
  const expanded = expandEntry(entry, { account, region, userPoolId, name: facts?.name });
  if (expanded.kind === 'Invalid') return expanded;
  const issues = DESTINATION_KEYS.flatMap((key) => {
    const [arn] = Object.values<string>(expanded.value[key] ?? {});
    if (arn === undefined) return [];
    const path = `${entry.EventSource}.${key}.${ARN_RULES[key].member}`;
    return issuesOf(arn, isArnOf(key, arn) ? undefined : ARN_RULES[key].expected, {
      path,
      account: key === 'CloudWatchLogsConfiguration' ? account : undefined,
      allowedDestinations,
    });
  });
  return issues.length > 0 ? { kind: 'Invalid', issues } : expanded;
}

function issuesOf(
  arn: string,
  shape: string | undefined,
  {
    path,
    account,
    allowedDestinations,
  }: {
    readonly path: string;
    /** The account in which a log group must be. */
    readonly account: string | undefined;
    readonly allowedDestinations: readonly string[];
  },
): readonly ValidationIssue[] {
  const found = formatValue(arn);
  if (shape !== undefined) return [{ path, found, expected: shape }];
  if (account !== undefined && accountIn(arn) !== account)
    return [{ path, found, expected: `a log group in the pool's account ${account}` }];
  if (isAllowed(arn, allowedDestinations)) return [];
  const patterns = allowedDestinations.join(', ');
  return [
    { path, found, expected: `a destination that matches the setting allowedDestinations (${patterns})` },
  ];
}
