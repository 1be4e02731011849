import { EVENT_SOURCES, type EventSource } from '../../log-configuration.ts';
import { worstOutcome } from '../../outcome.ts';
import { formatOwner } from '../../policy/owner.ts';
import type { SourceResolution } from '../../policy/resolve.ts';
import { blankRecord, type PoolRecord } from '../../record.ts';
import type { Action, Situation } from '../action.ts';
import { storeIfNew } from '../next-record.ts';
import { type CarriedEntries, carriedEntries } from './carried-entries.ts';
import { decideSource, type SourceDecision } from './decide-source.ts';
import { keepsTier } from './divided-owners.ts';
import { mergeRecords, type SplitRecords } from './merge-records.ts';
import { type SplitRecord, splitRecord } from './source-records.ts';

type Decisions = ReadonlyMap<EventSource, SourceDecision>;

/**
 * Decides for a pool whose event sources have different owners: each event source by itself, with the rules of a pool. One
 * write then contains the entries of all event sources: those that change, and the others unchanged.
 */
export function decideSources(situation: Situation, resolutions: readonly SourceResolution[]): Action {
  const carried = carriedEntries(situation.observed);
  const decisions: Decisions = new Map(
    resolutions.map((resolution) => [resolution.source, decideSource(situation, resolution, carried)]),
  );
  const outcome = worstOutcome([...decisions.values()].map(({ action }) => action.outcome));
  const applies = EVENT_SOURCES.filter((source) => decisions.get(source)?.action.type === 'Apply');
  if (applies.length > 0) return applyOf(situation, decisions, applies, carried, outcome);
  const splits = after(situation, decisions);
  const reasons = uncoveredReasons(resolutions);
  const hasNoRecord = splits.size === 0 && situation.recorded?.Sources === undefined;
  if (hasNoRecord && !keepsTier(situation, resolutions)) return { type: 'Nothing', outcome };
  // The owner or the facts of the pool can change without an action.
  return { ...storeIfNew(situation.recorded, merged(situation, splits, 0, reasons)), outcome };
}

function applyOf(
  situation: Situation,
  decisions: Decisions,
  sources: readonly EventSource[],
  carried: CarriedEntries,
  outcome: Action['outcome'],
): Action {
  const set = EVENT_SOURCES.flatMap((source) => {
    const action = decisions.get(source)?.action;
    return action?.type === 'Apply' ? action.set : (carried.entries.get(source) ?? []);
  });
  const intents = new Map(before(situation));
  for (const source of sources) {
    const decision = decisions.get(source);
    if (decision?.action.type === 'Apply')
      intents.set(source, { record: decision.action.intent, owner: decision.owner });
  }
  const intent = merged(situation, intents, 1);
  const confirmed = mergeRecords({
    base: intent,
    splits: after(situation, decisions),
    facts: situation.policies?.facts,
    revision: intent.Revision + 1,
    now: situation.now,
  });
  return { type: 'Apply', outcome, set, intent, confirmed, sources };
}

/** Returns the stored records of the event sources. */
function before({ recorded }: Situation): SplitRecords {
  const splits = EVENT_SOURCES.map((source) => [source, splitRecord(recorded, source)] as const);
  return new Map(splits.flatMap(([source, split]) => (split ? [[source, split] as const] : [])));
}

/** Returns the records of the event sources after the decisions. */
function after(situation: Situation, decisions: Decisions): SplitRecords {
  const splits = new Map<EventSource, SplitRecord>(before(situation));
  for (const [source, { action, ...owners }] of decisions) {
    const kept = splits.get(source);
    if (action.type === 'Record') splits.set(source, { record: action.record, ...owners });
    else if (action.type === 'Apply') splits.set(source, { record: action.confirmed, ...owners });
    else if (kept) splits.set(source, { record: kept.record, ...owners });
  }
  return splits;
}

/** Returns why policies that select the pool do not apply to it. */
const uncoveredReasons = (resolutions: readonly SourceResolution[]): readonly string[] =>
  resolutions.flatMap(({ source, others }) =>
    others
      .filter(({ isUncovered }) => isUncovered)
      .map(({ owner, reason }) => `${source}: ${formatOwner(owner)} is ${reason}.`),
  );

function merged(
  situation: Situation,
  splits: SplitRecords,
  step: number,
  unmanagedReasons: readonly string[] = [],
): PoolRecord {
  const { recorded, userPoolId, now, policies } = situation;
  const base = recorded ?? blankRecord(userPoolId, now);
  return mergeRecords({
    base,
    splits,
    facts: policies?.facts,
    revision: base.Revision + step,
    now,
    unmanagedReasons,
  });
}
