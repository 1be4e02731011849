import type { ParsedPolicy, Policy } from '../policy/policy.ts';
import { exceeds, isOverdue, type WaveTime } from './limits.ts';
import { halted, INVALID, settledText } from './notice.ts';
import type { Candidate } from './progress.ts';
import { MAX_RANK, type OpenRollout, type PolicyRollout } from './rollout.ts';
import { nextWave, poolsToLearn } from './waves.ts';

/** The number of failed pools that the state names. */
const MAX_FAILURES = 10;

const TIMED_OUT = 'The service did not finish the pool within the time limit of the wave.';

/**
 * Returns the rollout after a look at its pools; undefined if it is the same. The next wave begins when no pool of the current one
 * is pending. It halts when at least `HaltAfter.Pools` pools and more than `HaltAfter.Percent` percent of the pools inside the
 * fraction failed. A pool that is pending after the time limit has failed, unless its facts are not known: the policy may not apply
 * to it.
 *
 * @param candidates the pools for which the new version owns an event source
 */
export function advance(
  rollout: PolicyRollout,
  next: ParsedPolicy,
  candidates: readonly Candidate[],
  time: WaveTime,
): PolicyRollout | undefined {
  const { Open } = rollout;
  if (Open?.Status !== 'Running') return undefined;
  const Revision = rollout.Revision + 1;
  // The settings of the deployment have changed, for example the allow-list.
  if (next.kind === 'Invalid') return { ...halted(rollout, Open, INVALID, time.now), Revision };
  const looked = withCounts(Open, candidates, time);
  const { Waves } = next.policy.Rollout;
  const first = nextWave(Waves, candidates, 0);
  // If the first wave contains all pools, it does not matter which of them come first.
  const isLearning =
    looked.Pools === 0 &&
    first.threshold !== MAX_RANK &&
    poolsToLearn(Open, candidates).some(({ rank }) => rank <= first.threshold);
  const isPending =
    (looked.Done + looked.Failed < looked.Pools || isLearning) && !isOverdue(Open, looked.Pools, time);
  const after = step(rollout, looked, next.policy.Rollout, candidates, isPending, time.now);
  return after && { ...after, Revision };
}

/** Returns the rollout with the numbers of its pools and some of those that failed. */
export function withCounts(open: OpenRollout, candidates: readonly Candidate[], time: WaveTime): OpenRollout {
  const inside = candidates.filter(({ rank }) => rank <= open.Threshold);
  const isLate = isOverdue(open, inside.length, time);
  const isSkipped = ({ state, isUnknown }: Candidate): boolean =>
    state === 'Pending' && isLate && isUnknown === true;
  const failed = inside.filter(
    (one) => one.state === 'Failed' || (one.state === 'Pending' && isLate && !isSkipped(one)),
  );
  return {
    ...open,
    Pools: inside.length,
    Done: inside.filter((one) => one.state === 'Done' || isSkipped(one)).length,
    Failed: failed.length,
    // An accepted pool that is repaired must not excuse another one that fails later.
    Accepted: Math.min(open.Accepted, failed.length),
    Total: candidates.length,
    Failures: failed.slice(0, MAX_FAILURES).map(({ userPoolId, reason = TIMED_OUT }) => ({
      UserPoolId: userPoolId,
      Reason: reason,
    })),
  };
}

function step(
  rollout: PolicyRollout,
  looked: OpenRollout,
  { Waves, HaltAfter }: Policy['Rollout'],
  candidates: readonly Candidate[],
  isPending: boolean,
  now: Date,
): PolicyRollout | undefined {
  if (exceeds(looked, HaltAfter)) return halted(rollout, looked, haltReason(looked), now);
  if (isPending) return sameCounts(looked, rollout.Open) ? undefined : { ...rollout, Open: looked };
  const at = now.toISOString();
  const EndedWaves =
    looked.Pools === 0
      ? looked.EndedWaves
      : [
          ...looked.EndedWaves,
          { Pools: looked.Pools, Failed: looked.Failed, StartedAt: looked.WaveStartedAt, EndedAt: at },
        ];
  if (looked.Threshold === MAX_RANK || candidates.length === 0) return completed(rollout, looked, now);
  const { wave, threshold } = nextWave(Waves, candidates, looked.Pools);
  const Pools = candidates.filter(({ rank }) => rank <= threshold).length;
  return {
    ...rollout,
    Open: { ...looked, EndedWaves, Wave: wave, Threshold: threshold, WaveStartedAt: at, Sent: false, Pools },
  };
}

/** Pools that the new version does not select any more leave the policy only now, so they are decided again. */
function completed({ Open: _open, ...rest }: PolicyRollout, open: OpenRollout, now: Date): PolicyRollout {
  return { ...rest, Settled: settledText(open, now), Restore: MAX_RANK };
}

const haltReason = ({ Failed, Pools, Failures: [first] }: OpenRollout): string =>
  `${Failed} of ${Pools} pools failed. ${first ? `${first.UserPoolId}: ${first.Reason}` : ''}`.trim();

const sameCounts = (a: OpenRollout, b: OpenRollout | undefined): boolean =>
  a.Pools === b?.Pools && a.Done === b.Done && a.Failed === b.Failed && a.Total === b.Total;
