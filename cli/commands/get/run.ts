import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { GetFormat } from '../../parameters/get-formats.ts';
import { noParameterError, noPoolVersionError } from '../../parameters/no-parameter.ts';
import { showParameter } from '../../parameters/show-parameter.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { yamlText } from '../../parameters/yaml.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatTimestamp } from '../../terminal/time.ts';

export interface GetOptions extends ServiceOptions {
  readonly output: GetFormat;
  readonly before: boolean;
  readonly version?: number;
}

/**
 * Runs `clr get`: prints the parameter, an earlier version of it, or the configuration of the pool before the service
 * managed it. `clr put` accepts the output, except JSON for scripts.
 */
export async function runGet(
  terminal: Terminal,
  selector: PoolSelector,
  options: GetOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  if (options.before) return printOriginal(terminal, service, userPoolId, options.output);
  const subject = poolParameter(service.settings, userPoolId);
  return showParameter(terminal, service, subject, {
    output: options.output,
    version: options.version,
    missing: (version) =>
      version === undefined
        ? noParameterError(
            service,
            userPoolId,
            `${userPoolId} does not have a parameter`,
            `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`,
          )
        : noPoolVersionError(service, userPoolId, version),
  });
}

async function printOriginal(
  terminal: Terminal,
  { records, settings }: OpenService,
  userPoolId: string,
  output: GetFormat,
): Promise<ExitCode> {
  const original = (await records.read(userPoolId))?.Original;
  if (original === undefined)
    throw new CliError(
      `The service has never managed ${userPoolId}, so its original configuration is not recorded.`,
      `To print the pool's current configuration, run: clr import ${userPoolId}`,
    );
  const { At, LogConfigurations } = original;
  terminal.info(`Configuration of the pool on ${formatTimestamp(At)}, before the service managed it:`);
  if (output === 'json')
    terminal.print(
      jsonText('Original', settings, { userPoolId, at: At, logConfigurations: LogConfigurations }),
      'data',
    );
  else
    terminal.print(
      output === 'yaml' ? yamlText({ LogConfigurations }) : JSON.stringify({ LogConfigurations }, null, 2),
      'data',
    );
  return EXIT.success;
}
