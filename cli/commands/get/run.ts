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

/** `clr get`: a parameter as it stands or stood, or what was on the pool before it was managed; `clr put` takes it. */
export async function runGet(terminal: Terminal, userPoolId: string, options: GetOptions): Promise<ExitCode> {
  const service = await openService(options);
  if (options.before) return printOriginal(terminal, service, userPoolId);
  const parameter =
    options.version === undefined
      ? await readParameter(service, userPoolId)
      : (await parameterHistory(service, userPoolId)).find(({ version }) => version === options.version);
  if (parameter === undefined)
    throw new CliError(
      `${userPoolId} has no parameter${options.version === undefined ? '' : ` of version ${options.version}`}`,
      options.version === undefined
        ? `clr import ${userPoolId} --put makes one of what stands on the pool`
        : `clr history ${userPoolId} lists the versions`,
    );
  checkReadable(parameter, userPoolId);
  terminal.info(`${parameter.name}, version ${parameter.version}, written ${formatTimestamp(parameter.at)}`);
  terminal.print(parameter.value);
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
      `${userPoolId} was never managed here, so nothing is known of before`,
      `clr import ${userPoolId} shows what stands on the pool now`,
    );
  terminal.info(`on the pool on ${formatTimestamp(original.At)}, before it was first managed`);
  terminal.print(JSON.stringify({ LogConfigurations: original.LogConfigurations }, null, 2));
  return EXIT.success;
}
