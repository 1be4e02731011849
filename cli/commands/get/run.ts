import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { parameterHistory, readParameter } from '../../parameters/parameter-store.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatTimestamp } from '../../terminal/time.ts';

export interface GetOptions extends ServiceOptions {
  readonly before: boolean;
  readonly version?: number;
}

/**
 * Runs `clr get`: prints the parameter, an earlier version of it, or the configuration of the pool before the service
 * managed it. `clr put` accepts the output.
 */
export async function runGet(terminal: Terminal, userPoolId: string, options: GetOptions): Promise<ExitCode> {
  const service = await openService(options);
  if (options.before) return printOriginal(terminal, service, userPoolId);
  const parameter =
    options.version === undefined
      ? await readParameter(service, userPoolId)
      : (await parameterHistory(service, userPoolId)).find(({ version }) => version === options.version);
  if (parameter === undefined)
    throw new CliError(
      options.version === undefined
        ? `${userPoolId} does not have a parameter.`
        : `The parameter of ${userPoolId} does not have a version ${options.version}.`,
      options.version === undefined
        ? `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`
        : `To list the versions, run: clr history ${userPoolId}`,
    );
  checkReadable(parameter, userPoolId);
  terminal.info(`${parameter.name}, version ${parameter.version}, modified ${formatTimestamp(parameter.at)}`);
  terminal.print(withoutByteOrderMark(parameter.value), 'exact');
  return EXIT.success;
}

async function printOriginal(
  terminal: Terminal,
  { records }: OpenService,
  userPoolId: string,
): Promise<ExitCode> {
  const original = (await records.read(userPoolId))?.Original;
  if (original === undefined)
    throw new CliError(
      `The service has never managed ${userPoolId}, so its original configuration is not recorded.`,
      `To print the pool's current configuration, run: clr import ${userPoolId}`,
    );
  terminal.info(
    `Configuration of the pool on ${formatTimestamp(original.At)}, before the service managed it:`,
  );
  terminal.print(JSON.stringify({ LogConfigurations: original.LogConfigurations }, null, 2));
  return EXIT.success;
}
