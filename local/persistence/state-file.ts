import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { type State, state } from './state.ts';

/**
 * Returns undefined when the file does not exist. A file with invalid contents is not changed: an error with
 * a one-line message is thrown.
 */
export async function readState(file: string): Promise<State | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`Cannot read the state file ${file}: ${error.message}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return state.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`The state file ${file} does not contain a state of this version: ${reason(cause)}`, {
      cause,
    });
  }
}

function reason(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [first] = error.issues;
  return first === undefined ? 'unknown' : `${first.path.join('.')}: ${first.message}`;
}

/**
 * Writes the whole file or nothing. A reader sees either the previous or the new state, even if this process
 * is killed.
 */
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
