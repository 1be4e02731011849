import type { Settings } from '../../../lib/domain/settings.ts';
import type { FolderChange } from '../../folder/compare.ts';
import { ownershipChange } from './owned-sources.ts';

/**
 * `Taking`: the parameters of pools that own an event source that they left to the policies before. `Giving`: those that
 * leave one to the policies that they owned. `Other`: those that own the same event sources as before.
 */
export type StageName = 'Taking' | 'NewPolicies' | 'ChangedPolicies' | 'Giving' | 'Other';

/** Writes that do not depend on each other. A stage starts when the one before it has ended. */
export interface WriteStage {
  readonly name: StageName;
  /** The label of the progress bar. */
  readonly label: string;
  readonly changes: readonly FolderChange[];
}

const LABELS: Readonly<Record<StageName, string>> = {
  Taking: 'Writing parameters',
  NewPolicies: 'Writing new policies',
  ChangedPolicies: 'Writing policies',
  Giving: 'Writing parameters',
  Other: 'Writing parameters',
};

/**
 * The order of the writes. No event source is without an owner in between: the parameters that take over from a policy come
 * before the edit of that policy, and the policies come before the edit of a parameter that gives an event source to them.
 */
const STAGES: readonly StageName[] = ['Taking', 'NewPolicies', 'ChangedPolicies', 'Giving', 'Other'];

/** A stage, the earlier stages that it needs, and the reason for which it is skipped without them. */
const NEEDS: Readonly<Record<StageName, readonly (readonly [needed: StageName, reason: string])[]>> = {
  Taking: [],
  NewPolicies: [['Taking', 'The parameter of a pool was not written. A policy could apply in its place.']],
  ChangedPolicies: [
    ['Taking', 'The parameter of a pool was not written. It could take over from the policy.'],
    ['NewPolicies', 'A new policy was not written. It could take over from this policy.'],
  ],
  Giving: [
    ['NewPolicies', 'A new policy was not written. The parameter leaves an event source to the policies.'],
    ['ChangedPolicies', 'A policy was not written. The parameter leaves an event source to the policies.'],
  ],
  Other: [],
};

/** Returns the parameters to create and to update, in the order of the writes. Leaves out stages without a change. */
export function writeStages(changes: readonly FolderChange[], settings: Settings): readonly WriteStage[] {
  const staged = changes.map((change) => ({ change, stage: stageOf(change, settings) }));
  return STAGES.map((name) => ({
    name,
    label: LABELS[name],
    changes: staged.flatMap(({ change, stage }) => (stage === name ? [change] : [])),
  })).filter((stage) => stage.changes.length > 0);
}

/** Returns why a stage is skipped after these stages, of which a parameter was not written; undefined if it is safe. */
export const reasonToSkip = (stage: StageName, unwritten: ReadonlySet<StageName>): string | undefined =>
  NEEDS[stage].find(([needed]) => unwritten.has(needed))?.[1];

function stageOf(change: FolderChange, settings: Settings): StageName | undefined {
  const { kind, step, wanted } = change;
  // The parameter has another type, so that the write fails with this reason. An error in a file has ended the command before.
  const isWrongType = step === 'Invalid' && wanted !== undefined;
  if (!isWrongType && step !== 'Create' && step !== 'Update') return undefined;
  if (kind === 'Policy') return step === 'Create' ? 'NewPolicies' : 'ChangedPolicies';
  if (isWrongType) return 'Other';
  const { takesOver, leaves } = ownershipChange(change, settings);
  if (leaves) return 'Giving';
  return takesOver ? 'Taking' : 'Other';
}

const DELETION_STAGES: readonly FolderChange['kind'][] = ['Pool', 'Policy'];

/**
 * Returns the parameters without a file, in the order of the deletions. They follow after all writes, because the policies or
 * parameters in their place must apply by then.
 */
export const deletionsOf = (changes: readonly FolderChange[]): readonly FolderChange[] =>
  DELETION_STAGES.flatMap((kind) =>
    changes.filter((change) => change.kind === kind && change.step === 'Delete'),
  );
