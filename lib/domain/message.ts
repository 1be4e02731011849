import * as z from 'zod/mini';
import type { Actor } from './actor.ts';
import type { Cause } from './cause.ts';
import { undefinedIfInvalid } from './undefined-if-invalid.ts';
import { isUserPoolId, userPoolIdFromName } from './user-pool-id.ts';

/** A message is a key: the pool to look at, why, and who was seen writing it. Never what to do. */
export interface PoolKey {
  readonly userPoolId: string;
  readonly cause: Cause;
  readonly actor?: Actor;
  /** When the parameter was written that this tells of, ISO 8601: measured, never decided on. */
  readonly editedAt?: string;
}

/** `keys` names the members of what was no message of ours: its shape, and none of its values. */
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
 * What a message says is kept in the pool's record, twenty times over, and an item of the table holds 400 KB. The
 * ARN of an IAM user with the longest path is no longer than this.
 */
const LONGEST_KEPT = 1024;
const LONGEST_SWEEP_ID = 64;
const name = undefinedIfInvalid(z.string().check(z.maxLength(LONGEST_KEPT)));

const cloudTrailEvent = z.object({
  source: z.literal('aws.cognito-idp'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  time,
  detail: z.object({
    eventName: z.string(),
    eventTime: time,
    requestParameters: z.object({ userPoolId }),
    userIdentity: undefinedIfInvalid(z.object({ arn: name, type: name })),
  }),
});

const sweepMessage = z.object({
  Kind: z.literal('Sweep'),
  UserPoolId: userPoolId,
  SweepId: z.string().check(z.maxLength(LONGEST_SWEEP_ID)),
  Held: z.boolean(),
});
const recheckMessage = z.object({
  Kind: z.literal('Recheck'),
  UserPoolId: userPoolId,
  EditedAt: time,
});
/** The recheck of version 0.1: such messages may still be in the queues during an upgrade. */
const lookMessage = z.object({ ...recheckMessage.shape, Kind: z.literal('Look') });
const anyRecheck = z.union([recheckMessage, lookMessage]);

export type OwnMessage = z.output<typeof sweepMessage> | z.output<typeof recheckMessage>;

/** Reads a message's body, whatever it is. `Ignored` is a parameter whose name is no pool's. */
export function parseMessage(body: string, prefix: string): ParsedMessage {
  const json = asJson(body);
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
  const who = userIdentity?.arn ?? userIdentity?.type;
  const isTold = who !== undefined && at !== undefined && eventName.length <= LONGEST_KEPT;
  const actor = isTold && { Arn: who, At: at, EventName: eventName };
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
  const recheck = anyRecheck.safeParse(json);
  if (!recheck.success) return undefined;
  const { UserPoolId, EditedAt } = recheck.data;
  const cause = { poolUpdated: false, recheck: false };
  return { kind: 'Key', key: { userPoolId: UserPoolId, cause, ...(EditedAt && { editedAt: EditedAt }) } };
}

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const keysOf = (json: unknown): readonly string[] =>
  typeof json === 'object' && json !== null ? Object.keys(json).slice(0, 20) : [typeof json];
