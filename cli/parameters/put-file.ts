import { readFile } from 'node:fs/promises';
import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { type CheckedFile, formatFileIssue } from '../files/check-file.ts';
import { kindOfFile } from '../files/file-kind.ts';
import { replaceFile } from '../files/new-file.ts';
import { otherKindHint } from '../files/other-kind.ts';
import type { ParameterFile } from '../files/parameter-file.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { baseComment, baseIn, parameterArn, withBase } from './base-version.ts';
import { checkReadable } from './check-readable.ts';
import { type ParameterVersion, readNamed } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';
import { type WriteOptions, writeParameter } from './write-parameter.ts';
import type { WriteResult } from './write-result.ts';

/** Writes a parameter from a file that was checked. Prints all issues, and writes nothing if it is not valid. */
export async function putFile(
  terminal: Terminal,
  service: OpenService,
  subject: ParameterSubject,
  { file, errors, warnings }: CheckedFile & { readonly file: ParameterFile },
  { yes, ifVersion }: WriteOptions,
): Promise<WriteResult> {
  for (const warning of warnings) terminal.info(`Warning: ${formatFileIssue(warning)}`);
  if (errors.length > 0) {
    for (const error of errors) terminal.info(formatFileIssue(error));
    terminal.info(
      withSelection(['No changes made.', ...fileHint(file, subject)].join(' '), service.selection),
    );
    return { ...subject.identity, name: subject.name, result: 'invalid', differences: [], errors };
  }
  const before = await readNamed(service, subject.name);
  checkReadable(before, subject);
  const arn = parameterArn(service.settings, subject.name);
  const result = await writeParameter(terminal, {
    service,
    subject,
    before,
    base: ifVersion === undefined ? baseIn(file.content, arn) : { version: ifVersion },
    text: textFor(file, before),
    yes,
    command: `${subject.commands.put} ${file.name}`,
  });
  if (result.result === 'written' && result.newVersion !== undefined)
    await updateComment(terminal, file, arn, result.newVersion);
  return result;
}

/** Returns the command for the file. `clr validate` checks a file without signs of a policy as the parameter of a pool. */
function fileHint(file: ParameterFile, { kind }: ParameterSubject): readonly string[] {
  const other = otherKindHint(file, kind, 'write');
  if (other !== undefined) return [other];
  if (kind === 'Policy' && kindOfFile(file) === 'Unknown') return [];
  return [`To check the file without an AWS call, run: clr validate ${file.name}`];
}

/** Keeps the stored text when a YAML file has the same members: a new text would be a version without a change. */
function textFor({ text, content, source }: ParameterFile, before: ParameterVersion | undefined): string {
  if (before === undefined || source.kind !== 'Read' || text === content.trim()) return text;
  const stored = readJson(before.value);
  if (stored.kind === 'Broken') return text;
  return JSON.stringify(stored.value) === JSON.stringify(JSON.parse(text)) ? before.value : text;
}

/** Writes the new version to the comment of a YAML file, so that the file can be edited and put again. */
async function updateComment(
  terminal: Terminal,
  { name, content }: ParameterFile,
  arn: string,
  version: number,
): Promise<void> {
  if (name === '-' || baseIn(content, arn) === undefined) return;
  try {
    const updated = withBase(await readFile(name, 'utf8'), arn, version);
    if (updated !== undefined) await replaceFile(name, updated);
  } catch {
    const comment = baseComment(arn, { version });
    terminal.info(`The comment in ${name} still names the version before. Change it to: ${comment}`);
  }
}
