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
let said: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clr-packaging-'));
  temporary = join(directory, 'tmp');
  outDir = join(directory, 'made', 'out');
  await mkdir(temporary);
  const child = ['--import', 'tsx', 'test/local/cloudformation/package/child.ts', outDir];
  const env = { PATH: process.env.PATH, TMPDIR: temporary };
  said = (await promisify(execFile)(process.execPath, child, { env })).stdout;
}, 60_000);
afterAll(() => rm(directory, { recursive: true }));

test('the template and a zip for each function are in the folder, with the stage and the settings named', async () => {
  const made = await readdir(outDir);
  expect(made).toEqual(
    expect.arrayContaining(['cloudformation-template-update-stack.json', 'reconcile.zip', 'sweep.zip']),
  );
  const text = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
  const { Properties } = templateSchema.parse(JSON.parse(text)).Resources.ReconcileLambdaFunction;
  expect(Properties.FunctionName).toBe('cognito-log-reconciler-trial-reconcile');
  expect(Properties.Environment.Variables).toEqual({ MODE: 'Observe', PARAMETER_PREFIX: '/a b' });
});

test('what osls refuses is told in its words, and nothing is made', async () => {
  expect(said).toMatch(/^osls package failed: Cannot resolve serverless\.yml: .*\n.*PoolRule.*State/);
  expect(await readdir(outDir)).not.toContain('bad');
});

test('a folder without serverless.yml is named', async () => {
  await expect(packageService({ projectDir: '/none/such', params: {}, outDir })).rejects.toThrow(
    '/none/such/serverless.yml',
  );
});

test('nothing stays in the temporary folder', async () => {
  expect((await readdir(temporary)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
