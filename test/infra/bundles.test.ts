import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { type PackagedService, packageService } from '../support/packaged-service.ts';

let service: PackagedService;
beforeAll(async () => {
  service = await packageService();
}, 180_000);
afterAll(() => service?.remove());

describe.each(['reconcile', 'sweep', 'policies', 'arrival'])('the zip of %s', (name) => {
  test('contains only the bundle of the function, without a source map', async () => {
    expect(await entries(service.zip(name))).toEqual([`functions/${name}.cjs`]);
  });

  test('is smaller than 350 KB', async () => {
    expect((await stat(service.zip(name))).size).toBeLessThan(350_000);
  });
});

async function entries(path: string): Promise<string[]> {
  const open = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);
  const zip = await open(path, { lazyEntries: false });
  const names: string[] = [];
  zip.on('entry', (entry: yauzl.Entry) => names.push(entry.fileName));
  return new Promise((resolve, reject) => zip.on('end', () => resolve(names)).on('error', reject));
}
