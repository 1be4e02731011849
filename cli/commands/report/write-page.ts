import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { CliError } from '../../errors/cli-error.ts';
import { writeNewFile } from '../../files/new-file.ts';

/** Throws CliError if the file exists and `force` is not set, before a report is read that could not be written. */
export async function checkNewFile(path: string, force: boolean): Promise<void> {
  if (force || (await stat(path).catch(() => undefined)) === undefined) return;
  throw new CliError(`${path} already exists.`, 'To overwrite the file, add --force.');
}

/**
 * Writes the page. The file gets its content in one step: an interrupted write leaves an empty file or the previous one,
 * never a part of a page. A target that is not a file, such as a pipe, is written directly.
 */
export async function writePage(path: string, page: string, force: boolean): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (target !== undefined && (!force || !target.isFile())) return writeNewFile(path, page, force);
  if (target === undefined) await writeNewFile(path, '', force);
  // The file that a symbolic link names is replaced, and the link stays.
  const file = await realpath(path);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, page, target && { mode: target.mode });
    await rename(draft, file);
  } catch (error) {
    if (target === undefined) await rm(path, { force: true });
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}
