import type { Settings } from './settings.ts';

/** The numbers of managed pools, deleted parameters, and deletions that the operator accepted. */
export interface Losses {
  readonly managed: number;
  readonly lost: number;
  readonly accepted: number;
  /** Whether the preceding sweep was on hold. A hold ends when the parameters are restored or accepted. */
  readonly wasHeld: boolean;
}

/**
 * Returns whether deletions are on hold: at least `holdMinimum` parameters, and more than `holdSharePercent`
 * of the managed pools, lost their parameter. If more parameters are lost than the operator accepted, the
 * hold stays. A hold does not end when the share falls because the fleet grows; it ends when fewer than
 * `holdMinimum` are lost.
 */
export function isOnHold(
  { managed, lost, accepted, wasHeld }: Losses,
  { holdMinimum, holdSharePercent }: Pick<Settings, 'holdMinimum' | 'holdSharePercent'>,
): boolean {
  const exceedsShare = lost * 100 > managed * holdSharePercent;
  return lost >= holdMinimum && (wasHeld || exceedsShare) && lost > accepted;
}
