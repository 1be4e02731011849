import { writeFile } from 'node:fs/promises';
import { CliError } from '../errors/cli-error.ts';

/** Writes a file; one that is there already only when told to. Throws CliError. */
export async function writeNewFile(path: string, text: string, force: boolean): Promise<void> {
  await writeFile(path, text, { flag: force ? 'w' : 'wx' }).catch((cause: unknown) => {
    const exists = cause instanceof Error && Reflect.get(cause, 'code') === 'EEXIST';
    if (exists) throw new CliError(`${path} is there already`, 'add --force to write over it', { cause });
    throw cause;
  });
}
