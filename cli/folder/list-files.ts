import { access, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { CliError } from '../errors/cli-error.ts';
import { type FileIssue, formatFileIssue } from '../files/check-file.ts';
import { readContent } from '../files/file-content.ts';
import { codeOf } from '../files/file-error.ts';
import { isJsonOrYamlName } from '../files/file-extension.ts';
import { parameterFile } from '../files/parameter-file.ts';
import { type Entry, entriesOf } from './entries.ts';
import { KIND_FOLDERS, KINDS, type ParameterKind } from './layout.ts';
import { filesNotRead, foldersNotRead, isIgnored } from './not-read.ts';

export interface ListedFile {
  readonly kind: ParameterKind;
  readonly path: string;
  /** The name without its folder. */
  readonly baseName: string;
}

export interface ListedFiles {
  readonly files: readonly ListedFile[];
  /** The files that are in the wrong place, or have a wrong name. */
  readonly issues: readonly FileIssue[];
  /** The files and folders that look like a part of the layout, and are not read because of their names. */
  readonly notRead: readonly FileIssue[];
}

/**
 * Lists the files of a folder in the layout of `clr export`. Ignores documentation such as README.md, and hidden files. Follows symbolic links. Throws CliError for a folder that is not readable or, unless it is `new`, has another layout
 * or does not exist.
 */
export async function listFiles(folder: string, use: FolderUse): Promise<ListedFiles> {
  const root = use === 'new' && !(await exists(folder)) ? [] : await entriesOf(folder);
  const kinds = KINDS.filter((kind) => root.some(({ name }) => name === KIND_FOLDERS[kind]));
  const notRead = await foldersNotRead(folder, root);
  if (kinds.length === 0 && use === 'existing') throw otherLayout(folder, notRead);
  const found: ListedFiles[] = [{ files: [], issues: await misplacedInRoot(folder, root), notRead }];
  for (const kind of kinds) found.push(await listKind(kind, join(folder, KIND_FOLDERS[kind])));
  return {
    files: found.flatMap(({ files }) => files),
    issues: found.flatMap(({ issues }) => issues),
    notRead: found.flatMap((one) => one.notRead),
  };
}

/** `new`: the folder can be written, so it does not need the layout yet. */
export type FolderUse = 'existing' | 'new';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );

async function listKind(kind: ParameterKind, folder: string): Promise<ListedFiles> {
  const files: ListedFile[] = [];
  const issues: FileIssue[] = [];
  const others: string[] = [];
  for (const entry of await entriesOf(folder)) {
    const { name } = entry;
    const path = join(folder, name);
    if (entry.kind === 'Folder')
      issues.push(...(await misplacedBelow(path, folder, [await realpath(folder)])));
    else if (isJsonOrYamlName(name) && entry.kind === 'Other')
      issues.push(issue(path, 'it is not a regular file. Replace it by a JSON or YAML file.'));
    else if (isJsonOrYamlName(name)) files.push({ kind, path, baseName: name });
    else if (isIgnored(name)) continue;
    else if (kind === 'Pool' && isCertainUserPoolId(withoutExtension(name)))
      issues.push(
        issue(path, 'it has the name of a pool, and another extension. Rename it to .yaml or .json.'),
      );
    else others.push(path);
  }
  return { files, issues, notRead: filesNotRead(others) };
}

const withoutExtension = (name: string): string => name.replace(/\.[^.]*$/, '');

/** The files of a folder below `pools` or `policies` are not read. `--prune` must not delete their parameters. */
async function misplacedBelow(
  folder: string,
  parent: string,
  above: readonly string[],
): Promise<readonly FileIssue[]> {
  // A symbolic link can lead to a folder above it.
  const real = await realpath(folder);
  if (above.includes(real)) return [];
  const issues: FileIssue[] = [];
  for (const { name, kind } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (kind === 'Folder') issues.push(...(await misplacedBelow(path, parent, [...above, real])));
    else if (isJsonOrYamlName(name))
      issues.push(issue(path, `it is in a subfolder. Move it to ${showInvisible(parent)}.`));
  }
  return issues;
}

/** A parameter beside the two folders is a mistake; other JSON and YAML files are not part of the layout. */
async function misplacedInRoot(folder: string, root: readonly Entry[]): Promise<readonly FileIssue[]> {
  const names = root.filter(({ name, kind }) => kind === 'File' && isJsonOrYamlName(name));
  const issues = await Promise.all(
    names.map(async ({ name }) => {
      const path = join(folder, name);
      if (!(await isParameter(path, name))) return [];
      return [issue(path, `it contains a parameter. Move it to ${folderNames(folder)}.`)];
    }),
  );
  return issues.flat();
}

async function isParameter(path: string, name: string): Promise<boolean> {
  if (isCertainUserPoolId(withoutExtension(name))) return true;
  const content = await readContent(path);
  if (content.kind === 'Unreadable') return false;
  const { source } = parameterFile(path, content.text);
  return source.kind === 'Read' && Object.hasOwn(Object(source.value), 'LogConfigurations');
}

const folderNames = (folder: string): string =>
  `${showInvisible(join(folder, KIND_FOLDERS.Pool))} or ${showInvisible(join(folder, KIND_FOLDERS.Policy))}`;

const issue = (file: string, message: string): FileIssue => ({
  path: '',
  found: 'a file in the wrong place',
  expected: 'a file in pools or policies',
  message,
  file,
});

function otherLayout(folder: string, notRead: readonly FileIssue[]): CliError {
  const name = showInvisible(folder);
  return new CliError(
    [
      `${name} contains neither a folder "pools" nor a folder "policies".`,
      ...notRead.map(formatFileIssue),
    ].join(' '),
    `Move the files to these folders or, to write what Parameter Store contains, run: clr export ${name}`,
  );
}
