import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { parse } from 'yaml';
import { z } from 'zod';

/** The functions of serverless.yml and their options for esbuild. */
export type BundleSettings = z.infer<typeof settingsSchema>;

/** Rejects an option that it does not know: the bundle would differ from the deployed one. */
const settingsSchema = z.object({
  functions: z.record(z.string(), z.object({ handler: z.string() })),
  custom: z.object({
    esbuild: z.strictObject({
      bundle: z.literal(true),
      minify: z.boolean(),
      platform: z.literal('node'),
      format: z.literal('cjs'),
      target: z.string(),
      mainFields: z.array(z.string()),
      outputFileExtension: z.string(),
      exclude: z.array(z.never()),
      /** A module with a list of plugins, relative to the project. */
      plugins: z.string(),
      // Neither changes the bundle.
      sourcemap: z.literal('external'),
      sourcesContent: z.boolean(),
      keepOutputDirectory: z.boolean(),
    }),
  }),
});

/** Reads serverless.yml of the project. Rejects when it contains an option of esbuild that is not supported. */
export async function readBundleSettings(projectDir: string): Promise<BundleSettings> {
  const text = await readFile(join(projectDir, 'serverless.yml'), 'utf8');
  const settings = settingsSchema.safeParse(parse(text, { logLevel: 'silent' }));
  if (settings.success) return settings.data;
  throw new Error(`serverless.yml: ${z.prettifyError(settings.error)}`, { cause: settings.error });
}

/**
 * Bundles each function as `osls package` does, into a folder with its name instead of a zip file. Takes a fifth of the
 * time. Rejects with the errors of esbuild, and when `signal` is aborted.
 */
export async function bundleFunctions(
  projectDir: string,
  { functions, custom }: BundleSettings,
  outDir: string,
  signal?: AbortSignal,
): Promise<void> {
  const { bundle, minify, platform, format, target, mainFields, outputFileExtension } = custom.esbuild;
  const require = createRequire(join(projectDir, 'serverless.yml'));
  const plugins: Plugin[] = require(`./${custom.esbuild.plugins}`);
  // The npm package does not include esbuild.
  const { context, stop } = await import('esbuild');
  const build = await context({
    absWorkingDir: projectDir,
    entryPoints: Object.entries(functions).map(([name, { handler }]) => {
      const file = handler.slice(0, handler.lastIndexOf('.'));
      return { in: `${file}.ts`, out: join(name, file) };
    }),
    outdir: outDir,
    outExtension: { '.js': outputFileExtension },
    bundle,
    minify,
    platform,
    format,
    target,
    mainFields,
    plugins,
    logLevel: 'silent',
  });
  const cancel = () => void build.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    signal?.throwIfAborted();
    await build.rebuild();
  } finally {
    signal?.removeEventListener('abort', cancel);
    await build.dispose();
    // Otherwise its process runs as long as this one.
    await stop();
  }
}
