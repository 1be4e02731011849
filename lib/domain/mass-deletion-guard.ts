import type { Settings } from './settings.ts';

/** How many managed pools lost their parameter, and how many such deletions a person has said are meant. */
export interface Losses {
  readonly managed: number;
  readonly lost: number;
  readonly accepted: number;
  /** Whether the sweep before held: a hold stands until the parameters are back, or a person accepts. */
  readonly wasHeld: boolean;
}

/**
 * Whether a mass deletion waits for a person: more than the share of the managed fleet, and at least the
 * minimum, lost their parameters. Accepting fewer than are lost now releases nothing: more went since. A hold does
 * not end because the fleet grows and the share falls, but when fewer than the minimum are lost.
 */
export function isHeld(
  { managed, lost, accepted, wasHeld }: Losses,
  { holdMinimum, holdSharePercent }: Pick<Settings, 'holdMinimum' | 'holdSharePercent'>,
): boolean {
  const isShare = lost * 100 > managed * holdSharePercent;
  return lost >= holdMinimum && (wasHeld || isShare) && lost > accepted;
}
