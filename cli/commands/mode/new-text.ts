import { applyEdits, modify } from 'jsonc-parser';
import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { parameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { existingParameter } from '../../parameters/no-parameter.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';
import { poolParameter } from '../../parameters/subject.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { ModeName } from './modes.ts';

/** The `Mode` that a command line names. */
export const modeOf = (name: ModeName): 'Observe' | 'Enforce' => (name === 'observe' ? 'Observe' : 'Enforce');

/** A parameter, and its text with another mode. */
export interface ModeChange {
  readonly before: ParameterVersion;
  readonly text: string;
}

/** Reads a parameter and sets only its Mode. Throws CliError if the parameter does not exist or is not valid. */
export async function readModeChange(
  service: OpenService,
  userPoolId: string,
  mode: ModeName,
): Promise<ModeChange> {
  const before = await existingParameter(
    service,
    userPoolId,
    `To create one, run: clr put ${userPoolId} FILE`,
  );
  checkReadable(before, poolParameter(service.settings, userPoolId));
  const value = withoutByteOrderMark(before.value);
  const edits = editsFor(value, modeOf(mode));
  const text = edits === undefined ? value : applyEdits(value, edits);
  const [error] = checkFile(parameterFile('parameter.json', text), userPoolId, service.settings).errors;
  if (error)
    throw new CliError(
      `The current parameter is invalid: ${formatFileIssue(error)}`,
      `To fix it, run clr get ${userPoolId} > pool.json, edit the file and run clr put ${userPoolId} pool.json`,
    );
  return { before, text };
}

/** Returns undefined when the text is not a JSON object. The check of the text then reports the error. */
function editsFor(text: string, mode: 'Observe' | 'Enforce') {
  const options = text.includes('\n') ? { formattingOptions: { insertSpaces: true, tabSize: 2 } } : {};
  try {
    return modify(text, ['Mode'], mode, options);
  } catch {
    return undefined;
  }
}
