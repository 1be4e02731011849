import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { CliError } from '../errors/cli-error.ts';
import { codeOf } from '../files/file-error.ts';

type EntryKind = 'File' | 'Folder' | 'Other';

/** An entry of a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Returns the entries that are not hidden, sorted by name. A symbolic link to nothing is a file that cannot be read. Throws CliError. */
export async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadableFolder(folder, cause);
  });
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  const found = await Promise.all(
    shown.map(async (entry) => ({ name: entry.name, kind: await kindOf(join(folder, entry.name), entry) })),
  );
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function kindOf(path: string, entry: Dirent): Promise<EntryKind> {
  const known = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (known === undefined || known.isFile()) return 'File';
  return known.isDirectory() ? 'Folder' : 'Other';
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EACCES: 'you do not have permission to read it',
  EPERM: 'you do not have permission to read it',
  ELOOP: 'its symbolic links are a loop',
};

function unreadableFolder(folder: string, cause: unknown): CliError {
  const code = codeOf(cause);
  const name = showInvisible(folder);
  return new CliError(
    `Cannot read the folder ${name}: ${PROBLEMS[code] ?? 'the operating system reports an error'} (${code}).`,
    'Specify a folder with the subfolders pools and policies.',
    { cause },
  );
}
