import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonOrYamlName } from './file-extension.ts';
import { SETTINGS_FILE } from './settings-file.ts';

/**
 * Returns the JSON and YAML files in a folder and in its subfolders, sorted by path. Leaves out hidden folders,
 * `node_modules`, and the schemas and settings of `clr init`. Throws if a folder is not readable.
 */
export async function filesInFolder(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) found.push(...(isParameterFile(entry.name) ? [path] : []));
    else if (!isSkippedFolder(entry.name)) found.push(...(await filesInFolder(path)));
  }
  return found.toSorted();
}

const isSkippedFolder = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

const isParameterFile = (name: string): boolean =>
  isJsonOrYamlName(name) && !/\.schema\.json$/i.test(name) && name !== SETTINGS_FILE;
