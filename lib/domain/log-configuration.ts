/** Cognito's `LogConfigurationType`, in its own spelling. The rules about its values stand in `pairing.ts`. */

export const EVENT_SOURCES = ['userNotification', 'userAuthEvents'] as const;
export const LOG_LEVELS = ['ERROR', 'INFO'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Destinations {
  readonly CloudWatchLogsConfiguration?: { readonly LogGroupArn: string };
  readonly FirehoseConfiguration?: { readonly StreamArn: string };
  readonly S3Configuration?: { readonly BucketArn: string };
}

/** An entry we would send: checked against every rule we know. */
export interface LogConfiguration extends Destinations {
  readonly EventSource: EventSource;
  readonly LogLevel: LogLevel;
}

/** An entry as Cognito answers it: it may know sources and levels that we do not. */
export interface ObservedConfiguration extends Destinations {
  readonly EventSource: string;
  readonly LogLevel: string;
}

/** The entry as flat path → value pairs, the form in which entries are compared and differences told. */
export function members(entry: ObservedConfiguration): ReadonlyMap<string, string> {
  const found = new Map([['LogLevel', entry.LogLevel]]);
  const { CloudWatchLogsConfiguration: logs, FirehoseConfiguration: firehose, S3Configuration: s3 } = entry;
  if (logs) found.set('CloudWatchLogsConfiguration.LogGroupArn', logs.LogGroupArn);
  if (firehose) found.set('FirehoseConfiguration.StreamArn', firehose.StreamArn);
  if (s3) found.set('S3Configuration.BucketArn', s3.BucketArn);
  return found;
}

/** Sorted by `EventSource`: AWS promises no order (docs/aws-facts.md#entry-order), so ours is the only one that is compared. */
export const normalized = <T extends ObservedConfiguration>(entries: readonly T[]): readonly T[] =>
  [...entries].sort((a, b) => (a.EventSource < b.EventSource ? -1 : a.EventSource > b.EventSource ? 1 : 0));
