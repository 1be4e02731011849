import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What osls leaves beside a packaged template, as far as it tells the settings and their defaults. */
const stateSchema = z.object({
  service: z.object({
    initialServerlessConfig: z.object({
      params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }),
    }),
  }),
});

/** The settings of serverless.yml with their defaults, from a packaged service. */
export async function settingsOf(packageDir: string): Promise<Readonly<Record<string, string | number>>> {
  const state = JSON.parse(await readFile(join(packageDir, 'serverless-state.json'), 'utf8'));
  return stateSchema.parse(state).service.initialServerlessConfig.params.default;
}

/** osls passes over a name that serverless.yml does not use; a person meant something by it. */
export async function checkParams(
  packageDir: string,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const known = Object.keys(await settingsOf(packageDir));
  const unknown = Object.keys(params).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`no setting is named ${unknown.join(', ')}; there are ${known.join(', ')}`);
  if (params.stateTable)
    throw new Error(`stateTable: found "${params.stateTable}"; the local cloud begins without any table`);
}
