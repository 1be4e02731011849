import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type PackagedService, packageService } from '../support/packaged-service.ts';
import { ofType, propertiesOf, templateSchema } from '../support/template.ts';

const run = promisify(execFile);
const make = resolve(import.meta.dirname, '../../infra/stack-set/make.mjs');
let service: PackagedService;
let out: string;
beforeAll(async () => {
  service = await packageService();
  out = await mkdtemp(join(tmpdir(), 'clr-stack-set-'));
  await run(process.execPath, [make, 'acme-logs', dirname(service.zip('sweep')), out]);
}, 180_000);
afterAll(async () => {
  await service?.remove();
  await rm(out, { recursive: true, force: true });
});

const template = async () =>
  templateSchema.parse(JSON.parse(await readFile(join(out, 'template.json'), 'utf8')));

test('the template for a stack set is the packaged template without its deployment bucket', async () => {
  const made = await template();
  expect(JSON.stringify(made)).not.toContain('ServerlessDeployment');
  const kept = Object.keys(service.template.Resources).filter((id) => !id.startsWith('ServerlessDeployment'));
  expect(Object.keys(made.Resources)).toEqual(kept);
});

test('each function takes its code from the bucket of its Region, by a key with a hash of the code', async () => {
  const made = await template();
  const code = z.object({ Code: z.object({ S3Bucket: z.unknown(), S3Key: z.string() }) });
  const functions = ofType(made, 'AWS::Lambda::Function').map(
    (id) => code.parse(propertiesOf(made, id)).Code,
  );
  for (const { S3Bucket } of functions) expect(S3Bucket).toEqual({ 'Fn::Sub': 'acme-logs-${AWS::Region}' });
  const files = await readdir(join(out, 'code'));
  expect(functions.map(({ S3Key }) => S3Key).sort()).toEqual(files.sort());
  for (const name of ['reconcile', 'sweep', 'policies']) {
    const file = files.find((key) => key.startsWith(`${name}-`)) ?? '';
    expect(await readFile(join(out, 'code', file))).toEqual(await readFile(service.zip(name)));
  }
});

test('the template for a stack set is small enough for CloudFormation to read from a bucket', async () => {
  expect((await readFile(join(out, 'template.json'))).length).toBeLessThan(460_800);
});

test('the template for a stack set contains no Region and no account ID', async () => {
  const text = await readFile(join(out, 'template.json'), 'utf8');
  expect(text).not.toMatch(/[a-z]{2}-[a-z]+-\d:|:\d{12}:/);
});

test('make.mjs rejects an invalid bucket prefix', async () => {
  await expect(run(process.execPath, [make, 'No Bucket'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Invalid bucket prefix: No Bucket.'),
  });
});
