import type { FolderChange } from '../../folder/compare.ts';

/**
 * The stages of the writes. In this order, no event source is without an owner in between: the parameters that take over
 * from a policy come before the edit of that policy, and the policies come before the edit of a parameter that gives an event
 * source to them. Deletions are last, because the policies or parameters in their place must apply by then.
 */
const STAGES: readonly ((change: FolderChange) => boolean)[] = [
  ({ kind, step }) => kind === 'Pool' && step === 'Create',
  ({ kind, step }) => kind === 'Policy' && (step === 'Create' || step === 'Update'),
  ({ kind, step }) => kind === 'Pool' && step === 'Update',
  // The parameter has another type, so that the write fails with this reason. An error in a file has ended the command before.
  ({ step, wanted }) => step === 'Invalid' && wanted !== undefined,
];

const DELETION_STAGES: readonly ((change: FolderChange) => boolean)[] = [
  ({ kind, step }) => kind === 'Pool' && step === 'Delete',
  ({ kind, step }) => kind === 'Policy' && step === 'Delete',
];

const inStages = (
  stages: readonly ((change: FolderChange) => boolean)[],
  changes: readonly FolderChange[],
): readonly FolderChange[] => stages.flatMap((isInStage) => changes.filter(isInStage));

/** Returns the parameters to create and to update, in the order of the writes. */
export const writesOf = (changes: readonly FolderChange[]): readonly FolderChange[] =>
  inStages(STAGES, changes);

/** Returns the parameters without a file, in the order of the deletions. */
export const deletionsOf = (changes: readonly FolderChange[]): readonly FolderChange[] =>
  inStages(DELETION_STAGES, changes);
