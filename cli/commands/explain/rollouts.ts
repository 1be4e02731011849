import type { Owner } from '../../../lib/domain/policy/owner.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import type { SourceResolution } from '../../../lib/domain/policy/resolve.ts';
import { sameContent } from '../../../lib/domain/rollout/policy-text.ts';
import type { RolloutStatus } from '../../../lib/domain/rollout/rollout.ts';
import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { type PoolInForce, selectsSource } from '../../policies/frozen.ts';

/** An open rollout of a policy that concerns an event source of the pool. */
export interface SourceRollout {
  readonly policy: string;
  readonly state: RolloutStatus;
  /** The version that applies to the pool. `None`: the policy is new, and does not apply to the pool yet or any more. */
  readonly version: 'New' | 'Settled' | 'None';
}

/** A pool, and all versions of the policies. */
interface PoolVersions extends PoolInForce {
  readonly versions: readonly PolicyVersions[];
}

/** Returns the open rollouts of the policies that apply to the event source, own it, or select it in their new version. */
export const rolloutsOf = (
  pool: PoolVersions,
  { source, layers }: SourceResolution,
  recorded: Owner | undefined,
): readonly SourceRollout[] =>
  pool.versions.flatMap(({ name, open }) => {
    if (open === undefined) return [];
    const { next, Status } = open;
    const isNamed = [...layers, recorded].some((owner) => owner?.Kind === 'Policy' && owner.Name === name);
    if (!isNamed && !selectsSource(next, source, pool)) return [];
    const inForce = pool.policies.find((policy) => policy.name === name);
    return [{ policy: name, state: Status, version: versionOf(next, inForce) }];
  });

function versionOf(next: ParsedPolicy, inForce: ParsedPolicy | undefined): SourceRollout['version'] {
  if (inForce === undefined || (inForce.kind === 'Valid' && inForce.stage === 'Pending')) return 'None';
  return inForce === next || sameContent(inForce, next) ? 'New' : 'Settled';
}

/** Returns for example `Rollout of policy "prod" (Running): the pool has the new version.` */
export function sourceRolloutLine({ policy, state, version }: SourceRollout): string {
  const start = `Rollout of policy "${policy}" (${state}):`;
  if (version === 'New') return `${start} the pool has or gets the new version.`;
  const end = version === 'Settled' ? 'the settled version applies' : 'the policy owns nothing new';
  return state === 'Aborted' ? `${start} ${end}.` : `${start} not reached by the rollout yet, ${end}.`;
}
