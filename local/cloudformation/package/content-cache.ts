import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The inputs of a cached folder. */
export interface CacheInputs {
  readonly projectDir: string;
  /** Files and folders, relative to the project. A missing one is ignored: the program that reads it reports it. */
  readonly paths: readonly string[];
  /** Everything else, as JSON. */
  readonly variant: readonly unknown[];
}

/** A package has up to 3 MB. */
const MAX_FOLDERS = 40;

/** An older folder can be removed: no process is still copying it. */
const MIN_AGE_MS = 3_600_000;

export const cacheDirOf = (projectDir: string): string =>
  join(projectDir, 'node_modules/.cache/cognito-log-reconciler');

/**
 * Copies the folder that an earlier call made from the same inputs, or makes and keeps it. Folders are kept in
 * node_modules/.cache. If that folder is not writable, it makes the folder each time.
 */
export async function cached(
  inputs: CacheInputs,
  outDir: string,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const cacheDir = cacheDirOf(inputs.projectDir);
  const key = await keyOf(inputs);
  const path = join(cacheDir, key);
  // Two calls can have the same outDir. `cp` fails if another one creates the folder at the same moment.
  await mkdir(outDir, { recursive: true });
  if (await copied(path, outDir)) return;
  const folder = await mkdtemp(join(tmpdir(), 'clr-new-'));
  try {
    await make(folder);
    await cp(folder, outDir, { recursive: true });
    // An input that changed while the folder was made can be part of it.
    const keyAfter = await keyOf(inputs).catch(() => undefined);
    if (keyAfter === key) await store(folder, path, cacheDir).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The key also contains the code that packages, and the packages that are installed. */
async function keyOf({ projectDir, paths, variant }: CacheInputs): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([process.version, ...variant]));
  const files = [
    ...(await filesOf(import.meta.dirname, '')),
    ...(await Promise.all(paths.map((path) => filesOf(projectDir, path)))).flat(),
  ];
  const contents = await Promise.all(files.map(({ absolute }) => readFile(absolute)));
  contents.forEach((content, at) => {
    hash.update(`\n${files[at]?.name} ${content.length}\n`).update(content);
  });
  return hash.digest('hex').slice(0, 32);
}

interface File {
  readonly name: string;
  readonly absolute: string;
}

/** Returns a file, or all files of a folder in a fixed order. */
async function filesOf(root: string, path: string): Promise<readonly File[]> {
  const absolute = join(root, path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [{ name: path, absolute }];
  const names = (await readdir(absolute)).toSorted();
  return (await Promise.all(names.map((name) => filesOf(root, join(path, name))))).flat();
}

/** Returns false if the folder does not exist. */
async function copied(from: string, outDir: string): Promise<boolean> {
  try {
    await cp(from, outDir, { recursive: true });
  } catch {
    return false;
  }
  const now = new Date();
  // Fails if node_modules is not writable.
  await utimes(from, now, now).catch(() => undefined);
  return true;
}

/** Stores a folder under its final name only when it is complete. */
async function store(folder: string, path: string, cacheDir: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const incomplete = await mkdtemp(join(cacheDir, 'incomplete-'));
  try {
    await cp(folder, incomplete, { recursive: true });
    await rename(incomplete, path);
  } finally {
    await rm(incomplete, { recursive: true, force: true });
  }
  await removeOldFolders(cacheDir);
}

async function removeOldFolders(cacheDir: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(cacheDir)).map(async (name) => {
      const path = join(cacheDir, name);
      return { path, usedAt: (await stat(path)).mtimeMs };
    }),
  );
  const old = folders
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .slice(MAX_FOLDERS)
    .filter(({ usedAt }) => Date.now() - usedAt > MIN_AGE_MS);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}
