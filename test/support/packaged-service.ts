import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { settingsOf } from '../../cli/commands/local/package-settings.ts';
import { cachedPackage, schemaCacheOf } from '../../local/cloudformation/package/package-cache.ts';
import { packageService as packageOnce } from '../../local/cloudformation/package/package-service.ts';
import { type Template, templateSchema } from './template.ts';

export interface PackagedService {
  readonly template: Template;
  /** The settings of serverless.yml with their defaults. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** The tags that the framework passes to CloudFormation for the whole stack. The template does not contain them. */
  readonly stackTags: Readonly<Record<string, string>>;
  /** The path of a function's zip, by its name in serverless.yml. */
  zip(functionName: string): string;
  remove(): Promise<void>;
}

/** The part of serverless-state.json that contains the tags of the stack. */
const stateSchema = z.object({
  service: z.object({ provider: z.object({ stackTags: z.record(z.string(), z.string()) }) }),
});

const projectDir = resolve(import.meta.dirname, '../..');

/** The project packaged with `--param name=value` for each of `params`. Rejects with the error of osls. */
export const packageService = (
  params: Readonly<Record<string, string>> = {},
  stage = 'dev',
): Promise<PackagedService> => readPackage((outDir) => cachedPackage({ projectDir, params, stage, outDir }));

/** The same without the zip files, for settings or a stage that only one test uses. */
export const packageTemplate = (
  params: Readonly<Record<string, string>> = {},
  stage = 'dev',
): Promise<PackagedService> =>
  readPackage(async (outDir) =>
    packageOnce({
      projectDir,
      params,
      stage,
      outDir,
      withBundles: false,
      ...(await schemaCacheOf(projectDir)),
    }),
  );

async function readPackage(make: (outDir: string) => Promise<void>): Promise<PackagedService> {
  const outDir = await mkdtemp(join(tmpdir(), 'clr-package-'));
  const remove = () => rm(outDir, { recursive: true });
  try {
    await make(outDir);
    const template = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
    const state = await readFile(join(outDir, 'serverless-state.json'), 'utf8');
    return {
      template: templateSchema.parse(JSON.parse(template)),
      stackTags: stateSchema.parse(JSON.parse(state)).service.provider.stackTags,
      settings: await settingsOf(outDir),
      zip: (functionName) => join(outDir, `${functionName}.zip`),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
