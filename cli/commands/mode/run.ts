import { applyEdits, modify } from 'jsonc-parser';
import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { parameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { endWrite } from '../../parameters/write-result.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** `clr mode`: sets only the Mode in the parameter. The rest of the text is unchanged. */
export async function runMode(
  terminal: Terminal,
  selector: PoolSelector,
  mode: 'observe' | 'enforce',
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw await noParameterError(
      service,
      userPoolId,
      `${userPoolId} does not have a parameter`,
      `To create one, run: clr put ${userPoolId} FILE`,
    );
  const subject = poolParameter(service.settings, userPoolId);
  checkReadable(before, subject);
  const value = withoutByteOrderMark(before.value);
  const edits = editsFor(value, mode === 'observe' ? 'Observe' : 'Enforce');
  const text = edits === undefined ? value : applyEdits(value, edits);
  const [error] = checkFile(parameterFile('parameter.json', text), userPoolId, service.settings).errors;
  if (error)
    throw new CliError(
      `The current parameter is invalid: ${formatFileIssue(error)}`,
      `To fix it, run clr get ${userPoolId} > pool.json, edit the file and run clr put ${userPoolId} pool.json`,
    );
  if (mode === 'enforce' && service.settings.mode === 'Observe')
    terminal.info(
      'The deployment is in Observe mode, which overrides the parameter. To enforce, deploy with mode=Enforce.',
    );
  const result = await writeParameter(terminal, {
    service,
    subject,
    before,
    base: options.ifVersion === undefined ? undefined : { version: options.ifVersion },
    text,
    yes: options.yes,
    command: `clr mode ${userPoolId} ${mode}`,
  });
  return endWrite(terminal, service.settings, options.output, result);
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
