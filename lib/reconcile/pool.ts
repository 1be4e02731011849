import type { Action, Situation } from '../domain/decide/action.ts';
import { needsObserved } from '../domain/decide/action.ts';
import { decide } from '../domain/decide/decide.ts';
import { type Desired, type StoredParameter, sameDesired } from '../domain/desired.ts';
import type { PoolKey } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import { applyAction, type StoredTransition } from './apply-action.ts';
import type { CallContext, Clock, DesiredStore, LogDelivery, RecordStore } from './ports.ts';

export interface PoolPorts {
  readonly desired: DesiredStore;
  readonly delivery: LogDelivery;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** What is known before the first decision: the record was read first, the parameter after it. */
export interface Known {
  readonly recorded: PoolRecord | undefined;
  readonly stored: StoredParameter | undefined;
}

interface Looked {
  readonly userPoolId: string;
  /** What was stored, oldest first; an unfinished pool may have some too. */
  readonly transitions: readonly StoredTransition[];
}

export interface Finished extends Looked {
  readonly kind: 'Finished';
  readonly outcome: Outcome;
  /** Paths of what the setting logLevelValidation lets pass. */
  readonly warnings: readonly string[];
  /** Nothing was found to do: reads may lag behind writes [unverified], so look once more, later. */
  readonly nothingToDo: boolean;
}

export interface Unfinished extends Looked {
  readonly kind: 'Unfinished';
  /** AwsCallError, RateLimitTimeoutError or ConflictRetriesExhaustedError; anything else is nobody's intention. */
  readonly failure: unknown;
}

export type PoolReport = Finished | Unfinished;

/** Somebody was faster, or the parameter moved, so often that the message had better come back later. */
export class ConflictRetriesExhaustedError extends Error {
  override readonly name = 'ConflictRetriesExhaustedError';
}

const TRIES = 3;

/**
 * Brings one pool to what its parameter says, or says why not. Reads in the order record, parameter, pool:
 * whoever stores a record between our reads makes our conditional write fail, so that no decision rests on a
 * parameter older than the record, and our own confirmed write is never taken for drift.
 * Never throws; a failure may leave a written-ahead intent behind.
 */
export const reconcilePool =
  (ports: PoolPorts) =>
  async (key: PoolKey, known: Known, context: CallContext): Promise<PoolReport> => {
    const transitions: StoredTransition[] = [];
    const looked = { userPoolId: key.userPoolId, transitions };
    const tell = (stored: StoredTransition): void => {
      transitions.push(stored);
    };
    try {
      const end = await settle({ ...ports, tell }, key, known, context);
      return { kind: 'Finished', ...looked, ...end };
    } catch (failure) {
      return { kind: 'Unfinished', ...looked, failure };
    }
  };

type End = Pick<Finished, 'outcome' | 'warnings' | 'nothingToDo'>;

/** Decides and acts until the parameter is found to say what was carried out. */
async function settle(
  ports: PoolPorts & Parameters<typeof applyAction>[0],
  key: PoolKey,
  known: Known,
  context: CallContext,
): Promise<End> {
  let now = known;
  let ownWrite = false;
  for (let tries = 0; tries < TRIES; tries++) {
    const desired = parseParameter(now.stored, key.userPoolId, ports.settings);
    const situation = await gather(ports, key, now.recorded, desired, context);
    const action = decide({ ...situation, ownWrite });
    const step = await applyAction(ports, situation, action, key.actor, context);
    ownWrite ||= step.wrotePool;
    if (step.kind === 'Done' && !step.wrotePool) return end(desired, step.outcome, action);
    now = await readAgain(ports, key.userPoolId, context);
    const moved = !sameDesired(desired, parseParameter(now.stored, key.userPoolId, ports.settings));
    if (step.kind === 'Done' && !moved) return end(desired, step.outcome, action);
  }
  throw new ConflictRetriesExhaustedError(
    `the pool or its parameter changed ${TRIES} times while it was looked at`,
  );
}

/** What `decide` is asked about; shared with the command line's `plan`, which reads and never acts. */
export async function gather(
  {
    delivery,
    clock,
    settings,
  }: Pick<PoolPorts, 'clock' | 'settings'> & { readonly delivery: Pick<LogDelivery, 'get'> },
  { userPoolId, cause }: PoolKey,
  recorded: PoolRecord | undefined,
  desired: Desired,
  context: CallContext,
): Promise<Situation> {
  const observed = needsObserved(desired, recorded) ? await delivery.get(userPoolId, context) : undefined;
  return { userPoolId, desired, observed, recorded, now: clock.now(), settings, cause };
}

async function readAgain(ports: PoolPorts, userPoolId: string, context: CallContext): Promise<Known> {
  const recorded = await ports.records.read(userPoolId);
  const stored = (await ports.desired.read([userPoolId], context)).get(userPoolId);
  return { recorded, stored };
}

const end = (desired: Desired, outcome: Outcome, action: Action): End => ({
  outcome,
  warnings: desired.kind === 'Valid' ? desired.warnings.map(({ path }) => path) : [],
  nothingToDo: action.type === 'Nothing',
});
