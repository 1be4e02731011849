import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, describedFileError } from './file-error.ts';

const OVERWRITE = 'To overwrite the file, add --force.';
const { W_OK, X_OK } = constants;

/**
 * Checks whether `writeNewFile` or `replaceFile` can write a file, before a long work whose result could not be written. Throws
 * CliError.
 */
export async function checkNewFile(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && (!force || found.isDirectory()))
    throw await describedFileError(path, withCode('EEXIST'), OVERWRITE);
  try {
    if (found !== undefined) await access(path, W_OK);
    if (found === undefined || found.isFile()) {
      const file = found === undefined ? path : await realpath(path);
      await access(`${dirname(file)}/.`, W_OK | X_OK);
    }
  } catch (cause) {
    throw await describedFileError(path, cause, OVERWRITE);
  }
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

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
    throw await describedFileError(path, cause, existsHint);
  }
}

/** The errors of a write that has started. */
const INCOMPLETE: readonly string[] = ['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'];

/**
 * Replaces the content of an existing file in one step: a write that fails or is interrupted leaves the previous content,
 * never a part of the new one. Keeps the mode, and a symbolic link to the file. Throws CliError.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  try {
    // A rename would also replace a file without write permission.
    await access(path, W_OK);
    const file = await realpath(path);
    const { mode } = await stat(file);
    const draft = `${file}.${process.pid}.tmp`;
    try {
      await writeFile(draft, text, { mode });
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  } catch (cause) {
    throw await describedFileError(path, cause, OVERWRITE);
  }
}
