import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type PackageOptions, packageService } from './package-service.ts';

/**
 * The service, packaged once for users of the npm package, which does not include osls. Each setting that
 * appears unchanged in the template is packaged as a placeholder. A deployment replaces the placeholders. All
 * other settings keep their default.
 */

/** Settings that serverless.yml transforms, or that osls validates. */
const FIXED_SETTINGS = [
  'cloudTrailRule',
  'tracing',
  'logRetention',
  'editsConcurrency',
  'upkeepConcurrency',
  'stateTable',
  'architecture',
  'deploymentBucket',
  'stackTags',
];

const TEMPLATE = 'cloudformation-template-update-stack.json';
const STATE = 'serverless-state.json';
const PLACEHOLDERS = 'placeholders.json';

const serverlessSchema = z.object({
  params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }),
});
const placeholdersSchema = z.record(z.string(), z.object({ placeholder: z.string(), fallback: z.string() }));

/** Packages the service with placeholders into `outDir`. Run by `npm pack`, and by the local cloud in a clone. */
export async function shipService(options: Omit<PackageOptions, 'params' | 'stage'>): Promise<void> {
  const { outDir } = options;
  const defaults = await readDefaults(options.projectDir);
  const placeholders = Object.fromEntries(
    Object.entries(defaults)
      .filter(([name]) => !FIXED_SETTINGS.includes(name))
      .map(([name, value]) => [name, { placeholder: placeholderOf(name), fallback: String(value) }]),
  );
  const params = Object.fromEntries(
    Object.entries(placeholders).map(([name, { placeholder }]) => [name, placeholder]),
  );
  await packageService({ ...options, params });
  await writeFile(join(outDir, PLACEHOLDERS), JSON.stringify(placeholders, null, 2));
  // The complete state of osls contains paths of this machine. Only the defaults are needed.
  const service = { initialServerlessConfig: { params: { default: defaults } } };
  await writeFile(join(outDir, STATE), JSON.stringify({ service }));
}

/**
 * Placeholders have the form of a path, because the setting for the prefix must be a path. No placeholder is
 * a part of another.
 */
const placeholderOf = (name: string): string => `/--clr-setting-${name}--`;

async function readDefaults(projectDir: string): Promise<Readonly<Record<string, string | number>>> {
  const text = await readFile(join(projectDir, 'serverless.yml'), 'utf8');
  return serverlessSchema.parse(parse(text, { logLevel: 'silent' })).params.default;
}

/** Returns whether `shipService` makes a placeholder for each of these settings, so that `unpackService` can replace it. */
export async function hasPlaceholders(projectDir: string, names: readonly string[]): Promise<boolean> {
  const defaults = await readDefaults(projectDir);
  return names.every((name) => name in defaults && !FIXED_SETTINGS.includes(name));
}

const readPlaceholders = async (shippedDir: string) =>
  placeholdersSchema.parse(JSON.parse(await readFile(join(shippedDir, PLACEHOLDERS), 'utf8')));

/**
 * Writes the service as `osls package` with these settings would. Rejects when a setting cannot be changed
 * without osls. Names that are not settings are ignored: the caller validates names.
 */
export async function unpackService(
  shippedDir: string,
  params: Readonly<Record<string, string>>,
  outDir: string,
): Promise<void> {
  const placeholders = await readPlaceholders(shippedDir);
  const fixed = Object.keys(params).filter((name) => FIXED_SETTINGS.includes(name));
  if (fixed.length > 0)
    throw new Error(
      `To change ${fixed.join(', ')}, use a clone of the repository: the npm package does not include osls.`,
    );
  await mkdir(outDir, { recursive: true });
  await cp(shippedDir, outDir, { recursive: true });
  let template = await readFile(join(shippedDir, TEMPLATE), 'utf8');
  for (const [name, { placeholder, fallback }] of Object.entries(placeholders))
    template = template.replaceAll(placeholder, () => JSON.stringify(params[name] ?? fallback).slice(1, -1));
  await writeFile(join(outDir, TEMPLATE), template);
}
