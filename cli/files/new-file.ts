import { writeFile } from 'node:fs/promises';
import { CliError } from '../errors/cli-error.ts';

/** Writes a file. Overwrites an existing file only with `force`, else throws CliError. */
export async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  await writeFile(path, text, { flag: force ? 'w' : 'wx' }).catch((cause: unknown) => {
    const exists = cause instanceof Error && Reflect.get(cause, 'code') === 'EEXIST';
    if (exists)
      throw new CliError(`${path} already exists.`, 'To overwrite the file, add --force.', { cause });
    throw cause;
  });
}
