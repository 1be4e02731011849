import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { baseComment, parameterArn } from '../../parameters/base-version.ts';
import { checkReadable } from '../../parameters/check-readable.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { type ParameterVersion, parameterHistory, readParameter } from '../../parameters/parameter-store.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatTimestamp } from '../../terminal/time.ts';
import type { GetFormat } from './formats.ts';
import { parameterYaml, yamlText } from './yaml.ts';

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
  const parameter = await findVersion(service, userPoolId, options.version);
  checkReadable(parameter, userPoolId);
  terminal.info(`${parameter.name}, version ${parameter.version}, modified ${formatTimestamp(parameter.at)}`);
  terminal.print(formatParameter(service, userPoolId, parameter, options.output), 'exact');
  return EXIT.success;
}

async function findVersion(
  service: OpenService,
  userPoolId: string,
  version: number | undefined,
): Promise<ParameterVersion> {
  if (version === undefined) {
    const parameter = await readParameter(service, userPoolId);
    if (parameter !== undefined) return parameter;
    throw await noParameterError(
      service,
      userPoolId,
      `${userPoolId} does not have a parameter`,
      `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`,
    );
  }
  const history = await parameterHistory(service, userPoolId);
  const found = history.find((one) => one.version === version);
  if (found !== undefined) return found;
  throw await noParameterError(
    service,
    userPoolId,
    `The parameter of ${userPoolId} does not have a version ${version}`,
    `To list the versions, run: clr history ${userPoolId}`,
  );
}

function formatParameter(
  { settings }: OpenService,
  userPoolId: string,
  { name, version, at, by, value: stored }: ParameterVersion,
  output: GetFormat,
): string {
  const value = withoutByteOrderMark(stored);
  if (output === 'json')
    return jsonText('Parameter', settings, {
      userPoolId,
      name,
      parameterVersion: version,
      modifiedAt: at,
      by,
      value,
    });
  if (output === 'text') return value;
  return parameterYaml(baseComment(parameterArn(settings, userPoolId), { version, at }), value, userPoolId);
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
