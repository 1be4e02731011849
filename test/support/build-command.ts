import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const SOURCES = ['lib', 'cli', 'local', 'html'];

/**
 * Runs before all tests: builds `clr` if a source is newer than the build. Tests that run the command start it in
 * 0.2 s instead of 0.6 s.
 */
export default async function buildCommand(): Promise<void> {
  const built = join(root, 'dist/cli/clr.js');
  if (existsSync(built) && statSync(built).mtimeMs > (await newestSource())) return;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    encoding: 'utf8',
  });
  // The compiler also writes files that have type errors, so that other tests can run.
  if (stdout !== '') process.stderr.write(`tsc -p tsconfig.build.json:\n${stdout}`);
}

/** Includes folders, whose time changes when a file is removed. */
async function newestSource(): Promise<number> {
  const times = [join(root, 'tsconfig.build.json'), join(root, 'tsconfig.json')].map(modified);
  for (const source of SOURCES)
    for (const entry of await readdir(join(root, source), { recursive: true, withFileTypes: true }))
      times.push(modified(join(entry.parentPath, entry.name)));
  return Math.max(...times);
}

const modified = (path: string): number => statSync(path).mtimeMs;
