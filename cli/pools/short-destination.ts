import { type Home, shortDestination as shortForm } from '../../html/destinations.ts';
import type { ObservedConfiguration } from '../../lib/domain/log-configuration.ts';

/** Returns the ARN of the entry's destination; undefined if it does not have one. */
export const destinationOf = (entry: ObservedConfiguration): string | undefined =>
  entry.CloudWatchLogsConfiguration?.LogGroupArn ??
  entry.FirehoseConfiguration?.StreamArn ??
  entry.S3Configuration?.BucketArn;

const PREFIXES: Readonly<Record<string, string>> = { Stream: 'firehose:', Bucket: 's3:' };

/** Returns the name of a destination in one word: `/aws/vendedlogs/name`, `firehose:name`, `s3:name`. */
export function shortDestination(arn: string, home: Home): string {
  const { kind, name, place } = shortForm(arn.replace(/:\*$/, ''), home);
  return `${PREFIXES[kind] ?? ''}${name}${place === undefined ? '' : ` (${place})`}`;
}

/** Returns what a pool sends: `userAuthEvents → s3:name; userNotification → /aws/vendedlogs/name`. */
export const deliveryText = (entries: readonly ObservedConfiguration[], home: Home): string =>
  entries
    .map((entry) => {
      const arn = destinationOf(entry);
      return `${entry.EventSource} → ${arn === undefined ? 'no destination' : shortDestination(arn, home)}`;
    })
    .toSorted()
    .join('; ');
