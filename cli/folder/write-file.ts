import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describedFileError } from '../files/file-error.ts';
import { writeNewFile } from '../files/new-file.ts';
import { makeFolder } from '../files/new-folder.ts';
import { fileText } from './file-text.ts';
import { filePath, type ParameterKind } from './layout.ts';

const EXISTS = 'Remove the file, or specify another folder.';

export interface NewParameterFile {
  readonly kind: ParameterKind;
  /** The ID of the pool, or the name of the policy. */
  readonly name: string;
  /** The text of the parameter. */
  readonly value: string;
  /** Written to a comment. */
  readonly poolName?: string | undefined;
}

/** Returns the path that `writeParameterFile` writes. */
export const newFilePath = (folder: string, { kind, name, value }: NewParameterFile): string =>
  filePath(folder, kind, name, fileText(kind, value).extension);

/**
 * Writes the file of a parameter in the layout of `clr export`, and returns its path. Throws CliError if the parameter has a file, also
 * one with another extension.
 */
export async function writeParameterFile(folder: string, file: NewParameterFile): Promise<string> {
  const { kind, value, poolName } = file;
  const path = newFilePath(folder, file);
  await writeOnlyFile(path, fileText(kind, value, poolName).text, EXISTS);
  return path;
}

/** Writes a new file and its folder. Throws CliError if it exists, also with another extension. */
export async function writeOnlyFile(path: string, text: string, existsHint: string): Promise<void> {
  await makeFolder(dirname(path));
  const base = path.replace(/\.[^.]*$/, '');
  for (const extension of ['yaml', 'yml', 'json']) await checkAbsent(`${base}.${extension}`, existsHint);
  await writeNewFile(path, text, false, existsHint);
}

async function checkAbsent(path: string, existsHint: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists)
    throw await describedFileError(path, Object.assign(new Error('EEXIST'), { code: 'EEXIST' }), existsHint);
}
