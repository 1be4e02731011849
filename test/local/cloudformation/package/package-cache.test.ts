import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedPackage, cachedService } from '../../../../local/cloudformation/package/package-cache.ts';

/**
 * Used instead of osls: adds a line to runs.txt of the project, and packages that file and its settings. Fails when a
 * setting is `bad`.
 */
const OSLS = `
const { appendFileSync, cpSync, mkdirSync, realpathSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
if (process.argv.includes('--param=mode=bad')) { console.log('Error:\\nbad mode'); process.exit(1); }
const runs = dirname(realpathSync('package.json')) + '/runs.txt';
appendFileSync(runs, process.argv.slice(2).join(' ') + '\\n');
mkdirSync('.serverless');
cpSync(runs, '.serverless/sweep.zip');
if (process.env.SLS_SCHEMA_CACHE_BASE_DIR) writeFileSync(process.env.SLS_SCHEMA_CACHE_BASE_DIR + '/schema.js', '');
writeFileSync('.serverless/cloudformation-template-update-stack.json', JSON.stringify(process.argv.slice(2)));
`;

const ESBUILD = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  mainFields: ['module', 'main'],
  outputFileExtension: '.cjs',
  exclude: [],
  plugins: 'infra/bundle-plugins.cjs',
  sourcemap: 'external',
  sourcesContent: false,
  keepOutputDirectory: true,
};

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
    'serverless.yml': JSON.stringify({
      params: { default: { mode: 'Enforce', clearGrace: 600, cloudTrailRule: 'on' } },
      functions: { sweep: { handler: 'functions/sweep.handler' } },
      custom: { esbuild: ESBUILD },
    }),
    'package.json': '{}',
    'infra/bundle-plugins.cjs': 'module.exports = [];',
    'functions/sweep.ts': 'export { handler } from "../lib/domain/a.ts";',
    'lib/domain/a.ts': 'export const handler = "a";',
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
  ['a changed file', () => writeFile(join(projectDir, 'lib/domain/a.ts'), 'export const handler = 1;')],
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
  expect(await readdir(join(projectDir, 'node_modules/.cache/cognito-log-reconciler'))).toEqual(['osls']);
});

test('packages each time when the cache is not writable', async () => {
  await writeFile(join(projectDir, 'node_modules/.cache'), 'a file');
  const first = await packaged();
  expect(await packaged()).not.toBe(first);
});

test('packages again after other packages were installed', async () => {
  const first = await packaged();
  await writeFile(join(projectDir, 'node_modules/.package-lock.json'), '{}');
  expect(await packaged()).not.toBe(first);
});

test('keeps the compiled schema of osls', async () => {
  await packaged();
  const schemas = join(projectDir, 'node_modules/.cache/cognito-log-reconciler/osls');
  expect(await readdir(schemas)).toEqual(['schema.js']);
});

describe('the service with any settings', () => {
  /** Returns the settings in the template, the bundle, and how often osls and esbuild ran. */
  async function service(params: Readonly<Record<string, string>>) {
    outputs += 1;
    const outDir = join(projectDir, `out-${outputs}`);
    let bundled = 0;
    await cachedService({ projectDir, params, outDir }, (name, run) => {
      if (name === 'bundles') bundled += 1;
      return run();
    });
    const template = await readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
    const bundle = await readFile(join(outDir, 'sweep/functions/sweep.cjs'), 'utf8');
    const runs = await readFile(join(projectDir, 'runs.txt'), 'utf8');
    return { template, bundle, bundled, runs: runs.trimEnd().split('\n').length };
  }
  const byDefault = '["package","--stage=dev","--param=mode=Enforce","--param=clearGrace=600"]';

  test('has one template', async () => {
    expect(await service({})).toMatchObject({ template: byDefault, runs: 1, bundled: 1 });
    const observe = byDefault.replace('Enforce', 'Observe');
    expect(await service({ mode: 'Observe' })).toMatchObject({ template: observe, runs: 1, bundled: 0 });
  });

  test('is copied from the cache to a folder that does not exist', async () => {
    await service({ cloudTrailRule: 'off' });
    const copies = await Promise.all(Array.from({ length: 40 }, () => service({ cloudTrailRule: 'off' })));
    expect(copies.map(({ runs, bundled }) => [runs, bundled])).toEqual(copies.map(() => [1, 0]));
  });

  test('is only bundled again after a change of its code', async () => {
    const { bundle } = await service({});
    await writeFile(join(projectDir, 'lib/domain/a.ts'), 'export const handler = "changed";');
    const changed = await service({});
    expect(changed).toMatchObject({ runs: 1, bundled: 1, bundle: expect.stringContaining('changed') });
    expect(changed.bundle).not.toBe(bundle);
  });

  test('is bundled again for the earlier code if the code was changed while it was bundled', async () => {
    const path = join(projectDir, 'lib/domain/a.ts');
    const original = await readFile(path, 'utf8');
    const outDir = join(projectDir, 'changed-in-between');
    await cachedService({ projectDir, params: {}, outDir }, async (name, run) => {
      if (name === 'bundles') await writeFile(path, 'export const handler = "changed";');
      return run();
    });
    await writeFile(path, original);
    expect(await service({})).toMatchObject({ bundled: 1, bundle: expect.not.stringContaining('changed') });
  });

  test('is bundled again after a change of the plugins that serverless.yml names', async () => {
    const path = join(projectDir, 'serverless.yml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('bundle-plugins', 'other-plugins'));
    const plugin = (text: string) =>
      `module.exports = [{ name: 'x', setup: (build) => void (build.initialOptions.banner = { js: '//${text}' }) }];`;
    await writeFile(join(projectDir, 'infra/other-plugins.cjs'), plugin('one'));
    await service({});
    await writeFile(join(projectDir, 'infra/other-plugins.cjs'), plugin('two'));
    expect(await service({})).toMatchObject({ bundled: 1 });
  });

  test('only gets another template after a change of infra', async () => {
    await service({});
    await writeFile(join(projectDir, 'infra/new.yml'), '');
    expect(await service({})).toMatchObject({ runs: 2, bundled: 0 });
  });

  test('gets its template from osls for a setting that only osls can apply, and for an unknown one', async () => {
    expect(await service({ cloudTrailRule: 'off' })).toMatchObject({
      template: '["package","--stage=dev","--param=cloudTrailRule=off"]',
      runs: 1,
    });
    expect(await service({ levelPairing: 'warn' })).toMatchObject({ runs: 2, bundled: 0 });
  });

  test('reports the error of osls', async () => {
    await expect(service({ mode: 'bad', cloudTrailRule: 'off' })).rejects.toThrow(
      'osls package failed: bad mode',
    );
  });

  test('reports an error of esbuild', async () => {
    await writeFile(join(projectDir, 'lib/domain/a.ts'), 'export const');
    await expect(service({})).rejects.toThrow(/lib\/domain\/a\.ts:1:12: ERROR: /);
  });

  test('rejects an option of esbuild that would make another bundle', async () => {
    const path = join(projectDir, 'serverless.yml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"bundle"', '"external":["x"],"bundle"'));
    await expect(service({})).rejects.toThrow(/^serverless\.yml: .*Unrecognized key: "external"/);
  });
});
