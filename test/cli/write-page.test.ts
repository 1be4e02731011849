import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePage } from '../../cli/commands/report/write-page.ts';
import { checkNewFile } from '../../cli/files/new-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-page-'));
  file = join(folder, 'report.html');
});
afterEach(() => rm(folder, { recursive: true }));

test('writes a new file and leaves no other file', async () => {
  await checkNewFile(file, false);
  await writePage(file, 'page', false);
  expect(await readFile(file, 'utf8')).toBe('page');
  expect(await readdir(folder)).toEqual(['report.html']);
});

test('rejects an existing file before and after the read, and leaves it unchanged', async () => {
  await writeFile(file, 'old');
  await expect(checkNewFile(file, false)).rejects.toThrow('already exists.');
  await expect(writePage(file, 'page', false)).rejects.toThrow('already exists.');
  expect(await readFile(file, 'utf8')).toBe('old');
});

test('replaces an existing file with force, and keeps its mode and a symbolic link to it', async () => {
  await writeFile(file, 'old');
  await chmod(file, 0o640);
  const link = join(folder, 'link.html');
  await symlink(file, link);
  await checkNewFile(link, true);
  await writePage(link, 'page', true);
  expect(await readFile(file, 'utf8')).toBe('page');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect((await readdir(folder)).toSorted()).toEqual(['link.html', 'report.html']);
});

test('leaves no file behind when the page cannot be written', async () => {
  await expect(writePage(join(folder, 'none/report.html'), 'page', false)).rejects.toThrow();
  await mkdir(`${file}.${process.pid}.tmp`);
  await expect(writePage(file, 'page', false)).rejects.toThrow();
  expect(await readdir(folder)).not.toContain('report.html');
});

test('writes to a target that is not a file, such as a device', async () => {
  await writePage('/dev/null', 'page', true);
  expect((await stat('/dev/null')).isFile()).toBe(false);
});
