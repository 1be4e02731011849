import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { CliError } from '../errors/cli-error.ts';

const OVERWRITE = 'To overwrite the file, add --force.';

/**
 * Writes a file. Overwrites an existing file only with `force`. Throws CliError with the next step, which for an existing
 * file is `existsHint`. Leaves no incomplete new file.
 */
export async function writeNewFile(
  path: string,
  text: string,
  force: boolean,
  existsHint = OVERWRITE,
): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    // With `force`, the file can be an older one of the user.
    if (!force && INCOMPLETE.includes(codeOf(cause))) await rm(path, { force: true }).catch(() => undefined);
    throw fileError(
      path,
      (await isFolder(path)) ? Object.assign(new Error(), { code: 'EISDIR' }) : cause,
      existsHint,
    );
  }
}

/** The errors of a write that has started. */
const INCOMPLETE: readonly string[] = ['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'];

/** A folder counts as an existing file, for which --force would be the wrong hint. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Creates a folder and its parents, and checks that files can be created in it. Throws CliError. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw fileError(path, cause, 'Specify a folder, or move the file that has this name.');
  }
}

interface FileProblem {
  readonly problem: string;
  readonly hint: (path: string) => string;
}

const permission: FileProblem = {
  problem: 'you do not have permission to write there',
  hint: () => 'Specify another path, or change the permissions.',
};

const PROBLEMS: Readonly<Record<string, FileProblem>> = {
  ENOENT: {
    problem: 'its folder does not exist',
    hint: (path) => `Create the folder: mkdir -p ${dirname(path)}`,
  },
  ENOTDIR: {
    problem: 'a part of its path is a file, not a folder',
    hint: () => 'Specify a path whose other parts are folders.',
  },
  EISDIR: { problem: 'it is a folder', hint: (path) => `Specify a file, for example ${path}/NAME.` },
  EACCES: permission,
  EPERM: permission,
  EROFS: { problem: 'the file system is read-only', hint: () => 'Specify a path on another file system.' },
  ENOSPC: { problem: 'the disk is full', hint: () => 'Free some space, or specify a path on another disk.' },
  EDQUOT: { problem: 'your disk quota is used up', hint: () => 'Free some space, or specify another path.' },
  ENAMETOOLONG: { problem: 'its name is too long', hint: () => 'Specify a shorter name.' },
  ELOOP: { problem: 'its symbolic links are a loop', hint: () => 'Specify a path without these links.' },
};

const codeOf = (cause: unknown): string => String(Object(cause).code);

/** Returns the CliError for a file or folder that cannot be written. Returns an unknown error unchanged. */
export function fileError(path: string, cause: unknown, existsHint: string): unknown {
  const code = codeOf(cause);
  const name = showInvisible(path);
  if (code === 'EEXIST') return new CliError(`${name} already exists.`, existsHint, { cause });
  const known = PROBLEMS[code];
  if (known === undefined) return cause;
  return new CliError(`Cannot write ${name}: ${known.problem} (${code}).`, known.hint(name), { cause });
}
