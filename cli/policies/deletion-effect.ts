import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { coverageOf } from '../../lib/domain/policy/coverage.ts';
import { formatOwner, isPolicy } from '../../lib/domain/policy/owner.ts';
import { resolveOwners } from '../../lib/domain/policy/resolve.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';

/** The effect of the deletion of a policy. A pool is lost if no layer takes over one of its event sources, as in a sweep. */
export interface DeletionEffect {
  /** The number of managed pools in the fleet. */
  readonly managed: number;
  /** The number of pools that a sweep would count as lost, also because of other policies and parameters. */
  readonly lostInFleet: number;
  /** The IDs of the pools of which the policy owns an event source. */
  readonly pools: readonly string[];
  /** Those of them that lose an owner. */
  readonly lost: readonly string[];
  /** The number of the other ones that each layer takes over, by its name in a text. */
  readonly takenOver: ReadonlyMap<string, number>;
  /** The number of pools without this owner whose rejection by the policy ends. */
  readonly solved: number;
}

interface Listed {
  readonly records: readonly RecordSummary[];
  readonly parameters: ReadonlyMap<string, StoredParameter>;
  /** All policies, with the one to delete. */
  readonly policies: readonly PolicyVersions[];
  readonly settings: Settings;
}

/** Returns the effect of the deletion, from the recorded facts of the pools. */
export function deletionEffect(
  name: string,
  { records, parameters, policies, settings }: Listed,
): DeletionEffect {
  const versions = policies.filter((one) => one.name !== name);
  const managed = records.filter(isManagedRecord);
  const pools: string[] = [];
  const lost: string[] = [];
  const takenOver = new Map<string, number>();
  let lostInFleet = 0;
  let solved = 0;
  for (const recorded of managed) {
    const userPoolId = recorded.UserPoolId;
    const desired = parseParameter(parameters.get(userPoolId), userPoolId, settings);
    const others = policiesFor(versions, { userPoolId, recorded }, settings);
    const { isLost } = coverageOf({ userPoolId, listed: undefined, desired, recorded }, others, settings);
    if (isLost) lostInFleet += 1;
    const owners = recordedOwners(recorded);
    const after = resolveOwners({
      userPoolId,
      desired,
      policies: others,
      facts: recorded.Facts,
      recorded: owners,
      settings,
    });
    const left = after.filter(({ source }) => isPolicy(owners.get(source), name));
    const rejected = after.some(
      ({ source, winner }) =>
        winner.kind === 'Owned' && recorded.Sources?.[source]?.RejectedBy?.some((one) => isPolicy(one, name)),
    );
    if (left.length > 0) pools.push(userPoolId);
    else if (rejected) solved += 1;
    if (left.some(({ winner }) => winner.kind === 'Free')) lost.push(userPoolId);
    else
      for (const owner of new Set(left.flatMap(({ winner }) => nameOf(winner))))
        takenOver.set(owner, (takenOver.get(owner) ?? 0) + 1);
  }
  return { managed: managed.length, lostInFleet, pools, lost, takenOver, solved };
}

const nameOf = (winner: ReturnType<typeof resolveOwners>[number]['winner']): readonly string[] =>
  winner.kind === 'Free' ? [] : [formatOwner(winner.owner)];
