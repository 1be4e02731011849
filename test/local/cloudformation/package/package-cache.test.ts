import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedPackage, cachedService } from '../../../../local/cloudformation/package/package-cache.ts';

/** Used instead of osls: adds a line to runs.txt of the project, and packages that file and its settings. Fails when a setting is `bad`. */
const OSLS = `
const { appendFileSync, cpSync, mkdirSync, realpathSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
if (process.argv.includes('--param=mode=bad')) { console.log('Error:\\nbad mode'); process.exit(1); }
const runs = dirname(realpathSync('package.json')) + '/runs.txt';
appendFileSync(runs, process.argv.slice(2).join(' ') + '\\n');
mkdirSync('.serverless');
cpSync(runs, '.serverless/sweep.zip');
writeFileSync('.serverless/cloudformation-template-update-stack.json', JSON.stringify(process.argv.slice(2)));
`;

let projectDir: string;
let outputs: number;
beforeEach(async () => {
  projectDir = await mkdtemp(join(tmpdir(), 'clr-cache-'));
  outputs = 0;
  await mkdir(join(projectDir, 'node_modules/osls/bin'), { recursive: true });
  for (const folder of ['infra', 'functions', 'lib/domain'])
    await mkdir(join(projectDir, folder), { recursive: true });
  const files = {
    'node_modules/osls/bin/serverless.js': OSLS,
    'serverless.yml': 'params: { default: { mode: Enforce, clearGrace: 600, cloudTrailRule: "on" } }',
    'package.json': '{}',
    'lib/domain/a.ts': 'a',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(projectDir, name), content);
});
afterEach(() => rm(projectDir, { recursive: true }));

/** Returns the packaged file. */
async function packaged(params: Readonly<Record<string, string>> = {}, stage?: string): Promise<string> {
  outputs += 1;
  const outDir = join(projectDir, `out-${outputs}`);
  await cachedPackage({ projectDir, params, outDir, ...(stage !== undefined && { stage }) });
  return readFile(join(outDir, 'sweep.zip'), 'utf8');
}

test('copies the package of an earlier call with the same files, settings and stage', async () => {
  const first = await packaged({ a: '1', b: '2' });
  expect(await packaged({ b: '2', a: '1' })).toBe(first);
  expect(first).toBe('package --stage=dev --param=a=1 --param=b=2\n');
});

test.each([
  ['a changed file', () => writeFile(join(projectDir, 'lib/domain/a.ts'), 'b')],
  ['a new file', () => writeFile(join(projectDir, 'infra/new.yml'), '')],
  ['a removed file', () => rm(join(projectDir, 'lib/domain/a.ts'))],
  [
    'a file that moves its content to another file',
    async () => {
      await rm(join(projectDir, 'lib/domain/a.ts'));
      await writeFile(join(projectDir, 'lib/domain/b.ts'), 'a');
    },
  ],
])('packages again after %s', async (_, change) => {
  const first = await packaged();
  await change();
  expect(await packaged()).not.toBe(first);
});

test('packages again for another setting or stage', async () => {
  const packages = [await packaged(), await packaged({ mode: 'Observe' }), await packaged({}, 'prod')];
  expect(new Set(packages).size).toBe(3);
});

test('reports the error of osls each time and stores no package', async () => {
  for (let call = 0; call < 2; call++)
    await expect(packaged({ mode: 'bad' })).rejects.toThrow('osls package failed: bad mode');
  expect(await readdir(join(projectDir, 'node_modules'))).toEqual(['osls']);
});

test('packages each time when the cache is not writable', async () => {
  await writeFile(join(projectDir, 'node_modules/.cache'), 'a file');
  const first = await packaged();
  expect(await packaged()).not.toBe(first);
});

describe('the service with any settings', () => {
  /** Returns the settings in the template, and how often osls ran. */
  async function service(params: Readonly<Record<string, string>>) {
    outputs += 1;
    const outDir = join(projectDir, `out-${outputs}`);
    await cachedService({ projectDir, params, outDir });
    const template = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
    const runs = await readFile(join(projectDir, 'runs.txt'), 'utf8');
    return { template, runs: runs.trimEnd().split('\n').length };
  }

  test('is packaged once', async () => {
    const byDefault = '["package","--stage=dev","--param=mode=Enforce","--param=clearGrace=600"]';
    expect(await service({})).toEqual({ template: byDefault, runs: 1 });
    const observe = byDefault.replace('Enforce', 'Observe');
    expect(await service({ mode: 'Observe' })).toEqual({ template: observe, runs: 1 });
    await writeFile(join(projectDir, 'lib/domain/a.ts'), 'b');
    expect(await service({})).toEqual({ template: byDefault, runs: 2 });
  });

  test('is packaged by osls for a setting that only osls can apply, and for an unknown one', async () => {
    await service({});
    expect(await service({ cloudTrailRule: 'off' })).toEqual({
      template: '["package","--stage=dev","--param=cloudTrailRule=off"]',
      runs: 2,
    });
    expect((await service({ levelPairing: 'warn' })).runs).toBe(3);
  });
});
