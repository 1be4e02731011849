import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError } from '../../cli/errors/describe-error.ts';
import { findService } from '../../cli/service/find-service.ts';
import { wrapAwsErrors } from '../../lib/aws/failures.ts';
import { environmentSnapshot } from '../support/environment-snapshot.ts';
import { clr } from './support/clr.ts';

const restoreEnvironment = environmentSnapshot();
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'clr-test-'));
  for (const name of Object.keys(process.env)) if (/^AWS_(?!SDK_JS)/.test(name)) delete process.env[name];
  Object.assign(process.env, { HOME: home, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' });
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(home, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'keys'),
  });
});
afterEach(async () => {
  restoreEnvironment();
  await rm(home, { recursive: true });
});

const KEYS = { AWS_ACCESS_KEY_ID: '123456789012', AWS_SECRET_ACCESS_KEY: 'none' };

/** Returns the description of the error of the first call that every command makes. */
async function failure(variables: NodeJS.ProcessEnv = {}): Promise<ReturnType<typeof describeError>> {
  Object.assign(process.env, variables);
  const error: unknown = await findService({}).then(
    () => new Error('no error'),
    (cause: unknown) => cause,
  );
  return describeError(error);
}

/** Runs `call` with the address of a server on 127.0.0.1. */
async function withServer<T>(server: Server, call: (address: string) => Promise<T>): Promise<T> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  try {
    return await call(`127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
  } finally {
    server.close();
  }
}

/** Calls a server in place of AWS. `URL` in the message is its address. */
const failureAt = (server: Server): Promise<ReturnType<typeof describeError>> =>
  withServer(server, async (address) => {
    const url = `http://${address}`;
    const described = await failure({ ...KEYS, AWS_ENDPOINT_URL: url });
    return { ...described, message: described.message.replaceAll(url, 'URL') };
  });

