import type { PolicyRollout } from './rollout.ts';

/** Returns the rollout while the service is frozen; undefined if it is the same. A rollout that does not run has no time limit. */
export function paused(rollout: PolicyRollout, now: Date): PolicyRollout | undefined {
  const { Open, Revision } = rollout;
  if (Open?.Status !== 'Running' || Open.FrozenAt !== undefined) return undefined;
  return { ...rollout, Revision: Revision + 1, Open: { ...Open, FrozenAt: now.toISOString() } };
}

/**
 * Returns the rollout after a freeze; undefined if it did not pause. The time limit of its wave begins again, and so do its messages,
 * because the workers may have dropped them.
 */
export function continued(rollout: PolicyRollout, now: Date): PolicyRollout | undefined {
  if (rollout.Open?.FrozenAt === undefined) return undefined;
  const { FrozenAt: _frozenAt, ...open } = rollout.Open;
  return {
    ...rollout,
    Revision: rollout.Revision + 1,
    Open: { ...open, WaveStartedAt: now.toISOString(), Sent: false },
  };
}
