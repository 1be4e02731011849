import type { EventSource, LogLevel } from './log-configuration.ts';

/** What Cognito's developer guide allows for each source (docs/aws-facts.md#event-sources). */
export const DESTINATION_KEYS = [
  'CloudWatchLogsConfiguration',
  'FirehoseConfiguration',
  'S3Configuration',
] as const;
export type DestinationKey = (typeof DESTINATION_KEYS)[number];

interface EventSourceRule {
  /** Documented; that the service enforces it everywhere is [unverified], hence the setting logLevelValidation. */
  readonly level: LogLevel;
  readonly destinations: readonly DestinationKey[];
}

export const EVENT_SOURCE_RULES: Readonly<Record<EventSource, EventSourceRule>> = {
  userNotification: { level: 'ERROR', destinations: ['CloudWatchLogsConfiguration'] },
  userAuthEvents: { level: 'INFO', destinations: DESTINATION_KEYS },
};

export const MAX_ENTRIES = 2;
export const LIST_EXPECTED = `a list of 0 to ${MAX_ENTRIES} entries`;
