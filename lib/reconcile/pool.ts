import type { Action } from '../domain/decide/action.ts';
import { decide } from '../domain/decide/decide.ts';
import { type Desired, sameDesired } from '../domain/desired.ts';
import { sameConfiguration } from '../domain/difference.ts';
import type { EventSource } from '../domain/log-configuration.ts';
import type { PoolKey } from '../domain/message/parsed-message.ts';
import type { Outcome } from '../domain/outcome.ts';
import { parseParameter } from '../domain/parameter/parse.ts';
import { samePolicies } from '../domain/policy/policy.ts';
import type { Settings } from '../domain/settings.ts';
import { applyAction } from './apply-action.ts';
import { carriesOver, type Decision, decidePool, type Run } from './decide-pool.ts';
import { ConflictRetriesExhaustedError } from './errors.ts';
import type { StoredTransition } from './events.ts';
import { type FreezeGuard, freezeGuard } from './freeze-guard.ts';
import { type KnownPool, knownOf } from './known-pool.ts';
import { type OverwrittenWrite, takeOverwritten } from './overwritten-writes.ts';
import { policyNamesFor, readPolicies } from './policy-inputs.ts';
import type {
  CallContext,
  Clock,
  DesiredStore,
  LogDelivery,
  PoolDescription,
  PoolDescriptions,
  RecordStore,
  RolloutStore,
} from './ports.ts';

export interface PoolPorts {
  readonly desired: DesiredStore;
  readonly rollouts: Pick<RolloutStore, 'read'>;
  readonly delivery: LogDelivery;
  readonly descriptions: PoolDescriptions;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly settings: Settings;
}

interface PoolResult {
  readonly userPoolId: string;
  /** The transitions that were stored, oldest first. An unfinished pool can have some too. */
  readonly transitions: readonly StoredTransition[];
  /** The writes of other clients that an earlier write overwrote, as CloudTrail shows. */
  readonly overwritten: readonly OverwrittenWrite[];
}

export interface Finished extends PoolResult {
  readonly kind: 'Finished';
  readonly outcome: Outcome;
  /** The paths of the warnings: a destination in another Region, or a level that `logLevelValidation: warn` accepts. */
  readonly warnings: readonly string[];
  readonly nothingToDo: boolean;
  /** Reads may lag behind writes [unverified], so the pool is checked once more later. */
  readonly recheck: boolean;
  /** The description of the pool, if it was read. */
  readonly description?: PoolDescription;
}

export interface Unfinished extends PoolResult {
  readonly kind: 'Unfinished';
  /** AwsCallError, RateLimitTimeoutError, ConflictRetriesExhaustedError or FrozenError; anything else is a bug. */
  readonly error: unknown;
}

export type PoolReport = Finished | Unfinished;

const MAX_TRIES = 3;

/**
 * Makes one pool match its parameter and policies, or records why it cannot. Never throws.
 *
 * It reads the record, then the parameter and the policies, then the pool. If another worker stores the record between these
 * reads, the conditional write fails and everything is read again. So no decision uses a parameter that is older than the
 * record, and the service never takes its own confirmed write for drift. After a Set the parameter and the policies are read
 * again, and the rollouts: if they have changed, the pool is decided again. A failure can leave a stored intent behind. While the
 * service is frozen, nothing is written.
 */
