import type { FolderChange } from '../folder/compare.ts';
import { KIND_FOLDERS } from '../folder/layout.ts';

/** The result for one parameter. */
export interface ApplyResult extends Pick<FolderChange, 'kind' | 'name' | 'file' | 'step'> {
  /**
   * `unchanged`: another client wrote the same text first. `conflict`: another client changed the parameter after the plan.
   * `overwrote`: written, and a version of another client was lost. `skipped`: not deleted, because a write failed or a
   * policy that takes over does not apply yet.
   */
  readonly result: 'written' | 'deleted' | 'unchanged' | 'conflict' | 'overwrote' | 'failed' | 'skipped';
  readonly oldVersion?: number;
  readonly newVersion?: number;
  readonly lostVersion?: number;
  readonly reason?: string;
}

const SUCCESSFUL: readonly ApplyResult['result'][] = ['written', 'deleted', 'unchanged'];

export const isFailed = ({ result }: Pick<ApplyResult, 'result'>): boolean => !SUCCESSFUL.includes(result);

/** Whether the parameter has a new version. */
export const isWritten = ({ result }: Pick<ApplyResult, 'result'>): boolean =>
  result === 'written' || result === 'overwrote';

/** Returns the file of a parameter or, without a file, its place in the layout. */
export const placeOf = ({ kind, name, file }: Pick<FolderChange, 'kind' | 'name' | 'file'>): string =>
  file ?? `${KIND_FOLDERS[kind]}/${name}`;
