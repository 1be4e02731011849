import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';

const run = promisify(execFile);
const plugins: Plugin[] = createRequire(import.meta.url)('../../infra/bundle-plugins.cjs');
const credentials = {
  AWS_ACCESS_KEY_ID: 'the-key',
  AWS_SECRET_ACCESS_KEY: 'the-secret',
  AWS_SESSION_TOKEN: 'the-token',
};
const requestsSchema = z.array(z.object({ service: z.string(), region: z.string(), request: z.unknown() }));
const errorsSchema = z.array(z.looseObject({ name: z.optional(z.string()), error: z.looseObject({}) }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-plugins-'));
  await Promise.all([bundle('stock.mjs', []), bundle('lean.mjs', plugins)]);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Bundles sdk-behavior.ts with the options of serverless.yml, as an ES module because it has a top-level `await`. */
const bundle = (name: string, used: Plugin[]) =>
  build({
    entryPoints: [resolve(import.meta.dirname, 'sdk-behavior.ts')],
    outfile: join(folder, name),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: used,
  });

/** Returns what the program prints, once with the complete SDK and once with the plugins. */
async function compare<T>(
  schema: z.ZodType<T>,
  printed: string,
  environment: Readonly<Record<string, string>>,
) {
  const outputs = await Promise.all(
    ['stock.mjs', 'lean.mjs'].map((name) =>
      run(process.execPath, [join(folder, name), printed], { env: environment }),
    ),
  );
  const [stock, lean] = outputs.map(({ stdout }) => schema.parse(JSON.parse(stdout)));
  if (stock === undefined || lean === undefined) throw new Error('The program printed nothing.');
  return { stock, lean };
}

test.each([
  ['regional', {}],
  ['FIPS', { AWS_USE_FIPS_ENDPOINT: 'true' }],
  ['dual-stack', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
])(
  'clients sign and send the same requests to %s endpoints as clients of the complete SDK, in all partitions',
  async (_, settings) => {
    const { stock, lean } = await compare(requestsSchema, 'requests', { ...credentials, ...settings });
    expect(lean).toEqual(stock);
    // China has no FIPS endpoints.
    for (const { request } of lean.filter(({ region }) => region === 'us-gov-west-1'))
      expect(request).toMatchObject({
        scope: expect.stringContaining('Credential=the-key'),
        shown: expect.arrayContaining(['the-token']),
      });
  },
  60_000,
);

test('clients throw the same errors after the same number of attempts as clients of the complete SDK', async () => {
  const { stock, lean } = await compare(errorsSchema, 'errors', credentials);
  expect(lean).toEqual(stock);
  for (const { name, error } of lean) if (name) expect(error.name).toBe(name);
  expect(lean[0]?.error.item).toEqual({ Next: { N: '7' } });
}, 60_000);

test('clients take credentials only from environment variables', async () => {
  const { lean } = await compare(requestsSchema, 'requests', { HOME: folder });
  for (const { request } of lean)
    expect(request).toBe('CredentialsProviderError: Unable to find environment variable credentials.');
}, 60_000);
