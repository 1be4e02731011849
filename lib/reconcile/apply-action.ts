import type { Actor } from '../domain/actor.ts';
import type { Action, Situation } from '../domain/decide/action.ts';
import { poolDeleted, postponed, rejected } from '../domain/decide/after-set.ts';
import { withLateActor } from '../domain/decide/late-actor-attribution.ts';
import type { Outcome } from '../domain/outcome.ts';
import { addedTransition, type PoolRecord, type Transition, withActor } from '../domain/record.ts';
import { AwsCallError } from './errors.ts';
import type { PoolPorts } from './pool.ts';
import type { CallContext, SetResult } from './ports.ts';

type Ports = Pick<PoolPorts, 'delivery' | 'records' | 'clock'> & {
  /** Takes what was stored, as soon as it is: a failure that follows must not swallow it. */
  readonly tell: (stored: StoredTransition) => void;
};
type Apply = Extract<Action, { type: 'Apply' }>;

/** A transition with the revision that it is part of. */
export interface StoredTransition {
  readonly transition: Transition;
  readonly revision: number;
}

/** `Lost`: somebody stored a record meanwhile; read everything and decide again. */
export type Step = {
  /** Whether the pool was written, be it from a desired that somebody has overtaken by now. */
  readonly wrotePool: boolean;
} & ({ readonly kind: 'Done'; readonly outcome: Outcome } | { readonly kind: 'Conflict' });

/** Carries an action out: write ahead, Set, write the outcome; each write on the record's own revision. */
export async function applyAction(
  ports: Ports,
  situation: Situation,
  action: Action,
  actor: Actor | undefined,
  context: CallContext,
): Promise<Step> {
  const { recorded } = situation;
  if (action.type === 'Nothing') {
    const named = recorded && actor && withLateActor(recorded, actor);
    const lost = named && (await ports.records.write(named)) === 'Conflict';
    const wrotePool = false;
    return lost ? { kind: 'Conflict', wrotePool } : { kind: 'Done', outcome: action.outcome, wrotePool };
  }
  if (action.type === 'Record') {
    const record = withActor(action.record, recorded, actor);
    return store(ports, record, recorded, action.outcome, false);
  }
  if ((await ports.records.write(action.intent)) === 'Conflict')
    return { kind: 'Conflict', wrotePool: false };
  const answer = await setOrPostpone(ports, action, context);
  if (answer.kind === 'Accepted') {
    const confirmed = withActor(action.confirmed, action.intent, actor);
    return store(ports, confirmed, action.intent, action.outcome, true);
  }
  const after = await afterRefusal(ports, situation, action, answer, context);
  return store(ports, after, action.intent, after.Status.Outcome, false);
}

async function store(
  ports: Ports,
  record: PoolRecord,
  before: PoolRecord | undefined,
  outcome: Outcome,
  wrotePool: boolean,
): Promise<Step> {
  if ((await ports.records.write(record)) === 'Conflict') return { kind: 'Conflict', wrotePool };
  const transition = addedTransition(record, before);
  if (transition) ports.tell({ transition, revision: record.Revision });
  return { kind: 'Done', outcome, wrotePool };
}

/** A Set that fails for a passing reason leaves the intent and says that it waits; the failure goes on up. */
async function setOrPostpone(ports: Ports, { intent, set }: Apply, context: CallContext): Promise<SetResult> {
  try {
    return await ports.delivery.set(intent.UserPoolId, set, context);
  } catch (failure) {
    if (failure instanceof AwsCallError) {
      const now = ports.clock.now();
      const waits = postponed(intent, `${failure.operation}: ${failure.errorName}`, now, now);
      await store(ports, waits, intent, 'Waiting', false);
    }
    throw failure;
  }
}

/** A Set that finds nothing: the pool is gone, or, if it is still there, a destination is missing. */
async function afterRefusal(
  { delivery, clock }: Ports,
  { userPoolId, recorded }: Situation,
  { intent }: Apply,
  answer: Exclude<SetResult, { kind: 'Accepted' }>,
  context: CallContext,
): Promise<PoolRecord> {
  if (answer.kind === 'NotFound' && (await delivery.get(userPoolId, context)).kind === 'PoolNotFound')
    return poolDeleted(intent, clock.now());
  return rejected(intent, answer.rejection, recorded, clock.now());
}
