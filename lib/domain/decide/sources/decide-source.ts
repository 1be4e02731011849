import type { Desired } from '../../desired.ts';
import { isFinished } from '../../outcome.ts';
import { compareRank, formatOwner, type Owner, sameOwner } from '../../policy/owner.ts';
import type { SourceOwner, SourceResolution } from '../../policy/resolve.ts';
import { poolNotFoundText } from '../../pool-not-found.ts';
import type { Action, Situation } from '../action.ts';
import { decideWhole } from '../decide-whole.ts';
import type { CarriedEntries } from './carried-entries.ts';
import { entriesOf, recordFor, type SplitRecord, splitRecord } from './source-records.ts';

/** The action for one event source, and its owner after the action. */
export interface SourceDecision {
  readonly action: Action;
  readonly owner: Owner | undefined;
  /** The parameter or policies because of which the event source is rejected. */
  readonly rejectedBy?: readonly Owner[];
}

/** Decides for one event source, as if the pool had only this one. */
export function decideSource(
  situation: Situation,
  { source, winner, keepsOwner }: SourceResolution,
  carried: CarriedEntries,
): SourceDecision {
  const split = splitRecord(situation.recorded, source);
  const { observed } = situation;
  const own: Situation = {
    ...situation,
    observed:
      observed?.kind === 'Present'
        ? { kind: 'Present', LogConfigurations: entriesOf(observed.LogConfigurations, source) }
        : observed,
    recorded: split?.record,
  };
  const decision = decideOwned(own, winner, split, keepsOwner);
  if (decision.action.type !== 'Apply') return decision;
  if (situation.only !== undefined && situation.only !== source)
    return { action: { type: 'Nothing', outcome: 'Waiting' }, owner: split?.owner };
  if (carried.unknown === undefined) return decision;
  if (winner.kind === 'Free') return { action: { type: 'Nothing', outcome: 'Waiting' }, owner: split?.owner };
  return { action: decideWhole({ ...own, desired: unknownEntry(carried.unknown) }), owner: split?.owner };
}

function decideOwned(
  situation: Situation,
  winner: SourceOwner,
  split: SplitRecord | undefined,
  keepsOwner: boolean,
): SourceDecision {
  const owner = split && !isFinished(split.record.Status.Outcome) ? split.owner : undefined;
  const decide = (desired: Desired): Action => decideWhole({ ...situation, desired });
  switch (winner.kind) {
    case 'Free':
      return { action: absent(enforcedAgain(situation, owner), owner), owner };
    case 'Rejected':
      return { action: decide({ kind: 'Invalid', issues: winner.issues }), owner, rejectedBy: winner.by };
    case 'Frozen':
      return { action: decide(frozen(split)), owner };
    case 'Owned': {
      // A policy applies only to pools that exist. A parameter names its pool.
      const isGone = situation.observed?.kind === 'PoolNotFound' && winner.owner.Kind === 'Policy';
      if (isGone) return { action: gone(situation), owner };
      const isWaiting = owner && !keepsOwner && mustWait(situation, split, owner, winner.owner);
      if (isWaiting) return { action: successorWaits(situation, owner, winner.owner), owner };
      const desired: Desired = { kind: 'Valid', state: winner.state, warnings: [] };
      return {
        action: decideWhole({ ...situation, recorded: recordFor(split, winner.owner), desired }),
        owner: winner.owner,
      };
    }
  }
}

/** The configuration that the policy had applied, in mode Observe: compared and reported, never written. */
const frozen = (split: SplitRecord | undefined): Desired => ({
  kind: 'Valid',
  state: { LogConfigurations: [], OnDelete: 'Retain', ...split?.record.Desired, Mode: 'Observe' },
  warnings: [],
});

/** A layer that does not go before the last owner takes over only after the grace period. */
function mustWait(
  { now, settings }: Situation,
  split: SplitRecord | undefined,
  before: Owner,
  after: Owner,
): boolean {
  if (sameOwner(before, after) || compareRank(after, before) < 0) return false;
  const { DeletedAt } = split?.record ?? {};
  return DeletedAt === undefined || now.getTime() < Date.parse(DeletedAt) + settings.clearGraceSeconds * 1000;
}

/** Marks the event source. Without the sweep as cause, it is neither cleared nor released. */
function successorWaits(situation: Situation, before: Owner, after: Owner): Action {
  const { sweep: _sweep, ...cause } = situation.cause;
  const text = `Left ${formatOwner(before)}. After the grace period, ${formatOwner(after)} applies.`;
  const loss = { gracePeriod: text, onHold: text };
  return decideWhole({ ...situation, cause, desired: { kind: 'Absent' }, loss });
}

/**
 * A policy that only observed for a time left its mode in the record. If it enforces again, its `OnDelete` applies to the pools
 * that it no longer selects.
 */
function enforcedAgain(situation: Situation, owner: Owner | undefined): Situation {
  const { recorded, policies } = situation;
  // An invalid policy and one in mode Observe keep their event sources, so the policy is valid and enforces.
  const isEnforced = policies?.policies.some(({ name }) => owner?.Kind === 'Policy' && owner.Name === name);
  if (!isEnforced || recorded?.Desired?.Mode !== 'Observe') return situation;
  return { ...situation, recorded: { ...recorded, Desired: { ...recorded.Desired, Mode: 'Enforce' } } };
}

function absent(situation: Situation, owner: Owner | undefined): Action {
  const desired: Desired = { kind: 'Absent' };
  if (owner?.Kind !== 'Policy' && situation.desired.kind === 'Absent')
    return decideWhole({ ...situation, desired });
  const left = owner
    ? `Left ${formatOwner(owner)}.`
    : 'No parameter or policy owns the event source any more.';
  const loss = {
    gracePeriod: `${left} The first sweep after the grace period clears or releases the event source.`,
    onHold: `${left} On hold: many pools left their policy at once. Restore the policy or accept the deletions.`,
  };
  return decideWhole({ ...situation, desired, loss });
}

function gone(situation: Situation): Action {
  const reason = poolNotFoundText(situation.userPoolId, situation.settings);
  const loss = { gracePeriod: reason, onHold: reason };
  return decideWhole({ ...situation, desired: { kind: 'Absent' }, loss });
}

const unknownEntry = (entry: string): Desired => ({
  kind: 'Invalid',
  issues: [
    {
      path: 'LogConfigurations',
      found: entry,
      expected: 'event sources and levels that this version knows',
      message: `the pool has an entry for ${entry}, which this version does not know. A write would remove it. Update the service.`,
    },
  ],
});
