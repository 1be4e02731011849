import { regionOf } from '../../../lib/domain/user-pool-id.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { readParameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { type WriteOptions, writeParameter } from '../../parameters/write-parameter.ts';
import { openService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** `clr put`: a pool's parameter from a file, checked before it is written. */
export async function runPut(
  terminal: Terminal,
  userPoolId: string,
  name: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const file = await readParameterFile(name);
  const service = await openService(options);
  const region = regionOf(userPoolId);
  if (region !== service.settings.region)
    throw new CliError(
      `${userPoolId} is a pool of ${region}, and this is the service of ${service.settings.region}`,
      `add --region ${region}`,
    );
  const { errors, warnings } = checkFile(file, userPoolId, service.settings);
  for (const warning of warnings) terminal.info(`warning: ${formatFileIssue(warning)}`);
  if (errors.length > 0) {
    for (const error of errors) terminal.info(formatFileIssue(error));
    terminal.info(`nothing was written; clr validate ${name} checks without AWS`);
    return EXIT.error;
  }
  const before = await readParameter(service, userPoolId);
  checkReadable(before, userPoolId);
  return writeParameter(terminal, { service, userPoolId, before, text: file.text, yes: options.yes });
}
