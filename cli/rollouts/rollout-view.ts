import type { OnDelete } from '../../lib/domain/desired.ts';
import type { ValueDifference } from '../../lib/domain/difference.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import {
  MAX_RANK,
  type OpenRollout,
  type PolicyRollout,
  type RolloutStatus,
} from '../../lib/domain/rollout/rollout.ts';
import { policyChanges } from '../policies/policy-changes.ts';

/** An open rollout, for lines and tables, and a member of the JSON of several commands. Times are ISO 8601. */
export interface RolloutView {
  readonly policy: string;
  readonly state: RolloutStatus;
  /** The current wave, from 1; 0 before the first one. */
  readonly wave: number;
  /** The number of waves; null if the new version is not valid any more. */
  readonly waves: number | null;
  readonly pools: {
    /** The pools inside the fraction. They have the new version, or get it in the current wave. */
    readonly inside: number;
    readonly done: number;
    readonly failed: number;
    readonly pending: number;
    /** The pools of all waves. */
    readonly total: number;
    /** The failed pools that an operator accepted with a resume. */
    readonly accepted: number;
  };
  /** The share of the order of pools that has the new version, from 0 to 1: also the share of future pools. */
  readonly threshold: number;
  readonly startedAt: string;
  readonly waveStartedAt: string;
  /** When the rollout halted or was aborted, and why. */
  readonly stopped?: { readonly at: string; readonly reason: string };
  /** The waves that ended. `pools`: the pools inside the fraction at the end of the wave. */
  readonly endedWaves: readonly {
    readonly pools: number;
    readonly failed: number;
    readonly startedAt: string;
    readonly endedAt: string;
  }[];
  /** Some of the failed pools. */
  readonly failures: readonly {
    readonly userPoolId: string;
    readonly userPoolName?: string;
    readonly reason: string;
  }[];
  /** Whether no version applies outside the fraction. */
  readonly isNew: boolean;
  /** The version of the parameter that applies outside the fraction; null for a new policy. */
  readonly settledVersion: number | null;
  readonly newVersion: number | null;
  /** What happens to a pool that leaves the new version without another one; null if that version is not valid any more. */
  readonly onDelete: OnDelete | null;
  /** From the settled version to the new one. */
  readonly differences: readonly ValueDifference[];
}

/**
 * Returns the open rollout of a policy; undefined without one.
 *
 * @param parse parses the text of the new version
 */
export function rolloutView(
  { Name, Settled, Open }: PolicyRollout,
  parse: (text: string, name: string) => ParsedPolicy,
  names: ReadonlyMap<string, string> = new Map(),
): RolloutView | undefined {
  if (Open === undefined) return undefined;
  const next = parse(Open.Text, Name);
  return {
    policy: Name,
    state: Open.Status,
    wave: Open.Wave + 1,
    waves: next.kind === 'Valid' ? next.policy.Rollout.Waves.length : null,
    pools: countsOf(Open),
    threshold: (Open.Threshold + 1) / (MAX_RANK + 1),
    startedAt: Open.StartedAt,
    waveStartedAt: Open.WaveStartedAt,
    ...(Open.Stopped && { stopped: { at: Open.Stopped.At, reason: Open.Stopped.Reason } }),
    endedWaves: Open.EndedWaves.map((wave) => ({
      pools: wave.Pools,
      failed: wave.Failed,
      startedAt: wave.StartedAt,
      endedAt: wave.EndedAt,
    })),
    failures: Open.Failures.map(({ UserPoolId, Reason }) => {
      const name = names.get(UserPoolId);
      return { userPoolId: UserPoolId, ...(name && { userPoolName: name }), reason: Reason };
    }),
    isNew: Settled === undefined,
    settledVersion: Settled?.Version ?? null,
    newVersion: Open.Version ?? null,
    onDelete: next.kind === 'Valid' ? next.policy.OnDelete : null,
    differences: policyChanges(Settled && { value: Settled.Text }, { value: Open.Text }),
  };
}

function countsOf({ Pools, Done, Failed, Total, Accepted }: OpenRollout): RolloutView['pools'] {
  // The counts of done and failed pools are those of the last look at the fleet, when the fraction can have been smaller.
  const pending = Math.max(0, Pools - Done - Failed);
  return { inside: Pools, done: Done, failed: Failed, pending, total: Total, accepted: Accepted };
}
