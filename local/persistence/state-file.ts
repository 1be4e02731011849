import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { type State, state } from './state.ts';

/** Undefined where no such file is. What is no state is left as it stands: throws a message of one line. */
export async function readState(file: string): Promise<State | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`the state file ${file} cannot be read: ${error.message}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return state.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`the state file ${file} holds no state of this version: ${reason(cause)}`, { cause });
  }
}

function reason(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [first] = error.issues;
  return first === undefined ? 'unknown' : `${first.path.join('.')}: ${first.message}`;
}

/** All or nothing: whoever reads the file sees the state before or the state after, whenever this is ended. */
export async function writeState(file: string, content: unknown): Promise<void> {
  const next = `${file}.next`;
  try {
    const handle = await open(next, 'w');
    try {
      await handle.writeFile(JSON.stringify(content));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
