import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { showInvisible } from '../../lib/domain/invisible.ts';
import { CliError } from '../errors/cli-error.ts';

/** ENOENT of a path whose folder exists: for example in /proc, or below a symbolic link to nothing. */
const NOT_ALLOWED = 'NOT_ALLOWED';

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
  [NOT_ALLOWED]: {
    problem: 'the file system does not allow new files and folders there',
    hint: () => 'Specify a path on another file system.',
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

export const codeOf = (cause: unknown): string => String(Object(cause).code);

/** An error of the operating system without an entry, for example of a device. */
const OTHER: FileProblem = {
  problem: 'the operating system reports an error',
  hint: () => 'Specify another path.',
};

const isSystemError = (cause: unknown): boolean => typeof Object(cause).syscall === 'string';

/** Returns the CliError for a file or folder that cannot be written. Returns an unknown error unchanged. */
export function fileError(path: string, cause: unknown, existsHint: string): unknown {
  const code = codeOf(cause);
  const name = showInvisible(path);
  if (code === 'EEXIST') return new CliError(`${name} already exists.`, existsHint, { cause });
  const known = PROBLEMS[code] ?? (isSystemError(cause) ? OTHER : undefined);
  if (known === undefined) return cause;
  const shown = code === NOT_ALLOWED ? 'ENOENT' : code;
  return new CliError(`Cannot write ${name}: ${known.problem} (${shown}).`, known.hint(name), { cause });
}

const withCode = (code: string, cause: unknown): Error => Object.assign(new Error(code, { cause }), { code });

/** Returns the error for `fileError` when a path cannot be created in a folder that exists. */
export const notAllowed = (cause: unknown): Error => withCode(NOT_ALLOWED, cause);

/** Like `fileError`, after a look at the path: one code of the system has several causes. */
export async function describedFileError(path: string, cause: unknown, existsHint: string): Promise<unknown> {
  // A folder counts as an existing file, for which --force would be the wrong hint.
  if (await isFolder(path)) return fileError(path, withCode('EISDIR', cause), existsHint);
  const isPlaceKnown = codeOf(cause) === 'ENOENT' && (await isFolder(dirname(path)));
  return fileError(path, isPlaceKnown ? notAllowed(cause) : cause, existsHint);
}

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
