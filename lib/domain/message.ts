import * as z from 'zod/mini';
import type { Actor } from './actor.ts';
import type { Cause } from './cause.ts';
import { undefinedIfInvalid } from './undefined-if-invalid.ts';
import { isUserPoolId, userPoolIdFromName } from './user-pool-id.ts';

/** The content of a message: pool, cause and actor. It never contains an instruction. */
export interface PoolKey {
  readonly userPoolId: string;
  readonly cause: Cause;
  readonly actor?: Actor;
  /** The time of the parameter edit, ISO 8601. It is only used for a metric. */
  readonly editedAt?: string;
}

/** For a malformed message, `keys` contains the member names of its body, but no values. */
export type ParsedMessage =
  | { readonly kind: 'Key'; readonly key: PoolKey }
  | { readonly kind: 'Ignored' }
  | { readonly kind: 'Malformed'; readonly keys: readonly string[] };

const userPoolId = z.string().check(z.refine(isUserPoolId));

const time = undefinedIfInvalid(z.iso.datetime());

const parameterEvent = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('Parameter Store Change'),
  time,
  detail: z.object({ name: z.string() }),
});

/**
 * Texts from messages are limited to this length: a record stores them up to 20 times, and a table item is
 * limited to 400 KB. The ARN of an IAM user with the longest possible path fits.
 */
const MAX_TEXT_LENGTH = 1024;
const MAX_SWEEP_ID_LENGTH = 64;
const boundedText = undefinedIfInvalid(z.string().check(z.maxLength(MAX_TEXT_LENGTH)));

const cloudTrailEvent = z.object({
  source: z.literal('aws.cognito-idp'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  time,
  detail: z.object({
    eventName: z.string(),
    eventTime: time,
    requestParameters: z.object({ userPoolId }),
    userIdentity: undefinedIfInvalid(z.object({ arn: boundedText, type: boundedText })),
  }),
});

const sweepMessage = z.object({
  Kind: z.literal('Sweep'),
  UserPoolId: userPoolId,
  SweepId: z.string().check(z.maxLength(MAX_SWEEP_ID_LENGTH)),
  Held: z.boolean(),
  /** The listed facts of the pool are not those of its record. */
  ConfirmFacts: z.exactOptional(z.literal(true)),
});
const recheckMessage = z.object({
  // `Look` is the name of version 0.1. Such messages can still be in the queues during an upgrade.
  Kind: z.enum(['Recheck', 'Look']),
  UserPoolId: userPoolId,
  EditedAt: time,
});

export type OwnMessage =
  | z.output<typeof sweepMessage>
  | (z.output<typeof recheckMessage> & { readonly Kind: 'Recheck' });

/** Parses the body of a message. Never throws. `Ignored` is a parameter that does not belong to a pool. */
export function parseMessage(body: string, prefix: string): ParsedMessage {
  const json = parseJson(body);
  return (
    fromParameter(json, prefix) ??
    fromCloudTrail(json) ??
    fromOwn(json) ?? { kind: 'Malformed', keys: keysOf(json) }
  );
}

function fromParameter(json: unknown, prefix: string): ParsedMessage | undefined {
  const read = parameterEvent.safeParse(json);
  if (!read.success) return undefined;
  const id = userPoolIdFromName(prefix, read.data.detail.name);
  if (id === undefined) return { kind: 'Ignored' };
  const { time: editedAt } = read.data;
  const cause = { poolUpdated: false, recheck: true };
  return { kind: 'Key', key: { userPoolId: id, cause, ...(editedAt && { editedAt }) } };
}

function fromCloudTrail(json: unknown): ParsedMessage | undefined {
  const read = cloudTrailEvent.safeParse(json);
  if (!read.success) return undefined;
  const { eventName, eventTime, requestParameters, userIdentity } = read.data.detail;
  const at = eventTime ?? read.data.time;
  const arn = userIdentity?.arn ?? userIdentity?.type;
  const isComplete = arn !== undefined && at !== undefined && eventName.length <= MAX_TEXT_LENGTH;
  const actor = isComplete && { Arn: arn, At: at, EventName: eventName };
  const cause = { poolUpdated: eventName === 'UpdateUserPool', recheck: true };
  return {
    kind: 'Key',
    key: { userPoolId: requestParameters.userPoolId, cause, ...(actor && { actor }) },
  };
}

function fromOwn(json: unknown): ParsedMessage | undefined {
  const sweep = sweepMessage.safeParse(json);
  if (sweep.success) {
    const { UserPoolId, SweepId, Held } = sweep.data;
    const cause = { sweep: { id: SweepId, held: Held }, poolUpdated: false, recheck: false };
    return { kind: 'Key', key: { userPoolId: UserPoolId, cause } };
  }
  const recheck = recheckMessage.safeParse(json);
  if (!recheck.success) return undefined;
  const { UserPoolId, EditedAt } = recheck.data;
  const cause = { poolUpdated: false, recheck: false };
  return { kind: 'Key', key: { userPoolId: UserPoolId, cause, ...(EditedAt && { editedAt: EditedAt }) } };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const keysOf = (json: unknown): readonly string[] =>
  typeof json === 'object' && json !== null ? Object.keys(json).slice(0, 20) : [typeof json];
