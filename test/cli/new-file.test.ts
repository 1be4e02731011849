import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../../cli/errors/cli-error.ts';
import { fileError, makeFolder, writeNewFile } from '../../cli/files/new-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-new-file-'));
  await writeFile(join(folder, 'file'), 'old');
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns the message and the hint, with the folder left out. */
async function errorOf(work: Promise<void>): Promise<readonly string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error(`expected a CliError, found ${error}`);
  return [error.message, error.hint].map((text) => text.replaceAll(`${folder}/`, ''));
}

test.each([
  [
    'no/page.html',
    'Cannot write no/page.html: its folder does not exist (ENOENT).',
    'Create the folder: mkdir -p no',
  ],
  [
    'file/page.html',
    'Cannot write file/page.html: a part of its path is a file, not a folder (ENOTDIR).',
    'Specify a path whose other parts are folders.',
  ],
  ['file', 'file already exists.', 'To overwrite the file, add --force.'],
  ['.', 'Cannot write .: it is a folder (EISDIR).', 'Specify a file, for example ./NAME.'],
])('writing the file %s ends with the error %s', async (name, message, hint) => {
  expect(await errorOf(writeNewFile(`${folder}/${name}`, 'new', false))).toEqual([message, hint]);
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['file']);
});

test('a folder that cannot be created is an error with a next step', async () => {
  expect(await errorOf(makeFolder(`${folder}/file`))).toEqual([
    'file already exists.',
    'Specify a folder, or move the file that has this name.',
  ]);
  expect(await errorOf(makeFolder(`${folder}/file/a`))).toEqual([
    'Cannot write file/a: a part of its path is a file, not a folder (ENOTDIR).',
    'Specify a path whose other parts are folders.',
  ]);
});

test.each(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENAMETOOLONG', 'ELOOP'])(
  'the error %s has a next step, and its name stays in the message',
  (code) => {
    const error = fileError('page.html', Object.assign(new Error(), { code }), 'unused');
    expect(error).toBeInstanceOf(CliError);
    expect(String(error)).toMatch(new RegExp(`^CliError: Cannot write page\\.html: .* \\(${code}\\)\\.$`));
  },
);

test('an error that is not one of a file is left unchanged', () => {
  const error = new TypeError('a bug');
  expect(fileError('page.html', error, 'unused')).toBe(error);
});
