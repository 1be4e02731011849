import { accountIn, isAllowed, isArnOf, regionIn, withoutWildcard } from '../destination-arn.ts';
import type { DestinationKey } from '../event-sources.ts';
import type { Settings } from '../settings.ts';
import { formatValue, type ValidationIssue } from '../validation-issue.ts';

/** Checks the account and the allow-list. An ARN that is not valid has an issue already. */
export function arnIssues(
  key: DestinationKey,
  path: string,
  value: string,
  settings: Pick<Settings, 'account' | 'allowedDestinations'>,
  found = formatValue(value),
): readonly ValidationIssue[] {
  const arn = key === 'CloudWatchLogsConfiguration' ? withoutWildcard(value) : value;
  if (!isArnOf(key, arn)) return [];
  const account = accountIssues(key, path, arn, settings.account, found);
  if (account.length > 0 || isAllowed(arn, settings.allowedDestinations)) return account;
  const patterns = settings.allowedDestinations.join(', ');
  return [
    { path, found, expected: `a destination that matches the setting allowedDestinations (${patterns})` },
  ];
}

/** The log group must be in the pool's account (docs/aws-facts.md#log-groups), regardless of the allow-list. */
export const accountIssues = (
  key: DestinationKey,
  path: string,
  arn: string,
  account: string,
  found: string,
): readonly ValidationIssue[] =>
  key === 'CloudWatchLogsConfiguration' && accountIn(arn) !== account
    ? [{ path, found, expected: `a log group in the pool's account ${account}` }]
    : [];

/**
 * A log group or stream of another Region is the usual mistake in the parameter of a replica. It is only a warning, because
 * it is [unverified] that Cognito rejects it.
 */
export function regionWarnings(
  key: DestinationKey,
  path: string,
  arn: string,
  region: string | undefined,
): readonly ValidationIssue[] {
  const isElsewhere = isArnOf(key, withoutWildcard(arn)) && regionIn(arn) !== region;
  if (region === undefined || key === 'S3Configuration' || !isElsewhere) return [];
  return [{ path, found: formatValue(arn), expected: `a destination in ${region}` }];
}
