import type { ObservedConfiguration } from '../../lib/domain/log-configuration.ts';

/** Returns the ARN of the entry's destination; undefined if it does not have one. */
export const destinationOf = (entry: ObservedConfiguration): string | undefined =>
  entry.CloudWatchLogsConfiguration?.LogGroupArn ??
  entry.FirehoseConfiguration?.StreamArn ??
  entry.S3Configuration?.BucketArn;

/**
 * Returns the part of an ARN that people know: `/aws/vendedlogs/name`, `firehose:name`, `s3:name`. Adds the account of a
 * destination in another account.
 */
export function shortDestination(arn: string, account: string): string {
  const [, , service = '', , owner = '', ...rest] = arn.split(':');
  const elsewhere = owner === '' || owner === account ? '' : ` (account ${owner})`;
  if (service === 's3') return `s3:${rest.join(':')}`;
  if (service === 'logs')
    return `${rest
      .join(':')
      .replace(/^log-group:/, '')
      .replace(/:\*$/, '')}${elsewhere}`;
  if (service === 'firehose')
    return `firehose:${rest.join(':').replace(/^deliverystream\//, '')}${elsewhere}`;
  return arn;
}

/** Returns what a pool sends: `userAuthEvents → s3:name; userNotification → /aws/vendedlogs/name`. */
export const deliveryText = (entries: readonly ObservedConfiguration[], account: string): string =>
  entries
    .map((entry) => {
      const arn = destinationOf(entry);
      return `${entry.EventSource} → ${arn === undefined ? 'no destination' : shortDestination(arn, account)}`;
    })
    .toSorted()
    .join('; ');
