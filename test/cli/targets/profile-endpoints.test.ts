import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointsOf } from '../../../cli/targets/profile-endpoints.ts';
import { environmentSnapshot } from '../../support/environment-snapshot.ts';

const CONFIG = `[default]
endpoint_url = http://default.test
[profile all]
endpoint_url = http://all.test
[profile divided]
services = local
endpoint_url = http://rest.test
[services local]
ssm =
  endpoint_url = http://ssm.test
cognito_identity_provider =
  endpoint_url = http://cognito.test
[profile plain]
region = eu-west-1
[profile ignoring]
ignore_configured_endpoint_urls = true
endpoint_url = http://all.test
[profile wrong]
endpoint_url = localhost:4566
`;

const restoreEnvironment = environmentSnapshot();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clr-endpoints-'));
  await writeFile(join(folder, 'config'), CONFIG);
});
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  process.env.AWS_CONFIG_FILE = join(folder, 'config');
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
});
afterAll(async () => {
  restoreEnvironment();
  await rm(folder, { recursive: true });
});

const endpoints = async (profile: string, env: NodeJS.ProcessEnv = {}) => {
  Object.assign(process.env, env);
  const found = await endpointsOf(profile);
  return [found.get('SSM'), found.get('Cognito Identity Provider'), found.get('STS')];
};

test('endpoint_url of the profile applies to all services, and not that of another profile', async () => {
  expect(await endpoints('all')).toEqual(['http://all.test', 'http://all.test', 'http://all.test']);
  expect(await endpoints('plain')).toEqual([undefined, undefined, undefined]);
});

test('the services section of the profile has precedence over its endpoint_url', async () => {
  expect(await endpoints('divided')).toEqual(['http://ssm.test', 'http://cognito.test', 'http://rest.test']);
});

test('the environment has precedence over the profile, and the endpoint of a service over that of all', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://env.test', AWS_ENDPOINT_URL_SSM: 'http://env-ssm.test' };
  expect(await endpoints('divided', env)).toEqual([
    'http://env-ssm.test',
    'http://env.test',
    'http://env.test',
  ]);
});

test('no configured endpoint applies if the environment or the profile says so', async () => {
  expect(await endpoints('ignoring')).toEqual([undefined, undefined, undefined]);
  const env = { AWS_ENDPOINT_URL: 'http://env.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
  expect(await endpoints('all', env)).toEqual([undefined, undefined, undefined]);
});

test('an endpoint that is not an HTTP address is an error that names the profile', async () => {
  await expect(endpoints('wrong')).rejects.toThrow(
    'endpoint_url of the profile "wrong" is "localhost:4566". Expected an address with http:// or https://.',
  );
});
