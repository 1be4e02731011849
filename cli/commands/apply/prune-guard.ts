import { isOnHold } from '../../../lib/domain/mass-deletion-guard.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { KIND_FOLDERS, type ParameterKind } from '../../folder/layout.ts';
import { pluralize } from '../../terminal/text.ts';

/** The size of a deletion. A policy counts as the pools that it owns, whether or not another layer takes them over. */
export interface PruneSize {
  /** The number of pools that lose their parameter or a policy. Each counts once. */
  readonly pools: number;
  /** The number of managed pools, and of those with a parameter. */
  readonly managed: number;
  /** The number of pools of each policy that is deleted. */
  readonly ofPolicies: readonly number[];
  /** The kinds of which all parameters that exist are deleted: the folder can be that of another account or Region. */
  readonly lostKinds: readonly ParameterKind[];
}

export interface PruneProblem {
  readonly message: string;
  readonly hint: string;
}

/**
 * Returns why the deletions need to be accepted; undefined if they do not, or if the operator accepted exactly this many
 * pools. The share is that of the hold of a sweep (docs/reliability.md).
 */
export function pruneProblem(
  size: PruneSize,
  accepted: number | undefined,
  settings: Pick<Settings, 'holdMinimum' | 'holdSharePercent'>,
): PruneProblem | undefined {
  const { pools } = size;
  const reason = reasonOf(size, settings);
  if (reason === undefined || accepted === pools) return undefined;
  const message =
    accepted === undefined
      ? reason
      : `You accepted the deletion for ${pluralize(accepted, 'pool')}, and it concerns ${pools}. ${reason}`;
  return {
    message,
    hint: `Check the list of deletions. To accept it, add --accept-deletions ${pools}`,
  };
}

function reasonOf(
  { pools, managed, ofPolicies, lostKinds }: PruneSize,
  settings: Pick<Settings, 'holdMinimum' | 'holdSharePercent'>,
): string | undefined {
  const isHeld = (deleted: number, of: number): boolean =>
    isOnHold({ managed: of, lost: deleted, accepted: 0, wasHeld: false }, settings);
  const [lost] = lostKinds;
  if (lost !== undefined)
    return `The folder contains no file for the existing parameters of "${KIND_FOLDERS[lost]}", so --prune deletes all of them. It concerns ${pluralize(pools, 'pool')}.`;
  if (isHeld(pools, managed))
    return `--prune concerns ${pools} of ${pluralize(managed, 'managed pool')}: more than the share of ${settings.holdSharePercent} % at which deletions are put on hold.`;
  const largest = Math.max(0, ...ofPolicies);
  if (isHeld(largest, largest)) return `--prune deletes a policy that owns ${pluralize(largest, 'pool')}.`;
  return undefined;
}
