import { ownsSource } from '../domain/decide/sources/source-records.ts';
import type { PoolCoverage } from '../domain/policy/coverage.ts';
import { needsDecision } from '../domain/rollout/needs-decision.ts';
import type { Candidate, RolloutPool } from '../domain/rollout/progress.ts';
import { rankOf } from '../domain/rollout/rank.ts';
import { NO_RANK, type PolicyRollout, type Rank } from '../domain/rollout/rollout.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import { poolsToLearn } from '../domain/rollout/waves.ts';
import type { Settings } from '../domain/settings.ts';

/** A pool of the fleet with what the policies mean for it. */
export interface SeenPool {
  readonly pool: RolloutPool;
  readonly coverage: PoolCoverage;
  /** A pool that is not listed was deleted, or never existed although it has a parameter. */
  readonly isListed: boolean;
}

/** The inputs that show which pools of one policy must be decided. */
export interface PolicyProgress {
  readonly name: string;
  readonly rollout: PolicyRollout;
  /** The pools for which the version that is rolled out owns an event source. */
  readonly candidates: readonly Candidate[];
}

/**
 * Returns the pools to decide for one policy: those of a wave that begins, those that a rollout left when it ended or started again,
 * and, if `isQuiet`, those that are still pending although their messages were processed.
 */
export function poolsToDecide(
  { name, rollout, candidates }: PolicyProgress,
  fleet: readonly SeenPool[],
  versions: readonly PolicyVersions[],
  settings: Settings,
  isQuiet: boolean,
): readonly string[] {
  const { Open, Restore = NO_RANK } = rollout;
  const isRunning = Open?.Status === 'Running';
  const begins = isRunning && !Open.Sent ? Open.Threshold : NO_RANK;
  const pending = isRunning && isQuiet ? Open.Threshold : NO_RANK;
  const ofWave = candidates.filter(
    ({ rank, state }) => (rank <= begins && state !== 'Done') || (rank <= pending && state === 'Pending'),
  );
  const others = fleet.filter(({ pool, coverage }) => {
    const rank: Rank = rankOf(name, pool.userPoolId);
    if (rank <= begins && (coverage.isUnknown || coverage.wasRejected)) return true;
    return rank <= Restore && (coverage.wasRejected || needsDecision(pool, versions, name, settings));
  });
  const learned = isRunning ? poolsToLearn(Open, candidates) : [];
  return [
    ...[...learned, ...ofWave].map(({ userPoolId }) => userPoolId),
    ...others.map(({ pool }) => pool.userPoolId),
  ];
}

/** Returns the pools with an event source of a policy that was deleted before the service stored anything about it. */
export const poolsOwnedBy = (name: string, fleet: readonly SeenPool[]): readonly string[] =>
  fleet.filter(({ pool }) => ownsSource(pool.recorded, name)).map(({ pool }) => pool.userPoolId);
