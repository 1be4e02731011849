import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { codeOf, fileError, isFolder, notAllowed } from './file-error.ts';

const EXISTS = 'Specify a folder, or move the file that has this name.';

/** Creates a folder and its parents, and checks that files can be created in it. Throws CliError. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeWithParents(resolve(path));
    await access(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    // Not a missing parent, which this call creates.
    throw fileError(path, codeOf(cause) === 'ENOENT' ? notAllowed(cause) : cause, EXISTS);
  }
}

/** Node.js has an option for the parents, but with it the call never ends in /proc, where every new folder is ENOENT. */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || (await isFolder(parent))) throw error;
    await makeWithParents(parent);
    await makeWithParents(path);
  }
}
