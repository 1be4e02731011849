import { createHash, type Hash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackageOptions, packageService } from './package-service.ts';
import { canUnpack, shipService, unpackService } from './shipped-service.ts';

/** The inputs of `osls package`, relative to the project. The lockfile represents node_modules. */
const INPUTS = [
  'serverless.yml',
  'infra',
  'functions',
  'lib',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** A package has 0.5 MB. */
const MAX_PACKAGES = 40;

/** An older package can be removed: no process is still copying it. */
const MIN_AGE_MS = 3_600_000;

export type CachedPackageOptions = Omit<PackageOptions, 'program'>;

/**
 * Packages the service as `packageService` does, or copies the package of an earlier call with the same files,
 * settings and stage. Packages are kept in node_modules/.cache. If that folder is not writable, it packages each time.
 */
export function cachedPackage(options: CachedPackageOptions): Promise<void> {
  const { projectDir, outDir, params, stage = 'dev' } = options;
  const variant = [stage, Object.entries(params).toSorted()];
  return cached(projectDir, variant, outDir, () => packageService(options));
}

/**
 * Does the same with one package for all settings: the one with placeholders, which takes no time to change. Settings that only osls
 * can apply, and unknown ones, are packaged by osls.
 */
export async function cachedService(options: Omit<CachedPackageOptions, 'stage'>): Promise<void> {
  const { projectDir, params, outDir, signal } = options;
  const shipped = await mkdtemp(join(tmpdir(), 'clr-service-'));
  try {
    await cached(projectDir, ['placeholders'], shipped, () => shipService(projectDir, shipped, signal));
    if (await canUnpack(shipped, Object.keys(params))) await unpackService(shipped, params, outDir);
    else await cachedPackage(options);
  } finally {
    await rm(shipped, { recursive: true, force: true });
  }
}

/** Copies the folder of an earlier call for this variant of the service, or makes and stores it. */
async function cached(
  projectDir: string,
  variant: readonly unknown[],
  outDir: string,
  make: () => Promise<void>,
): Promise<void> {
  const cacheDir = join(projectDir, 'node_modules/.cache/cognito-log-reconciler');
  const path = join(cacheDir, await keyOf(projectDir, variant));
  if (await copied(path, outDir)) return;
  await make();
  await store(outDir, path, cacheDir).catch(() => undefined);
}

async function keyOf(projectDir: string, variant: readonly unknown[]): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, ...variant]));
  for (const input of INPUTS) await hashPath(hash, projectDir, input);
  return hash.digest('hex').slice(0, 32);
}

/** Adds the name and the content of a file, or of all files of a folder. */
async function hashPath(hash: Hash, projectDir: string, path: string): Promise<void> {
  const absolute = join(projectDir, path);
  // packageService reports a missing file.
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory()) {
    for (const name of (await readdir(absolute)).toSorted())
      await hashPath(hash, projectDir, join(path, name));
    return;
  }
  const content = await readFile(absolute);
  hash.update(`\n${path} ${content.length}\n`).update(content);
}

/** Returns false if the package does not exist. */
async function copied(cached: string, outDir: string): Promise<boolean> {
  try {
    await cp(cached, outDir, { recursive: true });
    const now = new Date();
    await utimes(cached, now, now);
    return true;
  } catch {
    return false;
  }
}

/** Stores a package under its final name only when it is complete. */
async function store(outDir: string, cached: string, cacheDir: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const incomplete = await mkdtemp(join(cacheDir, 'incomplete-'));
  try {
    await cp(outDir, incomplete, { recursive: true });
    await rename(incomplete, cached);
  } finally {
    await rm(incomplete, { recursive: true, force: true });
  }
  await removeOldPackages(cacheDir);
}

async function removeOldPackages(cacheDir: string): Promise<void> {
  const packages = await Promise.all(
    (await readdir(cacheDir)).map(async (name) => {
      const path = join(cacheDir, name);
      return { path, usedAt: (await stat(path)).mtimeMs };
    }),
  );
  const old = packages
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .slice(MAX_PACKAGES)
    .filter(({ usedAt }) => Date.now() - usedAt > MIN_AGE_MS);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}
