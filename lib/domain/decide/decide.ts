import type { Action, Situation } from './action.ts';
import { decideWhole } from './decide-whole.ts';
import { decideSources } from './sources/decide-sources.ts';
import { dividedOwners } from './sources/divided-owners.ts';

/**
 * Decides what to do for one pool. The function is pure and total; the worker, the sweep and the command line
 * share it. After the action is applied, a second decision returns `Nothing`. An invalid parameter or policy never
 * returns `Apply`.
 */
export function decide(situation: Situation): Action {
  const resolutions = dividedOwners(situation);
  return resolutions ? decideSources(situation, resolutions) : decideWhole(situation);
}
