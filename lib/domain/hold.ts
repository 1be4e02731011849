import type { Settings } from './settings.ts';

/** How many managed pools lost their parameter, and how many such deletions a person has said are meant. */
export interface Losses {
  readonly managed: number;
  readonly lost: number;
  readonly accepted: number;
}

/**
 * Whether a mass deletion waits for a person: more than the share of the managed fleet, and at least the
 * minimum, lost their parameters. Accepting fewer than are lost now releases nothing: more went since.
 */
export function isHeld(
  { managed, lost, accepted }: Losses,
  { holdMinimum, holdSharePercent }: Pick<Settings, 'holdMinimum' | 'holdSharePercent'>,
): boolean {
  return lost >= holdMinimum && lost * 100 > managed * holdSharePercent && lost > accepted;
}
