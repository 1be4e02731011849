import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { DELETION_POLICIES, MODES } from '../domain/desired.ts';
import { POOL_PROBLEMS } from '../domain/finding.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../domain/log-configuration.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import type { RecordSummary } from '../domain/ports.ts';
import type { PoolRecord } from '../domain/record.ts';

const PREFIX = 'pool#';

/** A record's key in the state table. */
export const recordKey = (userPoolId: string): string => `${PREFIX}${userPoolId}`;
export const RECORD_KEY_PREFIX = PREFIX;

const destinations = {
  CloudWatchLogsConfiguration: z.object({ LogGroupArn: z.string() }).exactOptional(),
  FirehoseConfiguration: z.object({ StreamArn: z.string() }).exactOptional(),
  S3Configuration: z.object({ BucketArn: z.string() }).exactOptional(),
};
const desiredEntry = z.object({
  EventSource: z.enum(EVENT_SOURCES),
  LogLevel: z.enum(LOG_LEVELS),
  ...destinations,
});
export const observedEntry = z.object({ EventSource: z.string(), LogLevel: z.string(), ...destinations });
export const finding = z.object({ Problem: z.enum(POOL_PROBLEMS), Since: z.string() });
const outcome = z.enum(OUTCOMES);
const witness = z.object({ Arn: z.string(), At: z.string(), EventName: z.string() });
const status = z.object({
  Outcome: outcome,
  Reasons: z.array(z.string()),
  Since: z.string(),
  RetryAt: z.string().exactOptional(),
});

const record = z.object({
  UserPoolId: z.string(),
  Revision: z.number(),
  Status: status,
  Desired: z
    .object({
      LogConfigurations: z.array(desiredEntry),
      Mode: z.enum(MODES),
      OnDelete: z.enum(DELETION_POLICIES),
    })
    .exactOptional(),
  Intent: z
    .object({ Outcome: z.enum(['Applied', 'Repaired', 'Contested', 'Cleared']), At: z.string() })
    .exactOptional(),
  Put: z.array(observedEntry).exactOptional(),
  Before: z.object({ LogConfigurations: z.array(observedEntry), At: z.string() }).exactOptional(),
  LastAppliedAt: z.string().exactOptional(),
  Refusal: z.object({ Name: z.string(), Attempts: z.number(), RetryAt: z.string() }).exactOptional(),
  DeletedAt: z.string().exactOptional(),
  Repairs: z.array(z.string()),
  DriftCount: z.number(),
  DriftSweeps: z.object({ Count: z.number(), SweepId: z.string() }).exactOptional(),
  Contest: z
    .object({
      Since: z.string(),
      Writer: witness.exactOptional(),
      InSyncSweeps: z.number(),
      SweepId: z.string().exactOptional(),
    })
    .exactOptional(),
  Finding: finding.exactOptional(),
  Transitions: z.array(
    z.object({
      At: z.string(),
      From: outcome,
      To: outcome,
      Reasons: z.array(z.string()),
      Before: z.array(observedEntry).exactOptional(),
      After: z.array(observedEntry).exactOptional(),
      Witness: witness.exactOptional(),
    }),
  ),
});

const summary = record.pick({ UserPoolId: true, Status: true, DeletedAt: true, Put: true, Finding: true });

/** Throws where the item is no record of ours: somebody else wrote the table. */
export const readRecord = (item: Record<string, AttributeValue>): PoolRecord =>
  record.parse(unmarshall(item));

export const readSummary = (item: Record<string, AttributeValue>): RecordSummary =>
  summary.parse(unmarshall(item));
