import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import type { Settings } from '../../lib/domain/settings.ts';
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

interface Wanted {
  readonly version?: number | undefined;
  /** The error if the parameter, or this version of it, does not exist. */
  missing(version: number | undefined): Promise<CliError>;
}

export interface ShowOptions extends Wanted {
  readonly output: GetFormat;
}

/** Prints a parameter or an earlier version of it. The commands that write it accept the output, except JSON. */
export async function showParameter(
  terminal: Terminal,
  service: OpenService,
  subject: ParameterSubject,
  { output, ...wanted }: ShowOptions,
): Promise<ExitCode> {
  const { settings } = service;
  const parameter = await readShown(service, subject, wanted);
  terminal.info(`${parameter.name}, ${versionText(parameter)}`);
  terminal.print(
    output === 'json'
      ? jsonText('Parameter', settings, { ...subject.identity, ...parameterMembers(parameter) })
      : formatParameter(settings, subject, parameter, output),
    'exact',
  );
  return EXIT.success;
}

/** Reads a parameter or an earlier version of it. Throws CliError if it does not exist or is not a text. */
export async function readShown(
  service: OpenService,
  subject: ParameterSubject,
  { version, missing }: Wanted,
): Promise<ParameterVersion> {
  const parameter = await findVersion(service, subject, version);
  if (parameter === undefined) throw await missing(version);
  checkReadable(parameter, subject);
  return parameter;
}

/** Returns for example `version 3, modified 2026-11-28 01:26:54`. */
export const versionText = ({ version, at }: ParameterVersion): string =>
  `version ${version}, modified ${formatTimestamp(at)}`;

async function findVersion(
  service: OpenService,
  { name }: ParameterSubject,
  version: number | undefined,
): Promise<ParameterVersion | undefined> {
  if (version === undefined) return readNamed(service, name);
  return (await historyOf(service, name)).find((one) => one.version === version);
}

/** Returns the members of the JSON of a parameter, besides its identity. */
export const parameterMembers = ({ name, version, at, by, value }: ParameterVersion) => ({
  name,
  parameterVersion: version,
  modifiedAt: at,
  by,
  value: withoutByteOrderMark(value),
});

/** Returns the stored text, or YAML below a comment with the version. Throws CliError for a text without a YAML form. */
export function formatParameter(
  settings: Settings,
  subject: ParameterSubject,
  { name, version, at, value: stored }: ParameterVersion,
  output: Exclude<GetFormat, 'json'>,
): string {
  const value = withoutByteOrderMark(stored);
  if (output === 'text') return value;
  return parameterYaml(baseComment(parameterArn(settings, name), { version, at }), value, subject);
}
