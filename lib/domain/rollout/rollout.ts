import type { PolicyText } from './policy-text.ts';

/** The order of pools in a rollout: a hash of policy name and pool ID, from 0 to MAX_RANK. */
export type Rank = number;
export const MAX_RANK: Rank = 2 ** 32 - 1;
/** The threshold before the first wave: no pool has the new version. */
export const NO_RANK: Rank = -1;

export const ROLLOUT_STATUSES = ['Running', 'Halted', 'Aborted'] as const;
export type RolloutStatus = (typeof ROLLOUT_STATUSES)[number];

/** Why a pool failed. The reason contains no value of a policy. */
export interface FailedPool {
  readonly UserPoolId: string;
  readonly Reason: string;
}

/** A wave that has ended. Times are ISO 8601. */
export interface EndedWave {
  /** The number of pools inside the fraction at the end of the wave. */
  readonly Pools: number;
  readonly Failed: number;
  readonly StartedAt: string;
  readonly EndedAt: string;
}

/** The rollout of a new version of a policy. Times are ISO 8601. */
export interface OpenRollout extends PolicyText {
  readonly Status: RolloutStatus;
  readonly StartedAt: string;
  /** If this rollout replaced one that ran or halted: the start of the first of them. Its pools can still have that version. */
  readonly Since?: string;
  /** The pools with a rank up to this one have the new version. */
  readonly Threshold: Rank;
  /** The place of the current wave in the policy's list; -1 before the first. */
  readonly Wave: number;
  /** The time limit of the wave counts from here. */
  readonly WaveStartedAt: string;
  /** Since when the rollout pauses, because the service is frozen. */
  readonly FrozenAt?: string;
  /** Whether the messages of the current wave were sent. After a crash, they are sent again. */
  readonly Sent: boolean;
  /** The pools inside the fraction: all, those that are done, and those that failed. `Total`: the pools of all waves. */
  readonly Pools: number;
  readonly Done: number;
  readonly Failed: number;
  readonly Total: number;
  /** The number of failed pools that an operator accepted with a resume. */
  readonly Accepted: number;
  /** Some of the failed pools. */
  readonly Failures: readonly FailedPool[];
  /** Why the rollout halted or was aborted, and when. */
  readonly Stopped?: { readonly At: string; readonly Reason: string };
  readonly EndedWaves: readonly EndedWave[];
}

/** The stored state of one policy: the last settled version, and the rollout of a newer one. */
export interface PolicyRollout {
  readonly Name: string;
  /** Increases by one with each write; the next write uses it as its condition. */
  readonly Revision: number;
  /** The version that applies outside the fraction. Missing for a policy that was never rolled out. */
  readonly Settled?: PolicyText & { readonly At: string };
  readonly Open?: OpenRollout;
  /** The time at which the parameter was first found deleted. */
  readonly DeletedAt?: string;
  /** The pools up to this rank must be decided again, because a rollout ended or started again. */
  readonly Restore?: Rank;
}

/** Returns whether the schedule has something to do for this policy. An aborted rollout waits for a new version. */
export const needsDriver = (rollout: PolicyRollout): boolean =>
  rollout.Restore !== undefined || (rollout.Open !== undefined && rollout.Open.Status !== 'Aborted');
