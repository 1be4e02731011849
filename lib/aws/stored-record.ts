import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { PoolRecord } from '../domain/record.ts';

type Members = Readonly<Record<string, unknown>>;

/** Member names of version 0.1 and the current ones. */
const RECORD_MEMBERS = { Put: 'LastApplied', Before: 'Original', Refusal: 'Rejection' };
const TRANSITION_MEMBERS = { Witness: 'Actor' };
/** Outcome names of version 0.1 and the current ones. */
const OUTCOMES: ReadonlyMap<unknown, string> = new Map([
  ['Differs', 'OutOfSync'],
  ['PoolMissing', 'PoolNotFound'],
]);

/**
 * Returns a table item as a plain object with the current member and outcome names. Items written by version
 * 0.1 are converted; all others pass unchanged. The result is not validated.
 */
export function unmarshallRecord(item: Record<string, AttributeValue>): Members {
  const { SourcesStatus, ...record } = renamed(unmarshall(item), RECORD_MEMBERS);
  const Status = SourcesStatus ?? record.Status;
  return {
    ...record,
    // A scan that reads only some members does not return an empty `Sources`.
    ...(SourcesStatus !== undefined && record.Sources === undefined && { Sources: {} }),
    ...(isObject(Status) && { Status: withOutcomes(Status) }),
    ...(Array.isArray(record.Transitions) && { Transitions: record.Transitions.map(transition) }),
  };
}

/**
 * Stores a record with event sources as `Released`, and its status in another member. The previous version does not know
 * policies: after a rollback it must neither clear nor release such a pool because it has no parameter.
 */
export function withFinishedStatus(record: PoolRecord): Members {
  if (record.Sources === undefined) return { ...record };
  const { Status, ...rest } = record;
  const Reasons = ['Managed by policies, which this version does not know.'];
  return { ...rest, Status: { Outcome: 'Released', Reasons, Since: Status.Since }, SourcesStatus: Status };
}

const transition = (value: unknown): unknown =>
  isObject(value) ? withOutcomes(renamed(value, TRANSITION_MEMBERS)) : value;

/** `Outcome` belongs to a status, `From` and `To` to a transition. */
const withOutcomes = (value: Members): Members =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      ['Outcome', 'From', 'To'].includes(key) ? (OUTCOMES.get(member) ?? member) : member,
    ]),
  );

const renamed = (value: Members, names: Readonly<Record<string, string>>): Members =>
  Object.fromEntries(Object.entries(value).map(([key, member]) => [names[key] ?? key, member]));

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
