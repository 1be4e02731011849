import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
const SOURCES = ['lib', 'cli', 'local', 'html'];

const BUNDLE = join(root, '.test-bundle');
/** `clr` with its packages in a few files. A command that calls AWS starts in a third of the time that `dist/` needs. */
export const CLR = join(BUNDLE, 'clr.js');

/** Runs before all tests: builds `clr` and bundles it if a source is newer than the build. */
export default async function buildCommand(): Promise<void> {
  const newest = await newestSource();
  const isNewer = (path: string, time: number): boolean => existsSync(path) && modified(path) > time;
  const isBuilt = isNewer(join(root, 'dist/built'), newest);
  if (!isBuilt) compile();
  const installed = changed(join(root, 'node_modules/.package-lock.json'));
  const builtAt = changed(join(root, 'dist/cli/clr.js'));
  if (!isBuilt || !isNewer(CLR, Math.max(installed, builtAt))) await bundle();
}

function compile(): void {
  const { stdout } = spawnSync(process.execPath, [join(root, 'cli/build.js')], {
    cwd: root,
    encoding: 'utf8',
  });
  // The compiler also writes files that have type errors, so that other tests can run.
  if (stdout !== '') process.stderr.write(`tsc -p tsconfig.build.json:\n${stdout}`);
}

async function bundle(): Promise<void> {
  await rm(BUNDLE, { recursive: true, force: true });
  await build({
    entryPoints: [join(root, 'dist/cli/clr.js')],
    outdir: BUNDLE,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    // They load files of their own packages.
    external: ['dynalite', 'fauxqs', 'esbuild', 'osls'],
    plugins: [ownFolders],
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'error',
  });
}

/** In a bundle, each module keeps the folder that it has in `dist/`. */
const ownFolders: Plugin = {
  name: 'own-folders',
  setup({ onLoad }) {
    onLoad({ filter: /\/dist\/.*\.js$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const contents = await readFile(path, 'utf8');
      return { contents: contents.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))) };
    });
  },
};

/** Includes folders, whose time changes when a file is removed. */
async function newestSource(): Promise<number> {
  const times = [join(root, 'tsconfig.build.json'), join(root, 'tsconfig.json')].map(changed);
  for (const source of SOURCES)
    for (const entry of await readdir(join(root, source), { recursive: true, withFileTypes: true }))
      times.push(changed(join(entry.parentPath, entry.name)));
  return Math.max(...times);
}

const modified = (path: string): number => statSync(path).mtimeMs;
/** A change time cannot be set: a copied or restored file is new. */
const changed = (path: string): number => statSync(path).ctimeMs;
