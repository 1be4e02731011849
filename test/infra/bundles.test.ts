import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../../local/services/lambda/bundle.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';

let service: PackagedService;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-bundles-'));
  service = await packageService();
}, 180_000);
afterAll(async () => {
  await service?.remove();
  await rm(folder, { recursive: true });
});

/** The largest zip file of each function, in KB. The cold start depends on it (docs/performance.md#cold-start). */
const MAX_KB = { reconcile: 155, sweep: 185, policies: 185, arrival: 110 };

/** Text that a bundle contains only with code that the functions do not need, and that code. */
const UNUSED: readonly (readonly [string, string])[] = [
  ['AssumeRoleWithWebIdentity', 'the credential provider for web identities'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'the credential provider for containers'],
  ['credential_process', 'the credential provider for processes'],
  ['sso_start_url', 'the credential provider for IAM Identity Center'],
  [':event-type', 'event streams'],
  ['typesVersions', 'the package.json of a client'],
  ['OpsItemNotFoundException', 'errors of operations of SSM that are not called'],
  ['UserNotFoundException', 'errors of operations of Cognito that are not called'],
  ['PutBucketReplication', 'operations of S3 that are not called'],
  ['node:stream/web', 'web streams'],
  ['node:zlib', 'compression'],
  ['node:child_process', 'processes'],
];

describe.each(Object.entries(MAX_KB))('the zip of %s', (name, kilobytes) => {
  test('contains only the bundle of the function, without a source map', async () => {
    await unpack(service.zip(name), join(folder, name));
    expect(await readdir(join(folder, name), { recursive: true })).toEqual([
      'functions',
      `functions/${name}.cjs`,
    ]);
  });

  test(`is smaller than ${kilobytes} KB`, async () => {
    expect((await stat(service.zip(name))).size).toBeLessThan(kilobytes * 1000);
  });

  test('contains no part of the SDK and of Node.js that the function does not need', async () => {
    await unpack(service.zip(name), join(folder, name));
    const bundle = await readFile(join(folder, name, 'functions', `${name}.cjs`), 'utf8');
    const found = UNUSED.filter(([text]) => bundle.includes(text)).map(([, code]) => code);
    expect(found).toEqual([]);
  });
});
