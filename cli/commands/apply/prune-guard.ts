import {
  acceptanceProblem,
  exceedsHold,
  type GuardProblem,
  type HoldSettings,
  shareReason,
} from '../../deletions/guard.ts';
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

/**
 * Returns why the deletions need to be accepted; undefined if they do not, or if the operator accepted exactly this many
 * pools. The share is that of the hold of a sweep (docs/reliability.md).
 */
export const pruneProblem = (
  size: PruneSize,
  accepted: number | undefined,
  settings: HoldSettings,
): GuardProblem | undefined => acceptanceProblem(reasonOf(size, settings), size.pools, accepted);

function reasonOf(
  { pools, managed, ofPolicies, lostKinds }: PruneSize,
  settings: HoldSettings,
): string | undefined {
  const [lost] = lostKinds;
  if (lost !== undefined)
    return `The folder contains no file for the existing parameters of "${KIND_FOLDERS[lost]}", so --prune deletes all of them. It concerns ${pluralize(pools, 'pool')}.`;
  const reason = shareReason('--prune', { pools, managed }, settings);
  if (reason !== undefined) return reason;
  const largest = Math.max(0, ...ofPolicies);
  return exceedsHold(largest, largest, settings)
    ? `--prune deletes a policy that owns ${pluralize(largest, 'pool')}.`
    : undefined;
}
