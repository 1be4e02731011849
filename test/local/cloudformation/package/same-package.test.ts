import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cachedPackage, cachedService } from '../../../../local/cloudformation/package/package-cache.ts';
import { unpack } from '../../../../local/services/lambda/bundle.ts';

const projectDir = resolve(import.meta.dirname, '../../../..');

let folder: string;
let [packaged, service]: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-same-'));
  [packaged, service] = [join(folder, 'packaged'), join(folder, 'service')];
  // A setting that only osls can apply, so that the local cloud makes no template with placeholders.
  const params = { cloudTrailRule: 'off' };
  await Promise.all([
    cachedPackage({ projectDir, params, outDir: packaged }),
    cachedService({ projectDir, params, outDir: service }),
  ]);
}, 180_000);
afterAll(() => rm(folder, { recursive: true }));

test.each(['reconcile', 'sweep', 'policies', 'arrival'])(
  'the local cloud runs the bundle of %s that osls deploys',
  async (name) => {
    const unpacked = join(folder, name);
    await unpack(join(packaged ?? '', `${name}.zip`), unpacked);
    const [deployed, local] = await Promise.all(
      [unpacked, join(service ?? '', name)].map((root) =>
        readFile(join(root, `functions/${name}.cjs`), 'utf8'),
      ),
    );
    expect(local === deployed).toBe(true);
  },
);

test('the local cloud uses the template that osls deploys', async () => {
  const [deployed, local] = await Promise.all(
    [packaged, service].map(async (directory) => {
      const text = await readFile(join(directory ?? '', 'cloudformation-template-update-stack.json'), 'utf8');
      // The time of packaging.
      return JSON.parse(text.replaceAll(/\/dev\/\d+-[^/]*\//g, '/dev/'));
    }),
  );
  expect(local).toEqual(deployed);
});
