import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { DELETION_POLICIES, MODES } from '../domain/desired.ts';
import { POOL_PROBLEMS } from '../domain/finding.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../domain/log-configuration.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import type { PoolRecord } from '../domain/record.ts';
import { unmarshallRecord } from './stored-record.ts';

const PREFIX = 'pool#';

/** A record's key in the state table. */
export const recordKey = (userPoolId: string): string => `${PREFIX}${userPoolId}`;
export const RECORD_KEY_PREFIX = PREFIX;

// Made once and used wherever they stand: each schema costs time at a cold start.
const text = z.string();
const texts = z.array(text);
const optionalText = z.exactOptional(text);
const destinations = {
  CloudWatchLogsConfiguration: z.exactOptional(z.object({ LogGroupArn: text })),
  FirehoseConfiguration: z.exactOptional(z.object({ StreamArn: text })),
  S3Configuration: z.exactOptional(z.object({ BucketArn: text })),
};
const desiredEntry = z.object({
  EventSource: z.enum(EVENT_SOURCES),
  LogLevel: z.enum(LOG_LEVELS),
  ...destinations,
});
export const observedEntry = z.object({ EventSource: text, LogLevel: text, ...destinations });
export const finding = z.object({ Problem: z.enum(POOL_PROBLEMS), Since: text });
const optionalEntries = z.exactOptional(z.array(observedEntry));
const outcome = z.enum(OUTCOMES);
const actor = z.object({ Arn: text, At: text, EventName: text });
const optionalWitness = z.exactOptional(actor);
const status = z.object({
  Outcome: outcome,
  Reasons: texts,
  Since: text,
  RetryAt: optionalText,
});

export const record = z.object({
  UserPoolId: text,
  Revision: z.number(),
  Status: status,
  Desired: z.exactOptional(
    z.object({
      LogConfigurations: z.array(desiredEntry),
      Mode: z.enum(MODES),
      OnDelete: z.enum(DELETION_POLICIES),
    }),
  ),
  Intent: z.exactOptional(
    z.object({ Outcome: z.enum(['Applied', 'Repaired', 'Contested', 'Cleared']), At: text }),
  ),
  LastApplied: optionalEntries,
  Original: z.exactOptional(z.object({ LogConfigurations: z.array(observedEntry), At: text })),
  LastAppliedAt: optionalText,
  Rejection: z.exactOptional(z.object({ Name: text, Attempts: z.number(), RetryAt: text })),
  DeletedAt: optionalText,
  Repairs: texts,
  DriftCount: z.number(),
  DriftSweeps: z.exactOptional(z.object({ Count: z.number(), SweepId: text })),
  Contest: z.exactOptional(
    z.object({
      Since: text,
      Writer: optionalWitness,
      InSyncSweeps: z.number(),
      SweepId: optionalText,
    }),
  ),
  Finding: z.exactOptional(finding),
  Transitions: z.array(
    z.object({
      At: text,
      From: outcome,
      To: outcome,
      Reasons: texts,
      Before: optionalEntries,
      After: optionalEntries,
      Actor: optionalWitness,
    }),
  ),
});

/** Throws where the item is no record of ours: somebody else wrote the table. */
export const readRecord = (item: Record<string, AttributeValue>): PoolRecord =>
  record.parse(unmarshallRecord(item));
