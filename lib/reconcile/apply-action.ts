import type { Actor } from '../domain/actor.ts';
import type { Action, Situation } from '../domain/decide/action.ts';
import { poolDeleted, postponed, rejected } from '../domain/decide/after-set.ts';
import { withLateActor } from '../domain/decide/late-actor-attribution.ts';
import {
  deletedSources,
  postponedSources,
  rejectedSources,
  withdrawnIntent,
} from '../domain/decide/sources/after-set-sources.ts';
import type { EventSource } from '../domain/log-configuration.ts';
import type { Outcome } from '../domain/outcome.ts';
import { writeWindow } from '../domain/overwritten-write.ts';
import { addedTransitions, type PoolRecord, withActor } from '../domain/record.ts';
import { AwsCallError } from './errors.ts';
import type { StoredTransition } from './events.ts';
import type { CallContext, Clock, LogDelivery, RecordStore, SetResult } from './ports.ts';

interface Ports {
  readonly delivery: LogDelivery;
  readonly records: RecordStore;
  readonly clock: Clock;
}

type Apply = Extract<Action, { type: 'Apply' }>;

/**
 * The result of carrying out one action. `Conflict`: another worker stored the record first; read again and decide
 * again. `Failed`: the Set failed for a transient reason, and the record says that the pool waits.
 */
export type Step = {
  /** The transitions that were stored, for every kind. */
  readonly transitions: readonly StoredTransition[];
  /** Whether the pool was written, even if from a parameter that has changed since. */
  readonly wrotePool: boolean;
} & (
  | { readonly kind: 'Done'; readonly outcome: Outcome }
  | { readonly kind: 'Conflict' }
  /** Cognito rejected a list with the entries of several owners: write them one by one. */
  | { readonly kind: 'Divided'; readonly sources: readonly EventSource[] }
  | { readonly kind: 'Failed'; readonly error: unknown }
);

/** The state from before a write that the write depends on. */
interface WriteContext {
  /** The pool was read at this time, after the slot of the write was acquired. */
  readonly readBefore: Date | undefined;
  /** Throws FrozenError if the service is frozen. */
  readonly checkFreeze: () => Promise<void>;
}

const CONFLICT: Step = { kind: 'Conflict', wrotePool: false, transitions: [] };

/**
 * Carries out an action: stores the intent, calls Set, stores the outcome. The slot of a Set must be acquired. Each write is
 * conditional on the record's own revision. Throws when a call fails before anything was stored. With `readBefore`, the record
 * contains the time from that read to the end of the write.
 */
export async function applyAction(
  ports: Ports,
  situation: Situation,
  action: Action,
  actor: Actor | undefined,
  context: CallContext,
  { readBefore, checkFreeze }: WriteContext,
): Promise<Step> {
  const { recorded } = situation;
  if (action.type === 'Nothing') {
    const attributed = recorded && actor && withLateActor(recorded, actor);
    if (attributed && (await ports.records.write(attributed)) === 'Conflict') return CONFLICT;
    return { kind: 'Done', outcome: action.outcome, wrotePool: false, transitions: [] };
  }
  if (action.type === 'Record') {
    const record = withActor(action.record, recorded, actor);
    return store(ports, record, recorded, action.outcome, false);
  }
  if ((await ports.records.write(action.intent)) === 'Conflict') return CONFLICT;
  const result = await callSet(ports, action, { ...context, beforeRetry: checkFreeze });
  switch (result.kind) {
    case 'Accepted': {
      const Window = readBefore && writeWindow(readBefore, ports.clock.now(), actor);
      const confirmed = withActor({ ...action.confirmed, ...(Window && { Window }) }, action.intent, actor);
      return store(ports, confirmed, action.intent, action.outcome, true);
    }
    case 'Failed':
      return storeWaiting(ports, action, result.error);
    default: {
      const isDeleted = await isPoolDeleted(ports, situation, result, context);
      if (!isDeleted && action.sources && action.sources.length > 1) {
        const withdrawn = withdrawnIntent(action.intent, recorded, ports.clock.now());
        if ((await ports.records.write(withdrawn)) === 'Conflict') return CONFLICT;
        return { kind: 'Divided', sources: action.sources, wrotePool: false, transitions: [] };
      }
      const record = afterRejection(ports, situation, action, result, isDeleted);
      return store(ports, record, action.intent, record.Status.Outcome, false);
    }
  }
}

async function store(
  { records }: Ports,
  record: PoolRecord,
  previous: PoolRecord | undefined,
  outcome: Outcome,
  wrotePool: boolean,
): Promise<Step> {
  if ((await records.write(record)) === 'Conflict') return { ...CONFLICT, wrotePool };
  const added = addedTransitions(record, previous);
  const transitions = added.map((transition) => ({ transition, revision: record.Revision }));
  return { kind: 'Done', outcome, wrotePool, transitions };
}

type FailedSet = { readonly kind: 'Failed'; readonly error: AwsCallError };

async function callSet(
  { delivery }: Ports,
  { intent, set }: Apply,
  context: CallContext,
): Promise<SetResult | FailedSet> {
  try {
    return await delivery.set(intent.UserPoolId, set, context);
  } catch (error) {
    if (error instanceof AwsCallError) return { kind: 'Failed', error };
    throw error;
  }
}

/** Keeps the intent and records why the pool waits. */
async function storeWaiting(ports: Ports, action: Apply, error: AwsCallError): Promise<Step> {
  const now = ports.clock.now();
  const reason = `${error.operation}: ${error.errorName}`;
  const { intent, confirmed, sources } = action;
  const waiting = sources
    ? postponedSources({ intent, confirmed, sources }, reason, now, now)
    : postponed(intent, reason, now, now);
  const { transitions } = await store(ports, waiting, intent, 'Waiting', false);
  return { kind: 'Failed', error, wrotePool: false, transitions };
}

type Rejected = Exclude<SetResult, { kind: 'Accepted' }>;

/** `NotFound` means that the pool was deleted or, if it still exists, that a destination does not exist. */
const isPoolDeleted = async (
  { delivery }: Ports,
  { userPoolId }: Situation,
  result: Rejected,
  context: CallContext,
): Promise<boolean> =>
  result.kind === 'NotFound' && (await delivery.get(userPoolId, context)).kind === 'PoolNotFound';

function afterRejection(
  { clock }: Ports,
  { recorded, settings }: Situation,
  { intent, confirmed, sources }: Apply,
  result: Rejected,
  isDeleted: boolean,
): PoolRecord {
  const now = clock.now();
  if (isDeleted)
    return sources
      ? deletedSources({ intent, confirmed }, settings, now)
      : poolDeleted(intent, settings, now);
  return sources
    ? rejectedSources({ intent, confirmed, sources }, result.rejection, recorded, now)
    : rejected(intent, result.rejection, recorded, now);
}
