import type { ParsedPolicy, Policy } from '../policy/policy.ts';
import { exceeds, isOverdue } from './limits.ts';
import { INVALID, settledText, stopped } from './notice.ts';
import type { Candidate } from './progress.ts';
import { MAX_RANK, NO_RANK, type OpenRollout, type PolicyRollout } from './rollout.ts';
import { nextWave } from './waves.ts';

/** The number of failed pools that the state names. */
const MAX_FAILURES = 10;

const TIMED_OUT = 'The service did not finish the pool within the time limit of the wave.';

/**
 * Returns the rollout after a look at its pools; undefined if it is the same. The next wave begins when no pool of the current one
 * is pending. It halts when at least `HaltAfter.Pools` pools and more than `HaltAfter.Percent` percent of the pools inside the
 * fraction failed. A pool that is pending after the time limit has failed. A pool whose facts are not known does not count when its
 * message was processed: the policy turned out not to apply to it.
 *
 * @param candidates the pools for which the new version owns an event source
 * @param isDrained whether the queue is empty
 */
export function advance(
  rollout: PolicyRollout,
  next: ParsedPolicy,
  candidates: readonly Candidate[],
  { now, isDrained }: { readonly now: Date; readonly isDrained: boolean },
): PolicyRollout | undefined {
  const { Open } = rollout;
  if (Open?.Status !== 'Running') return undefined;
  const Revision = rollout.Revision + 1;
  // The settings of the deployment have changed, for example the allow-list.
  if (next.kind === 'Invalid') return { ...rollout, Revision, Open: stopped(Open, 'Halted', INVALID, now) };
  const inside = candidates.filter(({ rank }) => rank <= Open.Threshold);
  const isLate = isOverdue(Open, inside.length, now);
  const isSkipped = ({ isUnknown }: Candidate): boolean =>
    isUnknown === true && (isLate || (isDrained && isProcessed(Open, now)));
  const pending = inside.filter((one) => one.state === 'Pending' && !isSkipped(one));
  const rejected = inside.filter(({ state }) => state === 'Failed');
  const failed = isLate ? [...rejected, ...pending] : rejected;
  const looked: OpenRollout = {
    ...Open,
    Pools: inside.length,
    Done: inside.length - pending.length - rejected.length,
    Failed: failed.length,
    Total: candidates.length,
    Failures: failed.slice(0, MAX_FAILURES).map(({ userPoolId, reason = TIMED_OUT }) => ({
      UserPoolId: userPoolId,
      Reason: reason,
    })),
  };
  const isPending = pending.length > 0 && !isLate;
  const after = step(rollout, looked, next.policy.Rollout, candidates, isPending, now);
  return after && { ...after, Revision };
}

function step(
  rollout: PolicyRollout,
  looked: OpenRollout,
  { Waves, HaltAfter }: Policy['Rollout'],
  candidates: readonly Candidate[],
  isPending: boolean,
  now: Date,
): PolicyRollout | undefined {
  if (exceeds(looked, HaltAfter))
    return { ...rollout, Open: stopped(looked, 'Halted', haltReason(looked), now) };
  if (isPending) return sameCounts(looked, rollout.Open) ? undefined : { ...rollout, Open: looked };
  const at = now.toISOString();
  const EndedWaves =
    looked.Threshold === NO_RANK
      ? []
      : [
          ...looked.EndedWaves,
          { Pools: looked.Pools, Failed: looked.Failed, StartedAt: looked.WaveStartedAt, EndedAt: at },
        ];
  if (looked.Threshold === MAX_RANK || candidates.length === 0) return completed(rollout, looked, now);
  const known = candidates.filter(({ isUnknown }) => !isUnknown);
  const first = looked.Threshold === NO_RANK && known.length > 0 ? known : candidates;
  const { wave, threshold } = nextWave(Waves, first, looked.Pools);
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

/** The number of messages in a queue is approximate, so that of a message just sent can be 0. */
const PROCESSED_MS = 30_000;

const isProcessed = ({ WaveStartedAt }: OpenRollout, now: Date): boolean =>
  now.getTime() >= Date.parse(WaveStartedAt) + PROCESSED_MS;

const haltReason = ({ Failed, Pools, Failures: [first] }: OpenRollout): string =>
  `${Failed} of ${Pools} pools failed. ${first ? `${first.UserPoolId}: ${first.Reason}` : ''}`.trim();

const sameCounts = (a: OpenRollout, b: OpenRollout | undefined): boolean =>
  a.Pools === b?.Pools && a.Done === b.Done && a.Failed === b.Failed && a.Total === b.Total;
