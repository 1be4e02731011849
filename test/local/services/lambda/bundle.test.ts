import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../../../../local/services/lambda/bundle.ts';
import { writeZip } from './zip.ts';

let directory: string;
let artifact: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clr-bundle-'));
  artifact = join(directory, 'function.zip');
});
afterEach(() => rm(directory, { recursive: true }));

test('unpacks the folders and files of a zip unchanged', async () => {
  const text = 'ü'.repeat(100_000);
  await writeZip(artifact, { 'empty/': '', 'functions/a.cjs': text, 'deep/down/b.txt': '' });
  const folder = join(directory, 'out');
  await unpack(artifact, folder);
  expect((await readdir(folder)).sort()).toEqual(['deep', 'empty', 'functions']);
  expect(await readFile(join(folder, 'functions/a.cjs'), 'utf8')).toBe(text);
  expect(await readFile(join(folder, 'deep/down/b.txt'), 'utf8')).toBe('');
});

test.each(['../client', '/client', 'a/../../client'])('rejects a zip with a file named %s', async (name) => {
  await writeZip(artifact, { [name]: 'x' });
  await expect(unpack(artifact, join(directory, 'out'))).rejects.toThrow(name);
  expect(await readdir(directory)).toEqual(['function.zip']);
});

test('rejects a file that is not a zip', async () => {
  await expect(unpack(import.meta.filename, join(directory, 'out'))).rejects.toThrow(
    /End of central directory/,
  );
});
