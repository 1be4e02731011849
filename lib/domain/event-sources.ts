import type { EventSource, LogLevel } from './log-configuration.ts';

/** The rules of Cognito's developer guide for each event source (docs/aws-facts.md#event-sources). */
export const DESTINATION_KEYS = [
  'CloudWatchLogsConfiguration',
  'FirehoseConfiguration',
  'S3Configuration',
] as const;
export type DestinationKey = (typeof DESTINATION_KEYS)[number];

interface EventSourceRule {
  /** Documented; whether Cognito always enforces it is [unverified]. logLevelValidation can relax it. */
  readonly level: LogLevel;
  readonly destinations: readonly DestinationKey[];
}

export const EVENT_SOURCE_RULES: Readonly<Record<EventSource, EventSourceRule>> = {
  userNotification: { level: 'ERROR', destinations: ['CloudWatchLogsConfiguration'] },
  userAuthEvents: { level: 'INFO', destinations: DESTINATION_KEYS },
};

export const MAX_ENTRIES = 2;
export const LIST_EXPECTED = `a list of 0 to ${MAX_ENTRIES} entries`;
