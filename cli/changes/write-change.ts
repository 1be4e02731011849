import { CliError } from '../errors/cli-error.ts';
import { describeError } from '../errors/describe-error.ts';
import { type FolderChange, subjectOf } from '../folder/compare.ts';
import { checkReadable } from '../parameters/check-readable.ts';
import type { ParameterVersion } from '../parameters/parameter-store.ts';
import { deleteIfUnchanged, type Stored, storeText } from '../parameters/store-text.ts';
import { conflictText, overwroteText } from '../parameters/write-messages.ts';
import type { OpenService } from '../service/open-service.ts';
import { type ApplyResult, identityOf } from './result.ts';

/**
 * Writes or deletes the parameter of one change, if it still is the version of the plan. An error is the result of this
 * parameter, so that the others are written.
 */
export async function writeChange(service: OpenService, change: FolderChange): Promise<ApplyResult> {
  const { step, stored: before, wanted } = change;
  const found = identityOf(change);
  const subject = subjectOf(change, service.settings);
  try {
    if (step === 'Delete' || wanted === undefined) {
      if (step !== 'Delete' || before === undefined) return { ...found, result: 'unchanged' };
      const deleted = await deleteIfUnchanged(service, subject.name, before);
      if (deleted.result === 'conflict' && deleted.now !== undefined)
        return { ...found, result: 'conflict', reason: conflictText(before, deleted.now) };
      return { ...found, result: 'deleted' };
    }
    checkReadable(before, subject);
    const stored = await storeText(service, subject.name, before, wanted);
    return { ...found, ...resultOf(stored, before, wanted, subject.commands.get) };
  } catch (error) {
    const { message, hint } = describeError(error);
    return { ...found, result: 'failed', reason: error instanceof CliError ? `${message} ${hint}` : message };
  }
}

function resultOf(
  stored: Stored,
  before: ParameterVersion | undefined,
  wanted: string,
  get: string,
): Pick<ApplyResult, 'result' | 'newVersion' | 'lostVersion' | 'reason'> {
  switch (stored.result) {
    case 'conflict':
      return stored.now?.type === 'String' && stored.now.value === wanted
        ? { result: 'unchanged', newVersion: stored.now.version }
        : { result: 'conflict', reason: conflictText(before, stored.now) };
    case 'overwrote': {
      const { lost, ...rest } = stored;
      const show = `To read it, run: ${get} --version ${stored.lostVersion}`;
      return { ...rest, reason: `${overwroteText(stored.newVersion, stored.lostVersion, lost)}. ${show}` };
    }
    case 'written':
      return stored;
  }
}
