import { type ApplyResult, isFailed } from '../../changes/result.ts';
import type { ErrorDescription } from '../../errors/describe-error.ts';
import type { FolderChange } from '../../folder/compare.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import type { SyncResult } from '../sync/result.ts';

/** The result of a run of `clr apply`. */
export interface ApplyOutcome {
  readonly folder: string;
  readonly changes: readonly FolderChange[];
  /** In the order of the writes. After Ctrl-C, only those that were started. */
  readonly results: readonly ApplyResult[];
  /** The number of parameters to write and to delete. */
  readonly total: number;
  /** The number of parameters without a file that stay, because `--prune` is not set. */
  readonly kept: number;
  /** The error that ended the command after the writes. */
  readonly error?: Pick<ErrorDescription, 'message' | 'hint'>;
  /** With `--wait`. */
  readonly followed?: Followed;
}

export interface Followed {
  readonly pools: readonly SyncResult[];
  /** The rollouts of the policies of the folder that are not completed. */
  readonly rollouts: readonly RolloutView[];
  /** The policies whose last edit the service has not processed. */
  readonly unprocessed: readonly string[];
  /** The policies whose rollout was completed during the wait. */
  readonly completed: readonly string[];
}

/** Whether a parameter was not written or deleted, a pool or a rollout did not end well in time, or an error ended the command. */
export const hasFailed = ({
  results,
  followed,
  error,
}: Pick<ApplyOutcome, 'results' | 'followed' | 'error'>): boolean =>
  error !== undefined ||
  results.some(isFailed) ||
  (followed !== undefined &&
    (followed.pools.some(({ failed }) => failed) ||
      followed.rollouts.length > 0 ||
      followed.unprocessed.length > 0));
