import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { readParameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { checkExists } from '../../pools/check-exists.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Runs `clr put`: writes a pool's parameter from a file, after a check. */
export async function runPut(
  terminal: Terminal,
  userPoolId: string,
  name: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const file = await readParameterFile(name);
  const service = await openService(options);
  await checkExists(terminal, service, userPoolId);
  const { errors, warnings } = checkFile(file, userPoolId, service.settings);
  for (const warning of warnings) terminal.info(`Warning: ${formatFileIssue(warning)}`);
  if (errors.length > 0) {
    for (const error of errors) terminal.info(formatFileIssue(error));
    terminal.info(`No changes made. To check the file without an AWS call, run: clr validate ${name}`);
    return EXIT.error;
  }
  const before = await readParameter(service, userPoolId);
  checkReadable(before, userPoolId);
  return writeParameter(terminal, { service, userPoolId, before, text: file.text, yes: options.yes });
}
