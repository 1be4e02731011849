import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { packageService } from '../../../../local/cloudformation/package/package-service.ts';

const templateSchema = z.object({
  Resources: z.object({
    ReconcileLambdaFunction: z.object({
      Properties: z.object({
        FunctionName: z.string(),
        Environment: z.object({ Variables: z.object({ MODE: z.string(), PARAMETER_PREFIX: z.string() }) }),
      }),
    }),
  }),
});

let directory: string;
let temporary: string;
let outDir: string;
let output: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clr-packaging-'));
  temporary = join(directory, 'tmp');
  outDir = join(directory, 'new', 'out');
  await mkdir(temporary);
  const child = ['--import', 'tsx', 'test/local/cloudformation/package/child.ts', outDir];
  const env = { PATH: process.env.PATH, TMPDIR: temporary };
  output = (await promisify(execFile)(process.execPath, child, { env })).stdout;
}, 180_000);
afterAll(() => rm(directory, { recursive: true }));

test('writes the template and a zip for each function, with the given stage and settings', async () => {
  const files = await readdir(outDir);
  expect(files).toEqual(
    expect.arrayContaining(['cloudformation-template-update-stack.json', 'reconcile.zip', 'sweep.zip']),
  );
  const text = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
  const { Properties } = templateSchema.parse(JSON.parse(text)).Resources.ReconcileLambdaFunction;
  expect(Properties.FunctionName).toBe('cognito-log-reconciler-trial-reconcile');
  expect(Properties.Environment.Variables).toEqual({ MODE: 'Observe', PARAMETER_PREFIX: '/a b' });
});

test('returns the error of osls for an invalid setting and writes no package', async () => {
  expect(output).toMatch(/^osls package failed: Cannot resolve serverless\.yml: .*\n.*PoolRule.*State/);
  expect(await readdir(outDir)).not.toContain('bad');
});

test('names a folder without serverless.yml in the error', async () => {
  await expect(packageService({ projectDir: '/none/such', params: {}, outDir })).rejects.toThrow(
    '/none/such/serverless.yml',
  );
});

test('leaves no files in the temporary folder', async () => {
  expect((await readdir(temporary)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
