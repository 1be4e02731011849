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

/** serverless 4 asks for a login, so it cannot run here. These are the conditions that its source sets. */
test('serverless.yml meets the conditions of serverless 4', async () => {
  const config = z
    .looseObject({
      frameworkVersion: z.string(),
      plugins: z.array(z.string()),
      build: z.object({ esbuild: z.unknown() }),
      provider: z.looseObject({ runtime: z.string() }),
    })
    .parse(parse(await readFile(join(root, 'serverless.yml'), 'utf8'), { logLevel: 'silent' }));
  // packages/serverless/lib/classes/service.js: the version must be in this range.
  expect(config.frameworkVersion).toBe('>=3.38 <5');
  // packages/serverless/lib/classes/plugin-manager.js: PLUGIN_TYPESCRIPT_CONFLICT unless `build.esbuild` is false.
  expect(config.plugins).toContain('serverless-esbuild');
  expect(config.build.esbuild).toBe(false);
  // packages/serverless/lib/plugins/aws/provider.js: the runtimes that its schema knows.
  expect(['nodejs20.x', 'nodejs22.x', 'nodejs24.x']).toContain(config.provider.runtime);
  // packages/serverless/lib/config-schema.js has `build`, so the plugin that adds it elsewhere must come first and add nothing.
  expect(config.plugins[0]).toBe('./infra/framework-compatibility.cjs');
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
