import { regionOf } from '../../../lib/domain/user-pool-id.ts';
import { Failure } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, describeFileFault, readParameterFile } from '../../files/parameter-file.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { writeParameter } from '../../parameters/write-parameter.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export interface WriteOptions extends ServiceOptions {
  readonly yes: boolean;
}

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
    throw new Failure(
      `${userPoolId} is a pool of ${region}, and this is the service of ${service.settings.region}`,
      `add --region ${region}`,
    );
  const { faults, warnings } = checkFile(file, userPoolId, service.settings);
  for (const warning of warnings) terminal.talk(`warning: ${describeFileFault(warning)}`);
  if (faults.length > 0) {
    for (const fault of faults) terminal.talk(describeFileFault(fault));
    terminal.talk(`nothing was written; clr validate ${name} checks without AWS`);
    return EXIT.error;
  }
  const before = await readParameter(service, userPoolId);
  checkReadable(before, userPoolId);
  return writeParameter(terminal, { service, userPoolId, before, text: file.text, yes: options.yes });
}
