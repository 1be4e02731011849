// Runs `clr` in a clone: the build in dist/ if it is newer than every source, and otherwise the sources with tsx, which
// takes twice as long. A change time cannot be set, so a copied or restored source is never taken for an old one.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const SOURCES = ['lib', 'cli', 'local', 'html', 'tsconfig.json', 'tsconfig.build.json'];

/** Returns when the file was last built or changed, in milliseconds. 0 if it does not exist. */
const builtAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0;

/** Includes folders, which change when a file is removed. */
function isNewer(time, path) {
  if (changedAt(path) >= time) return false;
  const found = statSync(path, { throwIfNoEntry: false });
  return !found?.isDirectory() || readdirSync(path).every((name) => isNewer(time, join(path, name)));
}

const built = join(root, 'dist/cli/clr.js');
const time = builtAt(built);
if (SOURCES.every((source) => isNewer(time, join(root, source)))) await import(built);
else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./clr.ts');
}
