import { join } from 'node:path';
import { isCertainUserPoolId } from '../../lib/domain/user-pool-id.ts';
import type { FileIssue } from '../files/check-file.ts';
import { baseNameOf } from '../files/file-extension.ts';
import { type Entry, entriesOf } from './entries.ts';
import { KIND_FOLDERS, KINDS } from './layout.ts';

/** Documentation, and the backups and locks of editors. */
const IGNORED = /\.(md|markdown|adoc|rst)$|^(readme|license|codeowners|makefile)$|~$|^#.*#$|\.sw[a-p]$/i;

/** Whether a file in `pools` or `policies` is left out without a warning. */
export const isIgnored = (name: string): boolean => IGNORED.test(name);

/** Returns a warning for each file in `pools` or `policies` that could be meant as a parameter: `prod.yaml.bak`, `prod.yam`. */
export const filesNotRead = (paths: readonly string[]): readonly FileIssue[] =>
  paths.map((path) =>
    notRead(path, 'it is not read, because its name does not end in .yaml, .yml or .json.'),
  );

const FOLDER_NAMES: readonly string[] = Object.values(KIND_FOLDERS);

/**
 * Returns a warning for each folder beside `pools` and `policies` that could be meant as one of them, or that contains a layout
 * of its own.
 */
export async function foldersNotRead(folder: string, root: readonly Entry[]): Promise<readonly FileIssue[]> {
  const others = root.filter(({ name, kind }) => kind === 'Folder' && !FOLDER_NAMES.includes(name));
  const found = await Promise.all(others.map(({ name }) => folderNotRead(folder, name)));
  return found.flat();
}

async function folderNotRead(folder: string, name: string): Promise<readonly FileIssue[]> {
  const path = join(folder, name);
  const meant = KINDS.find((kind) => isLike(name, kind));
  if (meant !== undefined)
    return [
      notRead(path, `it is not read, because the name of the folder must be "${KIND_FOLDERS[meant]}".`),
    ];
  // A folder that is not readable is not part of the layout.
  const entries = await entriesOf(path).catch(() => []);
  const isNested = entries.some(({ name: inner, kind }) =>
    kind === 'Folder' ? FOLDER_NAMES.includes(inner) : isCertainUserPoolId(baseNameOf(inner)),
  );
  return isNested
    ? [notRead(path, 'it contains parameters, and is not read. Specify this folder in a command of its own.')]
    : [];
}

/** Whether a name is that of the folder in another case, or in the singular. */
const isLike = (name: string, kind: (typeof KINDS)[number]): boolean =>
  [KIND_FOLDERS[kind], kind.toLowerCase()].includes(name.toLowerCase());

const notRead = (file: string, message: string): FileIssue => ({
  path: '',
  found: 'a name that is not part of the layout',
  expected: 'a file in pools or policies whose name ends in .yaml, .yml or .json',
  message,
  file,
});
