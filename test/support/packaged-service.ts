import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Template, templateSchema } from './template.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const osls = join(root, 'node_modules/osls/bin/serverless.js');

/** osls takes its configuration from plain files alone. */
const copied = ['serverless.yml', 'infra'];
const linked = ['functions', 'lib', 'node_modules', 'package.json', 'package-lock.json', 'tsconfig.json'];

const stateSchema = z.object({
  service: z.object({
    initialServerlessConfig: z.object({
      params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }),
    }),
  }),
});

export interface PackagedService {
  readonly template: Template;
  /** The settings of serverless.yml with the defaults it gives them. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** The path of a function's zip, by its name in serverless.yml. */
  zip(functionName: string): string;
  remove(): Promise<void>;
}

/**
 * `osls package` as anybody runs it, with `--param name=value` for each of `params`, without credentials.
 * Rejects with what osls printed when it fails.
 */
export async function packageService(
  params: Readonly<Record<string, string>> = {},
): Promise<PackagedService> {
  const directory = await mkdtemp(join(tmpdir(), 'clr-package-'));
  const remove = () => rm(directory, { recursive: true });
  try {
    return { ...(await packageIn(directory, params)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** In a directory of its own, so that packagings side by side do not meet. */
async function packageIn(directory: string, params: Readonly<Record<string, string>>) {
  await Promise.all([
    ...copied.map((name) => cp(join(root, name), join(directory, name), { recursive: true })),
    ...linked.map((name) => symlink(join(root, name), join(directory, name))),
  ]);
  const overrides = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
  await run(process.execPath, [osls, 'package', ...overrides], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory },
  }).catch((cause: unknown) => {
    const { stdout } = z.object({ stdout: z.string() }).parse(cause);
    throw new Error(`osls package failed:\n${stdout}`, { cause });
  });
  const output = join(directory, '.serverless');
  const [template, state] = await Promise.all([
    readJson(join(output, 'cloudformation-template-update-stack.json')),
    readJson(join(output, 'serverless-state.json')),
  ]);
  return {
    template: templateSchema.parse(template),
    settings: stateSchema.parse(state).service.initialServerlessConfig.params.default,
    zip: (functionName: string) => join(output, `${functionName}.zip`),
  };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