/** Runs `clr status` and returns what it prints. */
async function printedBy(variables: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await clr(['status'], {
    env: { ...KEYS, AWS_REGION: 'eu-west-1', HOME: home, ...variables },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  return stderr;
}

const http = (listener: RequestListener): Server => createServer({ keepAlive: false }, listener);
const answering = (status: number, headers: Readonly<Record<string, string>>, body = ''): Server =>
  http((_, response) => response.writeHead(status, { connection: 'close', ...headers }).end(body));
const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };
const awsError = (name: string, message: string): Server =>
  answering(403, { ...JSON_TYPE, 'x-amzn-errortype': name }, JSON.stringify({ message }));

const CHECK_ENDPOINT =
  'Check AWS_ENDPOINT_URL. Set it to the address of AWS or of the local cloud (clr local), or unset it.';

test.each([
  [
    'HTML',
    answering(200, HTML, '<html>Sign in</html>'),
    'URL returned HTML in place of an AWS response (HTTP status 200).',
  ],
  [
    'HTML without a type',
    answering(200, {}, '<!DOCTYPE html>'),
    'URL returned HTML in place of an AWS response (HTTP status 200).',
  ],
  [
    'HTML of a proxy',
    answering(502, HTML, '<html>Bad gateway</html>'),
    'URL returned HTML in place of an AWS response (HTTP status 502).',
  ],
  [
    'HTML of a firewall',
    answering(403, HTML, '<html>Blocked</html>'),
    'URL returned HTML in place of an AWS response (HTTP status 403).',
  ],
  [
    'a redirect',
    answering(301, { location: 'https://sign-in.example/' }),
    'URL redirected the call to https://sign-in.example/ (HTTP status 301). AWS does not redirect calls.',
  ],
  [
    'a redirect with HTML',
    answering(302, { ...HTML, location: '/login' }, '<a>'),
    'URL redirected the call to /login (HTTP status 302). AWS does not redirect calls.',
  ],
  [
    'a redirect without an address',
    answering(307, {}),
    'URL redirected the call (HTTP status 307). AWS does not redirect calls.',
  ],
  [
    'a request for proxy credentials',
    answering(407, {}),
    'URL requires a user name and a password (HTTP status 407).',
  ],
  ['nothing', answering(200, {}), 'URL returned no AWS response (HTTP status 200).'],
  ['nothing with status 204', answering(204, {}), 'URL returned no AWS response (HTTP status 204).'],
  ['nothing with status 404', answering(404, {}), 'URL returned no AWS response (HTTP status 404).'],
  ['nothing with status 503', answering(503, {}), 'URL returned no AWS response (HTTP status 503).'],
  ['other text', answering(200, {}, 'OK'), 'URL returned no AWS response (HTTP status 200).'],
  [
    'other XML',
    answering(400, { 'content-type': 'text/xml' }, '<?xml version="1.0"?><a/>'),
    'URL returned no AWS response (HTTP status 400).',
  ],
  ['other JSON', answering(200, JSON_TYPE, '{"ok":true}'), 'URL returned no AWS response (HTTP status 200).'],
  ['a JSON string', answering(200, JSON_TYPE, '"ok"'), 'URL returned no AWS response (HTTP status 200).'],
  [
    'an unknown JSON error',
    answering(404, JSON_TYPE, '{"message":"Not Found"}'),
    'URL returned no AWS response (HTTP status 404).',
  ],
])('an endpoint that returns %s is named, with the variable that sets it', async (_, server, message) => {
  expect(await failureAt(server)).toEqual({ message, hint: CHECK_ENDPOINT, exitCode: 1 });
});

test.each([
  [
    'InvalidSignatureException',
    'The request signature we calculated does not match.\n\nThe Canonical String',
    'Check the secret access key. It must belong to the access key ID.',
  ],
  [
    'InvalidSignatureException',
    'Signature expired: x is now earlier than y',
    'Check the clock of this machine.',
  ],
  ['InvalidSignatureException', 'Signature not yet current: x', 'Check the clock of this machine.'],
  ['RequestExpired', 'Request has expired.', 'Check the clock of this machine.'],
  [
    'ExpiredTokenException',
    'The security token is expired',
    'Sign in (aws sso login), set AWS_PROFILE or add --profile NAME.',
  ],
  [
    'UnrecognizedClientException',
    'The security token is invalid.',
    'Check the access key and, for temporary credentials, AWS_SESSION_TOKEN. The account must have enabled the Region.',
  ],
  [
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
    'Check AWS_ENDPOINT_URL (if set): this endpoint belongs to another service.',
  ],
  [
    'AccessDeniedException',
    'User is not authorized to perform: lambda:GetFunctionConfiguration',
    'Request the permission. docs/clr.md lists the AWS calls of each command.',
  ],
  ['ServiceException', 'Service error', 'AWS has an internal error. Try again in a few minutes.'],
])('the AWS error %s "%s" has a hint', async (name, text, hint) => {
  expect(await failureAt(awsError(name, text))).toEqual({
    message: `${name}: ${text.split('\n')[0]}`,
    hint,
    exitCode: 1,
  });
});

test.each([
  [
    'closes the connection',
    http((request) => request.socket.destroy()),
    'http',
    /^clr: ECONNRESET: no response from URL$/,
    /Try again/,
  ],
  [
    'does not use TLS',
    answering(200, {}),
    'https',
    /^clr: (EPROTO|ERR_SSL_WRONG_VERSION_NUMBER): URL does not answer in the expected protocol$/,
    /a server without TLS needs http:\/\//,
  ],
  [
    'does not use HTTP',
    createTcpServer((socket) => {
      socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.6\r\n');
    }),
    'http',
    /^clr: HPE_\w+: URL does not answer in the expected protocol$/,
    /Check the port/,
  ],
])('an endpoint that %s results in a message with its address', async (_, server, scheme, message, hint) => {
  const printed = await withServer(server, async (address) => {
    const url = `${scheme}://${address}`;
    return (await printedBy({ AWS_ENDPOINT_URL: url })).replaceAll(url, 'URL');
  });
  const [first, second] = printed.split('\n');
  expect(first).toMatch(message);
  expect(second).toMatch(hint);
});

const NOTHING = 'http://127.0.0.1:1';
test.each([
  [{ AWS_ENDPOINT_URL: NOTHING }, `ECONNREFUSED: no connection to ${NOTHING}`, 'unset AWS_ENDPOINT_URL.'],
  [{ AWS_ENDPOINT_URL_LAMBDA: NOTHING }, `no connection to ${NOTHING}`, 'unset AWS_ENDPOINT_URL_LAMBDA.'],
  [{ AWS_ENDPOINT_URL: 'http://me:secret@127.0.0.1:1' }, `no connection to ${NOTHING}`, 'Nothing listens'],
  [{ AWS_ENDPOINT_URL: 'http://nowhere.invalid' }, 'nowhere.invalid', 'network of this machine.'],
])('the endpoint %j results in a plain message', async (variables, message, hint) => {
  const printed = await printedBy(variables);
  expect(printed).toContain(message);
  expect(printed).toContain(hint);
  expect(printed).not.toContain('secret');
});

test.each([
  '127.0.0.1:4566',
  'localhost:4566',
  'garbage',
  'http://',
  'ftp://127.0.0.1',
  'file:///x',
  'http://127.0.0.1:99999',
])('the endpoint %j is not a URL', async (address) => {
  expect(await failure({ ...KEYS, AWS_ENDPOINT_URL: address })).toEqual({
    message: `AWS_ENDPOINT_URL is ${JSON.stringify(address)}. Expected an address with http:// or https://.`,
    hint: 'Set AWS_ENDPOINT_URL to an address like http://127.0.0.1:4566, or unset it.',
    exitCode: 1,
  });
});

const CONFIG = `[profile empty]
region = eu-west-1
[profile "my team"]
region = eu-west-1
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = nothere
[profile keys]
aws_access_key_id = 123456789012
aws_secret_access_key = none
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/x
`;
const SIGN_IN = 'Sign in (aws sso login), set AWS_PROFILE or add --profile NAME.';

test.each([
  [{}, 'No AWS credentials found.', SIGN_IN],
  [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, 'No AWS credentials found.', SIGN_IN],
  [
    { AWS_ACCESS_KEY_ID: 'x' },
    'AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.',
    'Set both variables',
  ],
  [
    { AWS_SECRET_ACCESS_KEY: 'x' },
    'AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not.',
    'Set both variables',
  ],
  [
    { AWS_PROFILE: 'nothere' },
    'The profile "nothere" does not exist.',
    'Correct --profile or AWS_PROFILE. Configured profiles: empty, my team, sso, role, keys, mfa',
  ],
  [{ AWS_PROFILE: 'nothere', ...KEYS }, 'The profile "nothere" does not exist.', 'Configured profiles: '],
  [
    { AWS_PROFILE: 'nothere', AWS_CONFIG_FILE: '/nowhere' },
    'The profile "nothere" does not exist.',
    'No profile is configured. To create this one, run: aws configure --profile nothere',
  ],
  [
    { AWS_PROFILE: 'empty' },
    'The profile "empty" provides no credentials.',
    'To see the reason, run: aws sts get-caller-identity --profile empty',
  ],
  [{ AWS_PROFILE: 'my team' }, 'The profile "my team" provides no credentials.', "--profile 'my team'"],
  [
    { AWS_PROFILE: 'role' },
    'The profile "role" provides no credentials.',
    'aws sts get-caller-identity --profile role',
  ],
  [
    { AWS_PROFILE: 'sso' },
    'The SSO session token associated with profile=sso was not found',
    'Sign in: aws sso login --profile sso',
  ],
  [
    { AWS_PROFILE: 'mfa' },
    'requires multi-factor authentication',
    'aws configure export-credentials --profile mfa --format env',
  ],
])('the credentials of the environment %j result in a plain message', async (variables, message, hint) => {
  await writeFile(join(home, 'config'), CONFIG);
  const described = await failure({ ...variables });
  expect(described.message).toContain(message);
  expect(described.hint).toContain(hint);
  expect(described.exitCode).toBe(1);
});

test('a function with settings of another program results in a message with its name', async () => {
  const body = JSON.stringify({ FunctionName: 'x', Environment: { Variables: { MODE: 'x' } } });
  const described = await failureAt(answering(200, JSON_TYPE, body));
  expect(described.message).toMatch(
    /^The function cognito-log-reconciler-dev-sweep has no valid settings\. Invalid configuration: .*MODE: expected/,
  );
  expect(described.hint).toContain('Deploy the service again');
});

test('a function whose environment variables are encrypted results in the message of AWS', async () => {
  const decryption = { ErrorCode: 'AccessDeniedException', Message: 'Lambda was unable to decrypt' };
  const body = JSON.stringify({ FunctionName: 'x', Environment: { Error: decryption } });
  const described = await failureAt(answering(200, JSON_TYPE, body));
  expect(described.message).toContain('are not readable: Lambda was unable to decrypt');
  expect(described.hint).toContain('kms:Decrypt');
});

test('an error of a later call begins with the name of the call', async () => {
  const cause = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  const wrapped: unknown = await wrapAwsErrors('Scan', () => Promise.reject(cause)).catch(
    (error: unknown) => error,
  );
  expect(describeError(wrapped).message).toBe('Scan: AccessDeniedException: not authorized');
  expect(describeError('text').message).toBe('Error: text');
});
