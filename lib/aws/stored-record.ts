import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

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
  const record = renamed(unmarshall(item), RECORD_MEMBERS);
  return {
    ...record,
    ...(isObject(record.Status) && { Status: withOutcomes(record.Status) }),
    ...(Array.isArray(record.Transitions) && { Transitions: record.Transitions.map(transition) }),
  };
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
