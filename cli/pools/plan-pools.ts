import { destinationCheck } from '../../lib/aws/destinations/check.ts';
import type { PolicyVersions } from '../../lib/domain/rollout/versions.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { mapPools } from './map-pools.ts';
import { type CheckedPlans, type CheckPorts, checkPlans } from './plan-checks.ts';
import { withLookUp } from './plan-named-pool.ts';
import { type PlannedPool, planPool } from './plan-pool.ts';
import type { PoolPlan } from './pool-plan.ts';
import type { FleetTarget } from './target.ts';
import { sweepCause } from './targets.ts';

export interface PlanOfPools extends CheckedPlans {
  /** Whether an argument names a pool that does not exist and has no parameter. */
  readonly someUnknown: boolean;
  /** The plans that `concerns` leaves out, without checks. */
  readonly others: readonly PoolPlan[];
}

export interface PlanWanted {
  readonly policies: readonly PolicyVersions[];
  /** Adds to the plan of a pool before it is checked. */
  complete?(planned: PlannedPool): Promise<PlannedPool>;
  /** Whether a plan is returned and checked. Without it, all of them are. */
  concerns?(planned: PlannedPool): boolean;
  /** Whether arguments name the pools. */
  readonly isNamed: boolean;
  readonly checks: boolean;
  /** Shown before the progress bar. */
  readonly label: string;
}

/**
 * Returns what the next sweep would do about the pools, for `clr plan` and `clr status --live`. With `checks`, also whether
 * Cognito would accept the write, and whether the pools would deliver logs.
 */
export async function planPools(
  terminal: Terminal,
  service: OpenService,
  targets: readonly FleetTarget[],
  { policies, complete = async (one) => one, concerns = () => true, isNamed, checks, label }: PlanWanted,
): Promise<PlanOfPools> {
  const planned = await mapPools({ terminal, label }, targets, async (target) => {
    const cause = sweepCause(service, target);
    const read = await planPool(service, target.userPoolId, target.stored, cause, policies);
    const one = await complete(withName(read, target));
    return isNamed ? withLookUp(service, one) : { ...one, isUnknown: false };
  });
  const shown = planned.filter(concerns);
  const checked = checks
    ? await checkPlans(terminal, checkPorts(service), shown)
    : { plans: shown.map(({ plan }) => plan), unchecked: [] };
  return {
    ...checked,
    someUnknown: planned.some(({ isUnknown }) => isUnknown),
    others: planned.filter((one) => !concerns(one)).map(({ plan }) => plan),
  };
}

/** Adds the name that was read with the pool. Before the first sweep, no other one is known. */
function withName(planned: PlannedPool, { userPoolName }: FleetTarget): PlannedPool {
  const name = planned.situation?.policies?.facts?.name ?? userPoolName;
  return name ? { ...planned, plan: { ...planned.plan, userPoolName: name } } : planned;
}

const checkPorts = ({ settings, descriptions, clock, context }: OpenService): CheckPorts => ({
  destinations: destinationCheck(settings),
  descriptions,
  clock,
  context,
});
