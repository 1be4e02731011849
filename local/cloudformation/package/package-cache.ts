import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions, readBundleSettings } from './bundle-functions.ts';
import { type CacheInputs, cacheDirOf, cached } from './content-cache.ts';
import { type PackageOptions, packageService } from './package-service.ts';
import { hasPlaceholders, shipService, unpackService } from './shipped-service.ts';

/** The first file lists what is installed. The lockfile represents it before npm has written that file. */
const DEPENDENCIES = ['node_modules/.package-lock.json', 'package-lock.json', 'package.json'];
const TEMPLATE_PATHS = ['serverless.yml', 'infra', ...DEPENDENCIES];
const BUNDLE_PATHS = ['functions', 'lib', 'tsconfig.json', ...DEPENDENCIES];
/** The inputs of a package with bundles, relative to the project. */
export const PACKAGE_PATHS: readonly string[] = [...TEMPLATE_PATHS, ...BUNDLE_PATHS];

export type CachedPackageOptions = Omit<PackageOptions, 'program' | 'schemaCacheDir' | 'withBundles'>;

/** Runs a part of the packaging that takes time. */
export type RunStep = <T>(name: 'template' | 'bundles', run: () => Promise<T>) => Promise<T>;

/**
 * Packages the service as `packageService` does, or copies the package of an earlier call with the same files, settings
 * and stage.
 */
export async function cachedPackage(options: CachedPackageOptions): Promise<void> {
  const { projectDir, outDir, params, stage = 'dev' } = options;
  const variant = ['package', stage, Object.entries(params).toSorted()];
  await cached({ projectDir, paths: PACKAGE_PATHS, variant }, outDir, async (folder) =>
    packageService({ ...options, outDir: folder, ...(await schemaCacheOf(projectDir)) }),
  );
}

/**
 * Packages the service for the local cloud: the template by osls and, at the same time, the bundles by esbuild. A change
 * of one does not make the other again. Each function has a folder with its bundle instead of a zip file.
 */
export async function cachedService(
  options: Omit<CachedPackageOptions, 'stage'>,
  runStep: RunStep = (_, run) => run(),
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  const parts = [cachedTemplate, cachedBundles].map((part) =>
    part({ ...options, signal }, runStep).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  try {
    await Promise.all(parts);
  } finally {
    // A part that still ends must not write to a folder that the caller has removed.
    await Promise.allSettled(parts);
  }
}

type PartOptions = Omit<CachedPackageOptions, 'stage'> & { readonly signal: AbortSignal };

/**
 * Makes one template for all settings: the one with placeholders, which takes no time to change. Settings that only osls
 * can apply, and unknown ones, need a template of their own.
 */
async function cachedTemplate(options: PartOptions, runStep: RunStep): Promise<void> {
  const { projectDir, params, outDir, signal } = options;
  const run = { signal, withBundles: false, projectDir };
  const make = (variant: CacheInputs['variant'], folder: string, packaged: (to: string) => Promise<void>) =>
    cached({ projectDir, paths: TEMPLATE_PATHS, variant }, folder, (to) =>
      runStep('template', () => packaged(to)),
    );
  if (!(await hasPlaceholders(projectDir, Object.keys(params))))
    return make(['template', Object.entries(params).toSorted()], outDir, async (to) =>
      packageService({ ...run, params, outDir: to, ...(await schemaCacheOf(projectDir)) }),
    );
  const shipped = await mkdtemp(join(tmpdir(), 'clr-service-'));
  try {
    await make(['placeholders'], shipped, async (to) =>
      shipService({ ...run, outDir: to, ...(await schemaCacheOf(projectDir)) }),
    );
    await unpackService(shipped, params, outDir);
  } finally {
    await rm(shipped, { recursive: true, force: true });
  }
}

async function cachedBundles({ projectDir, outDir, signal }: PartOptions, runStep: RunStep): Promise<void> {
  const settings = await readBundleSettings(projectDir);
  const paths = [...BUNDLE_PATHS, settings.custom.esbuild.plugins];
  const inputs = { projectDir, paths, variant: ['bundles', settings] };
  await cached(inputs, outDir, (folder) =>
    runStep('bundles', () => bundleFunctions(projectDir, settings, folder, signal)),
  );
}

/** Returns where osls keeps its compiled schema, or nothing if that folder is not writable. */
export async function schemaCacheOf(projectDir: string): Promise<Pick<PackageOptions, 'schemaCacheDir'>> {
  const schemaCacheDir = join(cacheDirOf(projectDir), 'osls');
  try {
    await mkdir(schemaCacheDir, { recursive: true });
    await access(schemaCacheDir, constants.W_OK);
    return { schemaCacheDir };
  } catch {
    return {};
  }
}
