import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/**
 * Packs the project and installs the tarball with only its declared dependencies, as npm would. The installed package
 * cannot reach files of this clone.
 */
const root = resolve(import.meta.dirname, '../..');
const NAME = 'cognito-log-reconciler';
const run = promisify(execFile);

let folder: string;
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-npm-'));
  const clone = join(folder, 'clone');
  const empty = join(folder, 'empty');
  installed = join(empty, 'node_modules', NAME);
  await copyClone(clone);
  await run('npm', ['pack', '--pack-destination', folder], { cwd: clone, env: environment() });
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, tarball ?? ''), '-C', installed, '--strip-components=1']);
  await linkDependencies(join(empty, 'node_modules'));
  await mkdir(join(empty, 'node_modules/.bin'));
  await symlink(join(installed, 'dist/cli/clr.js'), join(empty, 'node_modules/.bin/clr'));
  await chmod(join(installed, 'dist/cli/clr.js'), 0o755);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: folder,
  npm_config_offline: 'true',
});

/** Copies the repository, because packing writes `dist` and must not change this clone. */
async function copyClone(clone: string): Promise<void> {
  const folders = ['cli', 'lib', 'local', 'html', 'functions', 'infra', 'docs'];
  const names = [...folders, 'README.md', 'CHANGELOG.md', 'LICENSE'];
  const files = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'serverless.yml',
  ];
  await mkdir(clone);
  for (const name of [...names, ...files]) await cp(join(root, name), join(clone, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
}

async function linkDependencies(nodeModules: string): Promise<void> {
  const listed = await run('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root });
  const names = listed.stdout
    .split('\n')
    .map((path) => relative(join(root, 'node_modules'), path))
    .filter((name) => /^(@[^/]+\/)?[^/.][^/]*$/.test(name));
  expect(names).not.toContain('osls');
  for (const name of names) {
    await mkdir(dirname(join(nodeModules, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(nodeModules, name));
  }
}

const clr = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run('npx', ['--no', '--', 'clr', ...args], {
    cwd: join(folder, 'empty'),
    env: { ...environment(), ...env },
  });

test('the package contains the command, types, the local cloud and the service, but no tests', async () => {
  const files = await readdir(installed, { recursive: true });
  expect(files).toEqual(
    expect.arrayContaining([
      'dist/cli/clr.js',
      'dist/local/cloud.js',
      'dist/local/cloud.d.ts',
      'dist/service/reconcile.zip',
      'dist/service/sweep.zip',
      'README.md',
      'LICENSE',
    ]),
  );
  expect(files.filter((name) => /(^|\/)(test|bench)s?(\/|$)|\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
});

test('npx clr writes an example and validates it', async () => {
  expect((await clr(['--help'])).stdout).toMatch(/^Usage: clr /);
  await clr(['init', 'made']);
  const { stderr } = await clr(['validate', 'made/parameter.example.yaml']);
  expect(stderr).toMatch(/1 file is valid\.\n$/);
}, 180_000);

test('a script that imports the package starts clouds, calls them, closes them and exits', async () => {
  const script = join(folder, 'empty/suite.mjs');
  await writeFile(
    script,
    `import { startLocalCloud } from '${NAME}/local';
     const clouds = await Promise.all([startLocalCloud(), startLocalCloud({ seed: 1 })]);
     for (const { url } of clouds) console.log((await fetch(url + '/health')).status);
     await Promise.all(clouds.map((cloud) => cloud.close()));`,
  );
  const { stdout } = await run(process.execPath, [script], { cwd: join(folder, 'empty'), timeout: 20_000 });
  expect(stdout).toBe('200\n200\n');
}, 180_000);

test('npx clr local runs the service with the given settings, and clr finds it', async () => {
  const local = spawn(
    process.execPath,
    [
      join(installed, 'dist/cli/clr.js'),
      'local',
      '--port',
      '0',
      '--quota-scale',
      '7',
      '--param',
      'mode=Observe',
    ],
    { cwd: join(folder, 'empty'), env: environment(), stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000 },
  );
  const url = await new Promise<string>((ready, fail) => {
    createInterface({ input: local.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (found) ready(found);
    });
    local.once('close', () => fail(new Error('clr local ended')));
  });
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'none',
  };
  expect((await clr(['plan'], env)).stdout).toBe('Plan: no managed pools.\n');
  await clr(['init', 'settings', '--from-service'], env);
  const { default: settings } = await import(join(folder, 'empty/settings/clr-settings.json'), {
    with: { type: 'json' },
  });
  expect(settings).toMatchObject({ mode: 'Observe', account: '123456789012', region: 'eu-west-1' });
  const ended = once(local, 'close');
  local.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
}, 180_000);

test('npx clr local rejects a setting that only a deployment can change, in one line', async () => {
  await expect(clr(['local', '--port', '0', '--param', 'cloudTrailRule=off'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^clr local: To change cloudTrailRule, use a clone of the repository.*\n$/),
  });
}, 180_000);

test('a TypeScript program imports the local cloud with its types', async () => {
  const source = `import { type LocalCloud, startLocalCloud } from 'cognito-log-reconciler/local';
const cloud: LocalCloud = await startLocalCloud({ quotaScale: 'off' });
process.stdout.write(String((await fetch(cloud.url + '/health')).status));
await cloud.close();
`;
  const empty = join(folder, 'empty');
  await writeFile(join(empty, 'user.mts'), source);
  const flags = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--strict',
    '--skipLibCheck',
    '--types',
    'node',
  ];
  const roots = ['--typeRoots', join(root, 'node_modules/@types')];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, ...flags, ...roots, 'user.mts'], { cwd: empty }).catch((error) => {
    throw new Error(error.stdout);
  });
  const { stdout } = await run(process.execPath, ['user.mjs'], { cwd: empty });
  expect(stdout).toBe('200');
}, 180_000);
