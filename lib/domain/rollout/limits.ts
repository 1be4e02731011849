import type { Policy } from '../policy/policy.ts';
import type { OpenRollout } from './rollout.ts';

/** A wave may take this long, and in addition this long for each of its pools. The slowest quota allows 15 pools a second. */
const WAVE_TIME_MS = 15 * 60_000;
const WAVE_TIME_PER_POOL_MS = 250;

/** Returns whether more pools failed than the policy allows, without those that an operator accepted. */
export function exceeds(
  { Failed, Accepted, Pools }: Pick<OpenRollout, 'Failed' | 'Accepted' | 'Pools'>,
  limit: Policy['Rollout']['HaltAfter'],
): boolean {
  const failed = Failed - Accepted;
  return failed >= limit.Pools && failed * 100 > limit.Percent * Pools;
}

/** The current time. */
export interface WaveTime {
  readonly now: Date;
  /** After a freeze, the pools of a wave can wait behind all others until then. The time limits of waves begin only after it. */
  readonly catchUpUntil?: Date;
}

/** Returns whether the time of the current wave is over. */
export function isOverdue(
  { WaveStartedAt }: Pick<OpenRollout, 'WaveStartedAt'>,
  pools: number,
  { now, catchUpUntil }: WaveTime,
): boolean {
  const start = Math.max(Date.parse(WaveStartedAt), catchUpUntil?.getTime() ?? 0);
  return now.getTime() > start + WAVE_TIME_MS + pools * WAVE_TIME_PER_POOL_MS;
}

/** Returns when the service has probably processed the messages of the sweep after a freeze. */
export const catchUpEnd = (messages: number, now: Date): Date =>
  new Date(now.getTime() + messages * WAVE_TIME_PER_POOL_MS);

/** If no more messages than this are in the upkeep queue, those of a wave were processed. */
const MAX_QUIET = 10;

export const isQuiet = (waiting: number): boolean => waiting <= MAX_QUIET;
