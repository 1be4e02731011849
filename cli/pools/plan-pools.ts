import { destinationCheck } from '../../lib/aws/destinations/check.ts';
import { storedPolicies } from '../policies/stored-policies.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { mapPools } from './map-pools.ts';
import { type CheckedPlans, type CheckPorts, checkPlans } from './plan-checks.ts';
import { withLookUp } from './plan-named-pool.ts';
import { planPool } from './plan-pool.ts';
import { type Fleet, sweepCause } from './targets.ts';

export interface PlanOfPools extends CheckedPlans {
  /** Whether an argument names a pool that does not exist and has no parameter. */
  readonly someUnknown: boolean;
}

/**
 * Returns what the next sweep would do about the pools, for `clr plan` and `clr status --live`. With `checks`, also whether
 * Cognito would accept the write, and whether the pools would deliver logs. `isNamed`: arguments name the pools.
 */
export async function planPools(
  terminal: Terminal,
  service: OpenService,
  { targets, held }: Fleet,
  { isNamed, checks, label }: { readonly isNamed: boolean; readonly checks: boolean; readonly label: string },
): Promise<PlanOfPools> {
  const cause = sweepCause(service, held);
  const policies = await storedPolicies(service);
  const planned = await mapPools({ terminal, label }, targets, async ({ userPoolId, stored }) => {
    const one = await planPool(service, userPoolId, stored, cause, policies);
    return isNamed ? withLookUp(service, one) : { ...one, isUnknown: false };
  });
  const checked = checks
    ? await checkPlans(terminal, checkPorts(service), planned)
    : { plans: planned.map(({ plan }) => plan), unchecked: [] };
  return { ...checked, someUnknown: planned.some(({ isUnknown }) => isUnknown) };
}

const checkPorts = ({ settings, descriptions, clock, context }: OpenService): CheckPorts => ({
  destinations: destinationCheck(settings),
  descriptions,
  clock,
  context,
});
