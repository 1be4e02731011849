import type { Action, Situation } from '../domain/decide/action.ts';
import { needsObserved } from '../domain/decide/action.ts';
import { decide } from '../domain/decide/decide.ts';
import { type Desired, type StoredParameter, sameDesired } from '../domain/desired.ts';
import type { PoolKey } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import type { PoolRecord } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import { applyAction } from './apply-action.ts';
import { ConflictRetriesExhaustedError } from './errors.ts';
import type { StoredTransition } from './events.ts';
import type { CallContext, Clock, DesiredStore, LogDelivery, RecordStore } from './ports.ts';

export interface PoolPorts {
  readonly desired: DesiredStore;
  readonly delivery: LogDelivery;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** The inputs of the first decision. The record was read first, then the parameter. */
export interface Known {
  readonly recorded: PoolRecord | undefined;
  readonly stored: StoredParameter | undefined;
}

interface PoolResult {
  readonly userPoolId: string;
  /** The transitions that were stored, oldest first. An unfinished pool can have some too. */
  readonly transitions: readonly StoredTransition[];
}

export interface Finished extends PoolResult {
  readonly kind: 'Finished';
  readonly outcome: Outcome;
  /** The paths of the warnings: a destination in another Region, or a level that `logLevelValidation: warn` accepts. */
  readonly warnings: readonly string[];
  /** No action was needed. Reads may lag behind writes [unverified], so the pool is checked once more later. */
  readonly nothingToDo: boolean;
}

export interface Unfinished extends PoolResult {
  readonly kind: 'Unfinished';
  /** AwsCallError, RateLimitTimeoutError or ConflictRetriesExhaustedError; anything else is a bug. */
  readonly error: unknown;
}

export type PoolReport = Finished | Unfinished;

const MAX_TRIES = 3;

/**
 * Makes one pool match its parameter, or records why it cannot. Never throws.
 *
 * It reads the record, then the parameter, then the pool. If another worker stores the record between these reads,
 * the conditional write fails and everything is read again. So no decision uses a parameter that is older than the
 * record, and the service never takes its own confirmed write for drift. After a Set the parameter is read again:
 * if it has changed, the pool is decided again. A failure can leave a stored intent behind.
 */
export const reconcilePool =
  (ports: PoolPorts) =>
  async (key: PoolKey, known: Known, context: CallContext): Promise<PoolReport> => {
    const transitions: StoredTransition[] = [];
    const result = { userPoolId: key.userPoolId, transitions };
    let current = known;
    let ownWrite = false;
    try {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const desired = parseParameter(current.stored, key.userPoolId, ports.settings);
        const situation = await gather(ports, key, current.recorded, desired, context);
        const action = decide({ ...situation, ownWrite });
        const step = await applyAction(ports, situation, action, key.actor, context);
        transitions.push(...step.transitions);
        ownWrite ||= step.wrotePool;
        if (step.kind === 'Failed') return { kind: 'Unfinished', ...result, error: step.error };
        if (step.kind === 'Done' && !step.wrotePool) return finished(result, desired, step.outcome, action);
        current = await readAgain(ports, key.userPoolId, context);
        const now = parseParameter(current.stored, key.userPoolId, ports.settings);
        if (step.kind === 'Done' && sameDesired(desired, now))
          return finished(result, desired, step.outcome, action);
      }
      throw new ConflictRetriesExhaustedError(MAX_TRIES);
    } catch (error) {
      return { kind: 'Unfinished', ...result, error };
    }
  };

/** Collects what `decide` needs. `clr plan` uses it too: it reads and never writes. */
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

const finished = (result: PoolResult, desired: Desired, outcome: Outcome, action: Action): Finished => ({
  kind: 'Finished',
  ...result,
  outcome,
  warnings: desired.kind === 'Valid' ? desired.warnings.map(({ path }) => path) : [],
  nothingToDo: action.type === 'Nothing',
});
