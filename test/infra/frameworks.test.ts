import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageService } from '../../local/cloudformation/package/package-service.ts';

const root = resolve(import.meta.dirname, '../..');
/** Installed by `npm ci --prefix .ci/serverless-3`, as .ci/run does. */
const serverless3 = join(root, '.ci/serverless-3/node_modules/serverless/bin/serverless.js');
const osls = join(root, 'node_modules/osls/bin/serverless.js');
const withServerless3 = existsSync(serverless3) ? test : test.skip;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-frameworks-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Packages the project, with a changed serverless.yml if `edit` is given. Returns the text of the template. */
async function packaged(
  program: string,
  { edit, params = {} }: { edit?: (text: string) => string; params?: Record<string, string> } = {},
): Promise<string> {
  const projectDir = edit ? join(folder, 'project') : root;
  if (edit) {
    await mkdir(projectDir);
    const linked = ['functions', 'lib', 'node_modules', 'package.json', 'package-lock.json', 'tsconfig.json'];
    for (const name of linked) await symlink(join(root, name), join(projectDir, name));
    await cp(join(root, 'infra'), join(projectDir, 'infra'), { recursive: true });
    const text = await readFile(join(root, 'serverless.yml'), 'utf8');
    expect(edit(text)).not.toBe(text);
    await writeFile(join(projectDir, 'serverless.yml'), edit(text));
  }
  const outDir = join(folder, 'out');
  await packageService({ projectDir, params, outDir, program });
  return readFile(join(outDir, 'cloudformation-template-update-stack.json'), 'utf8');
}

/** The only difference between two packages: the upload time in the keys of the zip files. */
const withoutUploadTime = (template: string): unknown =>
  JSON.parse(template.replaceAll(/\/\d{13}-[\dT:.-]+Z\//g, '/<time>/'));

withServerless3(
  'serverless 3 and osls package the same template from the same serverless.yml',
  async () => {
    const byOsls = withoutUploadTime(await packaged(osls));
    expect(withoutUploadTime(await packaged(serverless3))).toEqual(byOsls);
    expect(JSON.stringify(byOsls)).toContain('nodejs24.x');
  },
  180_000,
);

/** Three mistakes: a property of a function, a property of `build`, and a runtime. */
const withMistakes = (text: string) =>
  text
    .replace('    timeout: 30\n', '    timeOut: 30\n')
    .replace('\nbuild:\n  esbuild: false\n', '\nbuild:\n  esbuilt: false\n')
    .replace('nodejs24.x', 'node24');
const MESSAGES = [
  "unrecognized property 'timeOut'",
  "unrecognized property 'esbuilt'",
  "at 'provider.runtime'",
];

test('osls rejects mistakes in serverless.yml', async () => {
  const failure = await packaged(osls, { edit: withMistakes }).catch(String);
  for (const message of MESSAGES) expect(failure).toContain(message);
}, 120_000);

withServerless3(
  'serverless 3 rejects mistakes in serverless.yml',
  async () => {
    const failure = await packaged(serverless3, { edit: withMistakes }).catch(String);
    for (const message of MESSAGES) expect(failure).toContain(message);
  },
  120_000,
);

withServerless3(
  'serverless 3 rejects the old name of a setting and names the new one',
  async () => {
    await expect(packaged(serverless3, { params: { levelPairing: 'warn' } })).rejects.toThrow(
      'The setting "levelPairing" was renamed to "logLevelValidation".',
    );
  },
  120_000,
);

/**
 * serverless 4 downloads itself and asks for a login, so it cannot run here. These tests check the conditions in its source
 * (github.com/serverless/serverless, August 2026). Each names the file.
 */
describe('serverless 4', () => {
  const text = (path: string) => readFile(join(root, path), 'utf8');
  const configuration = async () =>
    z
      .object({
        frameworkVersion: z.string(),
        plugins: z.array(z.string()),
        build: z.unknown(),
        provider: z.object({ runtime: z.string() }),
      })
      .parse(parse(await text('serverless.yml'), { logLevel: 'silent' }));

  // packages/serverless/lib/classes/plugin-manager.js: addPlugin throws PLUGIN_TYPESCRIPT_CONFLICT otherwise.
  test('accepts the plugin serverless-esbuild because its own bundler is off', async () => {
    const { plugins, build } = await configuration();
    expect(plugins).toContain('serverless-esbuild');
    expect(build).toEqual({ esbuild: false });
  });

  // packages/serverless/lib/classes/service.js compares the major version with the first number of the range.
  // binary-installer/src/version.go parses the range with Masterminds/semver, in which `||` separates alternatives and a
  // comma, not a space, separates comparators.
  test('accepts the range of versions, which starts with 4 and has one comparator in each alternative', async () => {
    const { frameworkVersion } = await configuration();
    expect(frameworkVersion).toMatch(/^4(?: \|\| [~^]?\d+(?:\.\d+){0,2})*$/);
  });

  // packages/serverless/lib/plugins/aws/provider.js: the runtimes of its schema.
  test('knows the runtime', async () => {
    expect(['nodejs20.x', 'nodejs22.x', 'nodejs24.x']).toContain((await configuration()).provider.runtime);
  });

  // binary-installer/main.go runs node_modules/serverless if package.json contains a version below 4.
  test('is not replaced by a serverless 3 of this repository', async () => {
    const manifest = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        devDependencies: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(await text('package.json')));
    expect(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })).not.toContain(
      'serverless',
    );
  });

  // packages/sf-core/src/lib/resolvers/providers/file/file.js loads .yml and .cjs; a function gets `resolveVariable`.
  test('can load each file that serverless.yml includes', async () => {
    const paths = [...(await text('serverless.yml')).matchAll(/\$\{file\(([^)]*)\)/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect(path).toMatch(/^infra\/[a-z-]+\.(?:yml|cjs)$/);
    for (const path of paths.filter((name) => name.endsWith('.cjs')))
      expect(await text(path)).toContain('module.exports = async ({ resolveVariable }) => {');
  });
});

test('the compatibility plugin adds nothing to a framework that knows the property and the runtime', () => {
  const FrameworkCompatibility = createRequire(import.meta.url)('../../infra/framework-compatibility.cjs');
  const known = () => ({
    properties: { build: { type: 'object' } },
    definitions: { awsLambdaRuntime: { enum: ['nodejs24.x'] } },
  });
  const schema = known();
  const defineTopLevelProperty = () => {
    throw new Error('already defined');
  };
  new FrameworkCompatibility({
    configSchemaHandler: { schema, defineTopLevelProperty },
    service: { provider: { runtime: 'nodejs24.x' } },
  });
  expect(schema).toEqual(known());
});
