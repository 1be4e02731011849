import type { FolderChange } from '../folder/compare.ts';
import { KIND_FOLDERS } from '../folder/layout.ts';

/** The result for one parameter. */
export interface ApplyResult extends Pick<FolderChange, 'kind' | 'name' | 'file' | 'step'> {
  /**
   * `unchanged`: another client wrote the same text first. `conflict`: another client changed the parameter after the plan.
   * `overwrote`: written, and a version of another client was lost. `skipped`: not written or deleted, because a parameter
   * that takes over was not written, or does not apply yet.
   */
  readonly result: 'written' | 'deleted' | 'unchanged' | 'conflict' | 'overwrote' | 'failed' | 'skipped';
  readonly oldVersion?: number;
  readonly newVersion?: number;
  readonly lostVersion?: number;
  readonly reason?: string;
}

const SUCCESSFUL: readonly ApplyResult['result'][] = ['written', 'deleted', 'unchanged'];

export const isFailed = ({ result }: Pick<ApplyResult, 'result'>): boolean => !SUCCESSFUL.includes(result);

const UNWRITTEN: readonly ApplyResult['result'][] = ['conflict', 'failed', 'skipped'];

/** Whether Parameter Store does not have the text of the file. */
export const isUnwritten = ({ result }: Pick<ApplyResult, 'result'>): boolean => UNWRITTEN.includes(result);

/** Whether the parameter has a new version. */
export const isWritten = ({ result }: Pick<ApplyResult, 'result'>): boolean =>
  result === 'written' || result === 'overwrote';

/** Returns the file of a parameter or, without a file, its place in the layout. */
export const placeOf = ({ kind, name, file }: Pick<FolderChange, 'kind' | 'name' | 'file'>): string =>
  file ?? `${KIND_FOLDERS[kind]}/${name}`;

/** Returns the members that say which parameter a result is about. */
export const identityOf = ({
  kind,
  name,
  step,
  file,
  stored,
}: FolderChange): Pick<ApplyResult, 'kind' | 'name' | 'step' | 'file' | 'oldVersion'> => ({
  kind,
  name,
  step,
  ...(file !== undefined && { file }),
  ...(stored && { oldVersion: stored.version }),
});

/** Returns the result of a change that was not tried. */
export const skippedResult = (change: FolderChange, reason: string): ApplyResult => ({
  ...identityOf(change),
  result: 'skipped',
  reason,
});
