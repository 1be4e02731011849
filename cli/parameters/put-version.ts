import { readJson } from '../../lib/domain/parameter/json-text.ts';
import type { CliError } from '../errors/cli-error.ts';
import { type CheckedFile, formatFileIssue } from '../files/check-file.ts';
import type { ParameterFile } from '../files/parameter-file.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatTimestamp } from '../terminal/time.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { checkReadable } from './check-readable.ts';
import { historyOf, readNamed } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';
import { type WriteOptions, writeParameter } from './write-parameter.ts';
import type { WriteResult } from './write-result.ts';

export interface VersionToPut {
  readonly version: number;
  /** Checks the text of the version with the settings of today. */
  check(file: ParameterFile): CheckedFile;
  /** The error if the version does not exist. */
  missing(): Promise<CliError>;
}

/**
 * Writes an older version of a parameter again, as a new version with the same text. A version that is not valid today is not
 * written: the settings, for example the allow-list, can have changed since.
 */
export async function putVersion(
  terminal: Terminal,
  service: OpenService,
  subject: ParameterSubject,
  { version, check, missing }: VersionToPut,
  { yes, ifVersion }: WriteOptions,
): Promise<{ readonly result: WriteResult; readonly file: ParameterFile }> {
  const before = await readNamed(service, subject.name);
  const wanted = (await historyOf(service, subject.name)).find((one) => one.version === version);
  if (wanted === undefined || before === undefined) throw await missing();
  checkReadable(before, subject);
  checkReadable(wanted, { ...subject, title: `Version ${version} of ${subject.name}` });
  const by = wanted.by === undefined ? '' : ` by ${wanted.by}`;
  terminal.info(`Version ${version} of ${subject.name} was written ${formatTimestamp(wanted.at)}${by}.`);
  const file = versionFile(version, wanted.value);
  const { errors, warnings } = check(file);
  for (const warning of warnings) terminal.info(`Warning: ${formatFileIssue(warning)}`);
  if (errors.length > 0) {
    for (const error of errors) terminal.info(formatFileIssue(error));
    terminal.info(
      withSelection(
        `No changes made: version ${version} is not valid with the current settings. To edit its text, run: ${subject.commands.get} --version ${version}`,
        service.selection,
      ),
    );
    const { identity, name } = subject;
    return { result: { ...identity, name, result: 'invalid', differences: [], errors }, file };
  }
  const result = await writeParameter(terminal, {
    service,
    subject,
    before,
    base: ifVersion === undefined ? undefined : { version: ifVersion },
    text: wanted.value,
    yes,
    command: `${subject.commands.put} --version ${version}`,
  });
  return { result, file };
}

/** Returns the stored text as a file, so that its issues have a place: `version 2:5:7: …`. */
const versionFile = (version: number, text: string): ParameterFile => ({
  name: `version ${version}`,
  text,
  source: readJson(text),
  content: text,
});
