import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../../cli/errors/cli-error.ts';
import { fileError } from '../../cli/files/file-error.ts';
import { checkNewFile, replaceFile, writeNewFile } from '../../cli/files/new-file.ts';
import { makeFolder } from '../../cli/files/new-folder.ts';

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
])('writing the file %s ends with the error %s, which a check finds before', async (name, message, hint) => {
  expect(await errorOf(writeNewFile(`${folder}/${name}`, 'new', false))).toEqual([message, hint]);
  expect(await errorOf(checkNewFile(`${folder}/${name}`, false))).toEqual([message, hint]);
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

test('a folder is an error with force, too', async () => {
  const error = ['Cannot write .: it is a folder (EISDIR).', 'Specify a file, for example ./NAME.'];
  for (const write of [checkNewFile(`${folder}/.`, true), writeNewFile(`${folder}/.`, 'new', true)])
    expect(await errorOf(write)).toEqual(error);
});

test('makes a folder with its parents, and accepts an existing one', async () => {
  for (const name of ['a/b/c', 'a/b', 'a/x/../y/']) await makeFolder(join(folder, 'made', name));
  await makeFolder(`${folder}/made`);
  expect((await readdir(join(folder, 'made/a'))).toSorted()).toEqual(['b', 'y']);
  await rm(join(folder, 'made'), { recursive: true });
});

const NOT_ALLOWED = [
  'Cannot write PATH: the file system does not allow new files and folders there (ENOENT).',
  'Specify a path on another file system.',
];
test.each([
  ['a folder', (path: string) => makeFolder(path)],
  ['a file', (path: string) => writeNewFile(path, 'new', false)],
])('%s in /proc is an error', async (_, create) => {
  const found = await errorOf(create('/proc/none'));
  expect(found.map((text) => text.replace('/proc/none', 'PATH'))).toEqual(NOT_ALLOWED);
});

test('a folder below a new one in /proc is an error', async () => {
  expect((await errorOf(makeFolder('/proc/none/a')))[0]).toContain(
    'does not allow new files and folders there',
  );
});

test('a device without space is an error', async () => {
  await checkNewFile('/dev/full', true);
  expect(await errorOf(writeNewFile('/dev/full', 'new', true))).toEqual([
    'Cannot write /dev/full: the disk is full (ENOSPC).',
    'Free some space, or specify a path on another disk.',
  ]);
});

// The superuser can write everywhere.
const asUser = process.getuid?.() === 0 ? test.skip : test;
asUser('a folder or a file without write permission is an error, and stays unchanged', async () => {
  const place = join(folder, 'closed');
  const file = join(place, 'file');
  await makeFolder(place);
  await writeFile(file, 'old', { mode: 0o444 });
  await chmod(place, 0o555);
  const work = [
    () => makeFolder(place),
    () => makeFolder(join(place, 'a/b')),
    () => checkNewFile(join(place, 'a'), false),
    () => writeNewFile(join(place, 'a'), 'new', false),
    () => checkNewFile(file, true),
    () => replaceFile(file, 'new'),
  ];
  for (const one of work)
    expect((await errorOf(one())).join(' ')).toMatch(
      /^Cannot write closed\S*: you do not have permission to write there \(EACCES\)\. Specify/,
    );
  expect(await readFile(file, 'utf8')).toBe('old');
  await chmod(place, 0o755);
  await rm(place, { recursive: true });
});

test('an error of the system without an entry has its code', () => {
  const error = fileError(
    'page.html',
    Object.assign(new Error(), { code: 'EIO', syscall: 'write' }),
    'unused',
  );
  expect(String(error)).toBe(
    'CliError: Cannot write page.html: the operating system reports an error (EIO).',
  );
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