export const reconcilePool =
  (ports: PoolPorts, freeze = freezeGuard(ports)) =>
  async (key: PoolKey, known: KnownPool, context: CallContext): Promise<PoolReport> => {
    const transitions: StoredTransition[] = [];
    const overwritten: OverwrittenWrite[] = [];
    const result = { userPoolId: key.userPoolId, transitions, overwritten };
    let current = known;
    let run: Run = {};
    /** The event sources to write one by one, after Cognito rejected them together. */
    let single: readonly EventSource[] = [];
    try {
      for (let triesLeft = MAX_TRIES; triesLeft > 0; triesLeft--) {
        const taken = await takeOverwritten(ports, current.recorded, key.actor);
        if (taken === 'Conflict') {
          current = await readAgain(ports, freeze, key.userPoolId, current, context);
          continue;
        }
        if (taken) {
          overwritten.push(taken.overwritten);
          current = { ...current, recorded: taken.recorded };
        }
        const { policies } = current;
        const [only] = single;
        const decided = await decidePool(ports, key, current, { ...run, ...(only && { only }) }, context);
        const { decision, readBefore } = await withSlot(ports, freeze, decided, context);
        const { situation, action, desired, description } = decision;
        const checkFreeze = () => freeze.check(context);
        const write = { readBefore, checkFreeze };
        const step = await applyAction(ports, situation, action, key.actor, context, write);
        transitions.push(...step.transitions);
        run = {
          ownWrite: (run.ownWrite ?? false) || step.wrotePool,
          ...(description && { description }),
        };
        if (step.kind === 'Failed') return { kind: 'Unfinished', ...result, error: step.error };
        if (step.kind === 'Divided') {
          single = step.sources;
          triesLeft += step.sources.length;
        } else if (step.kind === 'Done') single = single.slice(1);
        const isLast = step.kind === 'Done' && single.length === 0;
        if (isLast && !step.wrotePool) return finished(result, decision, step.outcome, false);
        current = await readAgain(ports, freeze, key.userPoolId, current, context);
        if (!isLast) continue;
        const now = parseParameter(current.stored, key.userPoolId, ports.settings);
        if (!sameDesired(desired, now) || !samePolicies(policies, current.policies)) continue;
        const recheck = readBefore !== undefined && (await isOverwritten(ports, key, action, context));
        return finished(result, decision, step.outcome, recheck);
      }
      throw new ConflictRetriesExhaustedError(MAX_TRIES);
    } catch (error) {
      return { kind: 'Unfinished', ...result, error };
    }
  };

/**
 * Acquires the slot of a write, and then makes sure that the service is not frozen: a slot can be 25 seconds away. If the write
 * carries over an entry of another owner, the pool is read again too: Cognito replaces the whole list, so a write of another client
 * between the read and the Set would be lost.
 */
async function withSlot(
  { delivery, clock }: Pick<PoolPorts, 'delivery' | 'clock'>,
  freeze: FreezeGuard,
  decision: Decision,
  context: CallContext,
): Promise<{ readonly decision: Decision; readonly readBefore: Date | undefined }> {
  const { situation, action } = decision;
  if (action.type === 'Nothing') return { decision, readBefore: undefined };
  if (action.type === 'Apply') await delivery.acquireWrite(context);
  if (!carriesOver(decision)) {
    await freeze.check(context);
    return { decision, readBefore: undefined };
  }
  const readBefore = clock.now();
  const observed = await delivery.get(situation.userPoolId, context);
  await freeze.check(context);
  const latest = { ...situation, observed, now: clock.now() };
  return { decision: { ...decision, situation: latest, action: decide(latest) }, readBefore };
}

/** Returns whether another client wrote the pool right after this write, as far as a read shows it. */
async function isOverwritten(
  { delivery }: Pick<PoolPorts, 'delivery'>,
  { userPoolId }: PoolKey,
  action: Action,
  context: CallContext,
): Promise<boolean> {
  if (action.type !== 'Apply') return false;
  const observed = await delivery.get(userPoolId, context);
  return observed.kind === 'Present' && !sameConfiguration(observed.LogConfigurations, action.set);
}

async function readAgain(
  ports: PoolPorts,
  freeze: FreezeGuard,
  userPoolId: string,
  before: KnownPool,
  context: CallContext,
): Promise<KnownPool> {
  const recorded = await ports.records.read(userPoolId);
  // Another worker can have applied a policy that this one did not know.
  const names = policyNamesFor(before.policyNames, [before.recorded, recorded]);
  const [stored, versions] = await Promise.all([
    ports.desired.read([userPoolId], context),
    readPolicies(ports, names, context),
    freeze.refresh(context),
  ]);
  return knownOf(ports, userPoolId, recorded, stored.get(userPoolId), versions);
}

const finished = (
  result: PoolResult,
  { desired, action, description }: Decision,
  outcome: Outcome,
  recheck: boolean,
): Finished => ({
  kind: 'Finished',
  ...result,
  outcome,
  warnings: warningsOf(desired),
  nothingToDo: action.type === 'Nothing',
  recheck: recheck || action.type === 'Nothing',
  ...(description && description !== 'NotFound' && { description }),
});

const warningsOf = (desired: Desired): readonly string[] =>
  desired.kind === 'Valid' ? desired.warnings.map(({ path }) => path) : [];
