import type { Action, Situation } from '../domain/decide/action.ts';
import { needsObserved } from '../domain/decide/action.ts';
import { decide } from '../domain/decide/decide.ts';
import { type Desired, type StoredParameter, sameDesired } from '../domain/desired.ts';
import type { PoolKey } from '../domain/message.ts';
import { isSettled, type Outcome } from '../domain/outcome.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import type { Attempt, Clock, DesiredStore, LogDelivery, RecordStore } from '../domain/ports.ts';
import type { PoolRecord, Transition } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import { act } from './act.ts';

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

export interface PoolReport {
  readonly userPoolId: string;
  readonly outcome: Outcome;
  /** What was stored, oldest first, with the revision that it is part of. */
  readonly transitions: readonly { readonly transition: Transition; readonly revision: number }[];
  /** Paths of what the setting levelPairing lets pass. */
  readonly warnings: readonly string[];
  /** Nothing was found to do: reads may lag behind writes [unverified], so look once more, later. */
  readonly nothingToDo: boolean;
}

/** Somebody was faster, or the parameter moved, so often that the message had better come back later. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';
}

const TRIES = 3;

/**
 * Brings one pool to what its parameter says, or says why not. Reads in the order record, parameter, pool:
 * whoever stores a record between our reads makes our conditional write fail, so that no decision rests on a
 * parameter older than the record, and our own confirmed write is never taken for drift.
 * Throws ServiceFailure, NoSlot or Unsettled; then nothing but a written-ahead intent may be left behind.
 */
export const reconcilePool =
  (ports: PoolPorts) =>
  async (key: PoolKey, known: Known, attempt: Attempt): Promise<PoolReport> => {
    const transitions: PoolReport['transitions'][number][] = [];
    let now: Known = known;
    let ownWrite = false;
    for (let tries = 0; tries < TRIES; tries++) {
      const desired = parseParameter(now.stored, key.userPoolId, ports.settings);
      const situation = await gather(ports, key, now.recorded, desired, attempt);
      const action = decide({ ...situation, ownWrite });
      const step = await act(ports, situation, action, key.witness, attempt);
      transitions.push(...step.transitions);
      ownWrite ||= step.wrotePool;
      if (step.kind === 'Done' && !step.wrotePool)
        return report(key, desired, step.outcome, action, transitions);
      now = await readAgain(ports, key.userPoolId, attempt);
      const moved = !sameDesired(desired, parseParameter(now.stored, key.userPoolId, ports.settings));
      if (step.kind === 'Done' && !moved) return report(key, desired, step.outcome, action, transitions);
    }
    throw new Unsettled(`the pool or its parameter changed ${TRIES} times while it was looked at`);
  };

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
  attempt: Attempt,
): Promise<Situation> {
  const observed = needsObserved(desired, recorded) ? await delivery.get(userPoolId, attempt) : undefined;
  return { userPoolId, desired, observed, recorded, now: clock.now(), settings, cause };
}

async function readAgain(ports: PoolPorts, userPoolId: string, attempt: Attempt): Promise<Known> {
  const recorded = await ports.records.read(userPoolId);
  const stored = (await ports.desired.read([userPoolId], attempt)).get(userPoolId);
  return { recorded, stored };
}

const report = (
  { userPoolId }: PoolKey,
  desired: Desired,
  outcome: Outcome,
  action: Action,
  transitions: PoolReport['transitions'],
): PoolReport => ({
  userPoolId,
  outcome,
  transitions,
  warnings: desired.kind === 'Stated' ? desired.warnings.map(({ path }) => path) : [],
  nothingToDo: action.type === 'Nothing' && (isSettled(outcome) || outcome === 'Unmanaged'),
});
