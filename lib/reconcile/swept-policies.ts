import type { StoredParameter } from '../domain/desired.ts';
import { needsDriver, type PolicyRollout } from '../domain/rollout/rollout.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import { type FleetPolicyPorts, namesWithListed } from './fleet-policies.ts';
import type { FreezePorts, SweptFreeze } from './freeze.ts';
import { versionsWith } from './look-at-fleet.ts';
import { noticePolicies } from './notice-policies.ts';
import type { CallContext, Clock, RecordSummary, RolloutStore } from './ports.ts';
import { reportHalted } from './report-rollouts.ts';

interface SweptPoliciesPorts extends FleetPolicyPorts, FreezePorts {
  readonly desired: FleetPolicyPorts['desired'] & FreezePorts['desired'];
  readonly clock: Clock;
  readonly rollouts: RolloutStore;
}

/**
 * Returns the policies. A new version whose event was lost starts its rollout here, unless the service is frozen; the schedule of
 * rollouts continues it.
 */
export async function sweptPolicies(
  ports: SweptPoliciesPorts,
  listed: ReadonlyMap<string, StoredParameter>,
  records: readonly RecordSummary[],
  { isFrozen, recorded }: SweptFreeze,
  context: CallContext,
): Promise<readonly PolicyVersions[]> {
  const names = await namesWithListed(ports, listed);
  if (names.length === 0) return [];
  const stored = await ports.rollouts.read(names);
  // A listing takes long. A parameter that is older than the stored rollout looks like an edit back to the version before.
  const [parameters, freeze] = await Promise.all([
    ports.desired.readPolicies(names, context),
    ports.desired.readFreeze(context),
  ]);
  // A freeze can begin during the listings.
  if (isFrozen || freeze) {
    reportHalted(ports.telemetry, stored.values());
    return versionsWith(ports, { names, parameters }, stored);
  }
  const found = { names, parameters, rollouts: stored, records: async () => records, freeze: recorded };
  const rollouts = await noticePolicies(ports, found);
  // A deletion is stored first, and the schedule of rollouts has sent its messages: later, nothing finds the name any more.
  const isGone = (name: string) => !parameters.has(name) && !isDriven(rollouts.get(name));
  await ports.policyNames.remove(names.filter(isGone));
  reportHalted(ports.telemetry, rollouts.values());
  return versionsWith(ports, { names, parameters }, rollouts);
}

const isDriven = (rollout: PolicyRollout | undefined): boolean =>
  rollout !== undefined && needsDriver(rollout);
