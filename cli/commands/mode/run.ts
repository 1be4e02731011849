import { applyEdits, modify } from 'jsonc-parser';
import { CliError } from '../../errors/cli-error.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { parameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** `clr mode`: the parameter's Mode alone; the rest of its text stays as it is. */
export async function runMode(
  terminal: Terminal,
  userPoolId: string,
  mode: 'observe' | 'enforce',
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw new CliError(`${userPoolId} has no parameter`, `clr put ${userPoolId} FILE writes one`);
  checkReadable(before, userPoolId);
  const edits = editsFor(before.value, mode === 'observe' ? 'Observe' : 'Enforce');
  const text = edits === undefined ? before.value : applyEdits(before.value, edits);
  const [error] = checkFile(parameterFile('parameter.json', text), userPoolId, service.settings).errors;
  if (error)
    throw new CliError(
      `the parameter is refused as it stands: ${formatFileIssue(error)}`,
      `mend it first: clr get ${userPoolId} > pool.json, then clr put ${userPoolId} pool.json`,
    );
  if (mode === 'enforce' && service.settings.mode === 'Observe')
    terminal.info('the deployment itself only observes, which overrules this: deploy it with mode=Enforce');
  return writeParameter(terminal, { service, userPoolId, before, text, yes: options.yes });
}

/** Undefined where the text is no JSON object; the check after it says so. */
function editsFor(text: string, mode: 'Observe' | 'Enforce') {
  const options = text.includes('\n') ? { formattingOptions: { insertSpaces: true, tabSize: 2 } } : {};
  try {
    return modify(text, ['Mode'], mode, options);
  } catch {
    return undefined;
  }
}
