import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { DELETION_POLICIES, MODES } from '../domain/desired.ts';
import { POOL_PROBLEMS } from '../domain/finding.ts';
import { EVENT_SOURCES, LOG_LEVELS } from '../domain/log-configuration.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import { PRECEDENCES } from '../domain/policy/policy.ts';
import type { PoolRecord } from '../domain/record.ts';
import { unmarshallRecord, withFinishedStatus } from './stored-record.ts';

export const RECORD_KEY_PREFIX = 'pool#';

/** Returns the key of a pool's record in the state table. */
export const recordKey = (userPoolId: string): string => `${RECORD_KEY_PREFIX}${userPoolId}`;

// These schemas are shared because creating a schema takes time during a cold start.
const string = z.string();
const strings = z.array(string);
const optionalString = z.exactOptional(string);
const destinations = {
  CloudWatchLogsConfiguration: z.exactOptional(z.object({ LogGroupArn: string })),
  FirehoseConfiguration: z.exactOptional(z.object({ StreamArn: string })),
  S3Configuration: z.exactOptional(z.object({ BucketArn: string })),
};
const desiredEntry = z.object({
  EventSource: z.enum(EVENT_SOURCES),
  LogLevel: z.enum(LOG_LEVELS),
  ...destinations,
});
export const observedEntry = z.object({ EventSource: string, LogLevel: string, ...destinations });
export const finding = z.object({ Problem: z.enum(POOL_PROBLEMS), Since: string });
const optionalEntries = z.exactOptional(z.array(observedEntry));
const outcome = z.enum(OUTCOMES);
const actor = z.object({ Arn: string, At: string, EventName: string });
const optionalActor = z.exactOptional(actor);
const status = z.object({
  Outcome: outcome,
  Reasons: strings,
  Since: string,
  RetryAt: optionalString,
});

const optionalState = z.exactOptional(
  z.object({
    LogConfigurations: z.array(desiredEntry),
    Mode: z.enum(MODES),
    OnDelete: z.enum(DELETION_POLICIES),
    Inherit: z.exactOptional(z.literal(true)),
  }),
);

const owner = z.union([
  z.object({ Kind: z.literal('Parameter') }),
  z.object({
    Kind: z.literal('Policy'),
    Name: string,
    Precedence: z.enum(PRECEDENCES),
    Priority: z.number(),
  }),
]);
const optionalOwner = z.exactOptional(owner);

/** The members that the record of a pool and that of an event source have in common. */
const stateMembers = {
  Status: status,
  Desired: optionalState,
  Intent: z.exactOptional(
    z.object({ Outcome: z.enum(['Applied', 'Repaired', 'Contested', 'Cleared']), At: string }),
  ),
  LastApplied: optionalEntries,
  Original: z.exactOptional(z.object({ LogConfigurations: z.array(observedEntry), At: string })),
  LastAppliedAt: optionalString,
  Rejection: z.exactOptional(z.object({ Name: string, Attempts: z.number(), RetryAt: string })),
  DeletedAt: optionalString,
  Deleted: z.exactOptional(z.object({ At: string, Desired: optionalState })),
  Repairs: strings,
  DriftCount: z.number(),
  DriftSweeps: z.exactOptional(z.object({ Count: z.number(), SweepId: string })),
  Contest: z.exactOptional(
    z.object({
      Since: string,
      Writer: optionalActor,
      InSyncSweeps: z.number(),
      SweepId: optionalString,
    }),
  ),
};

const owners = { Owner: optionalOwner, RejectedBy: z.exactOptional(z.array(owner)) };
const sourceRecord = z.object({ ...stateMembers, ...owners });
const sourceSummary = z.exactOptional(
  z.object({ Status: status, Desired: optionalState, Intent: stateMembers.Intent, ...owners }),
);

/** The part of `Sources` that a sweep reads. */
export const sourceSummaries = z.exactOptional(
  z.object({ userNotification: sourceSummary, userAuthEvents: sourceSummary }),
);

export const sources = z.object({
  userNotification: z.exactOptional(sourceRecord),
  userAuthEvents: z.exactOptional(sourceRecord),
});

export const record = z.object({
  UserPoolId: string,
  Revision: z.number(),
  ...stateMembers,
  Finding: z.exactOptional(finding),
  Transitions: z.array(
    z.object({
      At: string,
      From: outcome,
      To: outcome,
      Reasons: strings,
      Before: optionalEntries,
      After: optionalEntries,
      Actor: optionalActor,
      EventSource: z.exactOptional(z.enum(EVENT_SOURCES)),
      Owner: optionalOwner,
    }),
  ),
  Sources: z.exactOptional(sources),
  Window: z.exactOptional(z.object({ From: string, To: string })),
  Facts: z.exactOptional(
    z.object({ name: string, tags: z.record(string, string), tier: z.optional(string) }),
  ),
});

/** Returns the record as the members of a table item. */
export const itemOf = (record: PoolRecord): Readonly<Record<string, unknown>> => ({
  Id: recordKey(record.UserPoolId),
  ...withFinishedStatus(record),
});

/**
 * Parses a table item. Throws a ZodError if it is not a pool record, for example because another program
 * wrote it.
 */
export const readRecord = (item: Record<string, AttributeValue>): PoolRecord =>
  record.parse(unmarshallRecord(item));
