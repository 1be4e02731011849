import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The part of serverless-state.json that contains the settings and their defaults. osls writes the file. */
const stateSchema = z.object({
  service: z.object({
    initialServerlessConfig: z.object({
      params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }),
    }),
  }),
});

/** Returns the settings of serverless.yml with their defaults, from a packaged service. */
export async function settingsOf(packageDir: string): Promise<Readonly<Record<string, string | number>>> {
  const state = JSON.parse(await readFile(join(packageDir, 'serverless-state.json'), 'utf8'));
  return stateSchema.parse(state).service.initialServerlessConfig.params.default;
}

/** Rejects unknown settings. osls ignores them, so a typing error would have no effect. */
export async function checkParams(
  packageDir: string,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const known = Object.keys(await settingsOf(packageDir));
  const unknown = Object.keys(params).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown setting ${unknown.join(', ')}. Known settings: ${known.join(', ')}.`);
  if (params.stateTable)
    throw new Error(
      `stateTable: found "${params.stateTable}". The local cloud starts without tables, so remove this setting.`,
    );
}
