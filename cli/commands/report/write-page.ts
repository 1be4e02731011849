import { rm, stat } from 'node:fs/promises';
import { replaceFile, writeNewFile } from '../../files/new-file.ts';

/**
 * Writes the page. The file gets its content in one step: an interrupted write leaves an empty file or the previous one,
 * never a part of a page. A target that is not a file, such as a pipe, is written directly. Throws CliError.
 */
export async function writePage(path: string, page: string, force: boolean): Promise<void> {
  const target = await stat(path).catch(() => undefined);
  if (target !== undefined && (!force || !target.isFile())) return writeNewFile(path, page, force);
  if (target === undefined) await writeNewFile(path, '', force);
  try {
    await replaceFile(path, page);
  } catch (error) {
    if (target === undefined) await rm(path, { force: true });
    throw error;
  }
}
