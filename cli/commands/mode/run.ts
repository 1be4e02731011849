import { applyEdits, modify } from 'jsonc-parser';
import { Failure } from '../../errors/cli-error.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, describeFileFault, parameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { writeParameter } from '../../parameters/write-parameter.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { WriteOptions } from '../put/run.ts';

export const MODE_NAMES = ['observe', 'enforce'] as const;

/** `clr mode`: the parameter's Mode alone; the rest of its text stays as it is. */
export async function runMode(
  terminal: Terminal,
  userPoolId: string,
  mode: (typeof MODE_NAMES)[number],
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw new Failure(`${userPoolId} has no parameter`, `clr put ${userPoolId} FILE writes one`);
  checkReadable(before, userPoolId);
  const edits = editsFor(before.value, mode === 'observe' ? 'Observe' : 'Enforce');
  const text = edits === undefined ? before.value : applyEdits(before.value, edits);
  const [fault] = checkFile(parameterFile('parameter.json', text), userPoolId, service.settings).faults;
  if (fault)
    throw new Failure(
      `the parameter is refused as it stands: ${describeFileFault(fault)}`,
      `mend it first: clr get ${userPoolId} > pool.json, then clr put ${userPoolId} pool.json`,
    );
  if (mode === 'enforce' && service.settings.mode === 'Observe')
    terminal.talk('the deployment itself only observes, which overrules this: deploy it with mode=Enforce');
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
