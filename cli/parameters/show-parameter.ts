import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import type { CliError } from '../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import { jsonText } from '../terminal/json.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatTimestamp } from '../terminal/time.ts';
import { baseComment, parameterArn } from './base-version.ts';
import { checkReadable } from './check-readable.ts';
import type { GetFormat } from './get-formats.ts';
import { historyOf, type ParameterVersion, readNamed } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';
import { parameterYaml } from './yaml.ts';

export interface ShowOptions {
  readonly output: GetFormat;
  readonly version?: number | undefined;
  /** The error if the parameter, or this version of it, does not exist. */
  missing(version: number | undefined): Promise<CliError>;
}

/** Prints a parameter or an earlier version of it. The commands that write it accept the output, except JSON. */
export async function showParameter(
  terminal: Terminal,
  service: OpenService,
  subject: ParameterSubject,
  { output, version, missing }: ShowOptions,
): Promise<ExitCode> {
  const parameter = await findVersion(service, subject, version);
  if (parameter === undefined) throw await missing(version);
  checkReadable(parameter, subject);
  terminal.info(`${parameter.name}, version ${parameter.version}, modified ${formatTimestamp(parameter.at)}`);
  terminal.print(formatParameter(service, subject, parameter, output), 'exact');
  return EXIT.success;
}

async function findVersion(
  service: OpenService,
  { name }: ParameterSubject,
  version: number | undefined,
): Promise<ParameterVersion | undefined> {
  if (version === undefined) return readNamed(service, name);
  return (await historyOf(service, name)).find((one) => one.version === version);
}

function formatParameter(
  { settings }: OpenService,
  subject: ParameterSubject,
  { name, version, at, by, value: stored }: ParameterVersion,
  output: GetFormat,
): string {
  const value = withoutByteOrderMark(stored);
  if (output === 'json')
    return jsonText('Parameter', settings, {
      ...subject.identity,
      name,
      parameterVersion: version,
      modifiedAt: at,
      by,
      value,
    });
  if (output === 'text') return value;
  return parameterYaml(baseComment(parameterArn(settings, name), { version, at }), value, subject);
}
