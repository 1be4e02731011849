import type { EventSource, LogLevel } from './log-configuration.ts';

/** What Cognito's developer guide allows for each source (AWS facts §2). */
export const DESTINATION_KEYS = [
  'CloudWatchLogsConfiguration',
  'FirehoseConfiguration',
  'S3Configuration',
] as const;
export type DestinationKey = (typeof DESTINATION_KEYS)[number];

interface Pairing {
  /** Documented; that the service enforces it everywhere is [unverified], hence the setting levelPairing. */
  readonly level: LogLevel;
  readonly destinations: readonly DestinationKey[];
}

export const PAIRINGS: Readonly<Record<EventSource, Pairing>> = {
  userNotification: { level: 'ERROR', destinations: ['CloudWatchLogsConfiguration'] },
  userAuthEvents: { level: 'INFO', destinations: DESTINATION_KEYS },
};

export const MOST_ENTRIES = 2;
export const LIST_EXPECTED = `a list of 0 to ${MOST_ENTRIES} entries`;
