import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cached } from '../../../../local/cloudformation/package/content-cache.ts';
import {
  cachedPackage,
  PACKAGE_PATHS,
  schemaCacheOf,
} from '../../../../local/cloudformation/package/package-cache.ts';
import { shipService, unpackService } from '../../../../local/cloudformation/package/shipped-service.ts';

const projectDir = resolve(import.meta.dirname, '../../../..');
const TEMPLATE = 'cloudformation-template-update-stack.json';

let folder: string;
let shipped: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-shipped-'));
  shipped = join(folder, 'shipped');
  const inputs = { projectDir, paths: PACKAGE_PATHS, variant: ['shipped'] };
  await cached(inputs, shipped, async (outDir) =>
    shipService({ projectDir, outDir, ...(await schemaCacheOf(projectDir)) }),
  );
}, 180_000);
afterAll(() => rm(folder, { recursive: true }));

const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });

/**
 * Returns the template without the names that contain the time of packaging, and without the one alarm with a
 * period that osls calculates from the schedule. Alarms have no effect in a local cloud.
 */
async function templateIn(outDir: string): Promise<unknown> {
  const text = await readFile(join(outDir, TEMPLATE), 'utf8');
  const template = templateSchema.parse(JSON.parse(text.replaceAll(/\/dev\/\d+-[^/]*\//g, '/dev/')));
  const { SweepMissingAlarm, ...Resources } = template.Resources;
  expect(SweepMissingAlarm).toBeDefined();
  return { ...template, Resources };
}

test.each([
  ['the defaults', {}],
  [
    'other settings',
    {
      prefix: '/a b/"c"',
      mode: 'Observe',
      schedule: 'rate(5 minutes)',
      clearGrace: '0',
      allowedDestinations: 'arn:aws:s3:::$&,arn:aws:s3:::two',
      logLevel: 'DEBUG',
      rolePath: '/teams/',
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
    },
  ],
])(
  'unpacks the service with %s as osls would package it',
  async (name, params) => {
    const [packaged, unpacked] = [join(folder, name, 'packaged'), join(folder, name, 'unpacked')];
    await cachedPackage({ projectDir, params, outDir: packaged });
    await unpackService(shipped, params, unpacked);
    expect(await templateIn(unpacked)).toEqual(await templateIn(packaged));
    expect(await readdir(unpacked)).toEqual(expect.arrayContaining(await readdir(packaged)));
  },
  180_000,
);

test.each(['cloudTrailRule', 'architecture', 'deploymentBucket', 'stackTags'])(
  'rejects %s, which only osls can apply, and names it in the error',
  async (name) => {
    const outDir = join(folder, 'rejected');
    await expect(unpackService(shipped, { [name]: 'off', mode: 'Observe' }, outDir)).rejects.toThrow(
      new RegExp(`^To change ${name}, use a clone of the repository`),
    );
  },
);

test('contains no path of the machine that packaged it', async () => {
  for (const name of await readdir(shipped))
    expect((await readFile(join(shipped, name))).includes(projectDir)).toBe(false);
});
