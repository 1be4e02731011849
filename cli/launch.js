// Runs `clr` in a clone: the build in dist/ if it is complete and began after the last change of every source, and otherwise the sources
// with tsx, which takes twice as long. A change time cannot be set, so a copied or restored source is never taken for an old one.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const SOURCES = ['lib', 'cli', 'local', 'html', 'tsconfig.json', 'tsconfig.build.json'];

/** The time at which the last complete build began (cli/build.js), in milliseconds. 0 if the file does not exist, as below. */
const builtAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
/** The time at which the file was last changed. */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0;

/** Includes folders, which change when a file is removed. */
function isNewer(time, path) {
  if (changedAt(path) >= time) return false;
  const found = statSync(path, { throwIfNoEntry: false });
  return !found?.isDirectory() || readdirSync(path).every((name) => isNewer(time, join(path, name)));
}

const time = builtAt(join(root, 'dist/built'));
if (SOURCES.every((source) => isNewer(time, join(root, source)))) await import('../dist/cli/clr.js');
else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./clr.ts');
}
