import { sameFacts } from '../policy/facts.ts';
import type { Action, Situation } from './action.ts';
import { decideWhole } from './decide-whole.ts';
import { nextRevision } from './next-record.ts';
import { decideSources } from './sources/decide-sources.ts';
import { dividedOwners } from './sources/divided-owners.ts';

/**
 * Decides what to do for one pool. The function is pure and total; the worker, the sweep and the command line
 * share it. After the action is applied, a second decision returns `Nothing`. An invalid parameter or policy never
 * returns `Apply`.
 */
export function decide(situation: Situation): Action {
  const resolutions = dividedOwners(situation);
  return resolutions ? decideSources(situation, resolutions) : withFacts(situation, decideWhole(situation));
}

/** Adds the facts that policies select by to the record of a pool that no policy owns, so that they are not read again. */
function withFacts({ recorded, policies }: Situation, action: Action): Action {
  const Facts = policies?.facts;
  if (Facts === undefined) return action;
  if (action.type === 'Record') return { ...action, record: { ...action.record, Facts } };
  if (action.type === 'Apply')
    return { ...action, intent: { ...action.intent, Facts }, confirmed: { ...action.confirmed, Facts } };
  if (recorded === undefined || sameFacts(Facts, recorded.Facts)) return action;
  return { type: 'Record', outcome: action.outcome, record: nextRevision({ ...recorded, Facts }) };
}
