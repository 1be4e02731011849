import type { ValueDifference } from '../../../../lib/domain/difference.ts';
import type { Settings } from '../../../../lib/domain/settings.ts';
import type { FolderChange } from '../../../folder/compare.ts';
import { subjectOf } from '../../../folder/compare.ts';
import { type Collapsed, collapse } from '../../../pools/collapse.ts';
import { withMacros } from '../group-plans.ts';
import type { FolderPlan } from './plan-folder.ts';

/** A change of a parameter with its differences from Parameter Store to the folder. */
export interface ShownChange extends FolderChange {
  readonly userPoolName?: string;
  readonly differences: readonly ValueDifference[];
  /** The effect of a deletion on its pools. */
  readonly effect?: string;
}

/**
 * Returns the changes with their differences and the effects of the deletions. The differences are empty for an invalid file, whose
 * errors are shown, and for a parameter without a file.
 */
export function shownChanges(
  { changes, deletions }: Pick<FolderPlan, 'changes' | 'deletions'>,
  settings: Settings,
): readonly ShownChange[] {
  const effects = new Map(deletions.map(({ change, text }) => [`${change.kind} ${change.name}`, text]));
  return changes.map((change) => {
    const { kind, name, wanted, stored, step } = change;
    const effect = effects.get(`${kind} ${name}`);
    const found = { ...change, ...(effect !== undefined && { effect }) };
    if (wanted === undefined || step === 'Invalid' || step === 'Unchanged')
      return { ...found, differences: [] };
    const after = { name: '', type: 'String', value: wanted, version: 0, at: '' };
    return { ...found, differences: subjectOf(change, settings).changes(stored, after) };
  });
}

/** Collapses the changes that are the same, apart from the ID and the name of the pool. */
export const groupChanges = (changes: readonly ShownChange[]): readonly Collapsed<ShownChange>[] =>
  collapse(changes, ({ kind, name, step, userPoolName, differences, effect }) =>
    step === 'Invalid'
      ? undefined
      : withMacros(JSON.stringify([kind, step, differences, effect]), {
          userPoolId: name,
          ...(userPoolName && { userPoolName }),
        }),
  );

/** Returns the differences with macros in place of the ID and the name of the pool. */
export const generalizedDifferences = ({
  name,
  userPoolName,
  differences,
}: ShownChange): readonly ValueDifference[] => {
  const pool = { userPoolId: name, ...(userPoolName && { userPoolName }) };
  const general = (value: unknown): unknown => (typeof value === 'string' ? withMacros(value, pool) : value);
  return differences.map(({ path, before, after }) => ({
    path,
    before: general(before),
    after: general(after),
  }));
};
