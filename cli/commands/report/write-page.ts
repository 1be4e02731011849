import { rename, rm, stat, writeFile } from 'node:fs/promises';
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
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, page);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    if (target === undefined) await rm(path, { force: true });
    throw error;
  }
}
