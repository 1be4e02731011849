import type { LayerSettings } from '../policy/layers.ts';
import type { ParsedPolicy, PoolFacts } from '../policy/policy.ts';
import type { RecordedOwners } from '../record.ts';
import { exceeds, isOverdue, isQuiet, type WaveTime } from './limits.ts';
import { rankOf } from './rank.ts';
import { NO_RANK, type PolicyRollout } from './rollout.ts';
import { hasVersion } from './versions.ts';

type Recorded = RecordedOwners & { readonly UserPoolId: string; readonly Facts?: PoolFacts };

/**
 * Returns whether it is time to list the fleet for a rollout: a wave has to begin, its pools are probably done, too many failed, or its
 * time is over. The records show this without a listing of pools and parameters.
 *
 * @param waiting the number of messages in the upkeep queue
 */
export function isLookDue(
  { Name, Open, Restore }: PolicyRollout,
  next: ParsedPolicy | undefined,
  records: readonly Recorded[],
  {
    settled,
    waiting,
    time,
    settings,
  }: {
    readonly settled: ParsedPolicy | undefined;
    readonly waiting: number;
    readonly time: WaveTime;
    readonly settings: LayerSettings;
  },
): boolean {
  if (Restore !== undefined) return true;
  if (Open?.Status !== 'Running') return false;
  if (next?.kind !== 'Valid' || !Open.Sent || Open.Threshold === NO_RANK) return true;
  if (isQuiet(waiting) || isOverdue(Open, Open.Pools, time)) return true;
  const decided = records.filter(
    (recorded) =>
      rankOf(Name, recorded.UserPoolId) <= Open.Threshold &&
      recorded.Status.Outcome !== 'Waiting' &&
      hasVersion(next.policy, settled, { userPoolId: recorded.UserPoolId, recorded }, settings),
  );
  const Failed = decided.filter(({ Status }) => Status.Outcome === 'Rejected').length;
  return decided.length >= Open.Pools || exceeds({ ...Open, Failed }, next.policy.Rollout.HaltAfter);
}
