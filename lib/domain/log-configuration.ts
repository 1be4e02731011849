/** Cognito's `LogConfigurationType`, with its names. `event-sources.ts` contains the rules for the values. */

export const EVENT_SOURCES = ['userNotification', 'userAuthEvents'] as const;
export const LOG_LEVELS = ['ERROR', 'INFO'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Destinations {
  readonly CloudWatchLogsConfiguration?: { readonly LogGroupArn: string };
  readonly FirehoseConfiguration?: { readonly StreamArn: string };
  readonly S3Configuration?: { readonly BucketArn: string };
}

/** A validated entry that the service can send to Cognito. */
export interface LogConfiguration extends Destinations {
  readonly EventSource: EventSource;
  readonly LogLevel: LogLevel;
}

/** An entry that Cognito returned. It can contain event sources and levels that are unknown here. */
export interface ObservedConfiguration extends Destinations {
  readonly EventSource: string;
  readonly LogLevel: string;
}

/** Returns the entry as a flat map of path to value. Entries are compared in this form. */
export function members(entry: ObservedConfiguration): ReadonlyMap<string, string> {
  const values = new Map([['LogLevel', entry.LogLevel]]);
  const { CloudWatchLogsConfiguration: logs, FirehoseConfiguration: firehose, S3Configuration: s3 } = entry;
  if (logs) values.set('CloudWatchLogsConfiguration.LogGroupArn', logs.LogGroupArn);
  if (firehose) values.set('FirehoseConfiguration.StreamArn', firehose.StreamArn);
  if (s3) values.set('S3Configuration.BucketArn', s3.BucketArn);
  return values;
}

/** Sorts by `EventSource`, because AWS does not guarantee an order (docs/aws-facts.md#entry-order). */
export const normalized = <T extends ObservedConfiguration>(entries: readonly T[]): readonly T[] =>
  [...entries].sort((a, b) => (a.EventSource < b.EventSource ? -1 : a.EventSource > b.EventSource ? 1 : 0));
