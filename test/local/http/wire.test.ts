import { connect } from 'node:net';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { post } from '../clients.ts';

const cognitoTarget = 'AWSCognitoIdentityProviderService.';
const setTarget = `${cognitoTarget}SetLogDeliveryConfiguration`;

const cloud = useLocalCloud({ quotaScale: 'off', seed: 1 });

const entry = (changes: object) => ({
  LogLevel: 'ERROR',
  EventSource: 'userNotification',
  CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x' },
  ...changes,
});
const pool = 'us-east-1_abc123';
const shape = 'failed to satisfy constraint: Member must';

/** The errors that AWS returns: docs/aws-facts.md#bad-input. */
const badInput: [string, unknown, string, string | RegExp][] = [
  [
    'an unknown level',
    { UserPoolId: pool, LogConfigurations: [entry({ LogLevel: 'TRACE' })] },
    'InvalidParameterException',
    `1 validation error detected: Value 'TRACE' at 'logConfigurations.1.member.logLevel' ${shape} satisfy enum value set: [ERROR, INFO]`,
  ],
  [
    'an unknown source in the second entry',
    { UserPoolId: pool, LogConfigurations: [entry({}), entry({ EventSource: 'x' })] },
    'InvalidParameterException',
    `1 validation error detected: Value 'x' at 'logConfigurations.2.member.eventSource' ${shape} satisfy enum value set: [userAuthEvents, userNotification]`,
  ],
  [
    'a request without the list',
    { UserPoolId: pool },
    'InvalidParameterException',
    `1 validation error detected: Value null at 'logConfigurations' ${shape} not be null`,
  ],
  [
    'null instead of the list',
    { UserPoolId: pool, LogConfigurations: null },
    'InvalidParameterException',
    `1 validation error detected: Value null at 'logConfigurations' ${shape} not be null`,
  ],
  [
    'a list with three entries',
    { UserPoolId: pool, LogConfigurations: [entry({}), entry({}), entry({})] },
    'InvalidParameterException',
    /^1 validation error detected: Value '\[.*\]' at 'logConfigurations' failed to satisfy constraint: Member must have length less than or equal to 2$/,
  ],
  [
    'several validation errors',
    { UserPoolId: 'nope', LogConfigurations: [entry({ LogLevel: 'X', EventSource: 'Y' })] },
    'InvalidParameterException',
    /^3 validation errors detected: .*'userPoolId'.*; .*logLevel.*; .*eventSource/,
  ],
  [
    'a log group ARN that ends in :*',
    {
      UserPoolId: pool,
      LogConfigurations: [
        entry({
          CloudWatchLogsConfiguration: {
            LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/x:*',
          },
        }),
      ],
    },
    'InvalidParameterException',
    /'logConfigurations\.1\.member\.cloudWatchLogsConfiguration\.logGroupArn' .* regular expression pattern/,
  ],
  [
    'a string instead of the list',
    { UserPoolId: pool, LogConfigurations: 'x' },
    'SerializationException',
    /./,
  ],
  ['a number in the list', { UserPoolId: pool, LogConfigurations: [1] }, 'SerializationException', /./],
  [
    'a number instead of the pool ID',
    { UserPoolId: 1, LogConfigurations: [] },
    'SerializationException',
    /./,
  ],
  ['a list instead of the body', [], 'SerializationException', /./],
  [
    'a valid request for an unknown pool',
    { UserPoolId: pool, LogConfigurations: [entry({})] },
    'ResourceNotFoundException',
    /./,
  ],
];

test.each(badInput)('rejects %s with the error and message of AWS', async (_, body, type, message) => {
  const response = await post(cloud.url, setTarget, JSON.stringify(body));
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await response.json()).toEqual({
    __type: type,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

const getTarget = `${cognitoTarget}GetLogDeliveryConfiguration`;
const malformedRequests: [string, string, string, Record<string, string>, number, string][] = [
  ['a body that is not JSON', getTarget, '{', {}, 400, 'SerializationException'],
  ['a body that is null', 'DynamoDB_20120810.Scan', 'null', {}, 400, 'SerializationException'],
  [
    'a body that is nested too deeply',
    setTarget,
    `{"LogConfigurations":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    {},
    400,
    'SerializationException',
  ],
  [
    'a member of the wrong type in a request to SQS',
    'AmazonSQS.CreateQueue',
    '{"QueueName":{}}',
    {},
    400,
    'SerializationException',
  ],
  ['an unknown operation', `${cognitoTarget}Nope`, '{}', {}, 400, 'UnknownOperationException'],
  [
    'the name of a method that every JavaScript object has',
    `${cognitoTarget}toString`,
    '{}',
    {},
    400,
    'UnknownOperationException',
  ],
  ['an unknown service', 'Nope.Get', '{}', {}, 404, 'UnknownOperationException'],
  ['a target without an operation', 'AmazonSSM', '{}', {}, 404, 'UnknownOperationException'],
  [
    'a request without credentials',
    getTarget,
    '{}',
    { authorization: '' },
    400,
    'IncompleteSignatureException',
  ],
  [
    'an invalid Region',
    getTarget,
    '{}',
    { authorization: 'AWS4-HMAC-SHA256 Credential=k/20261123/nowhere/ssm/aws4_request' },
    400,
    'InvalidSignatureException',
  ],
];
test.each(malformedRequests)(
  'rejects %s before it reaches a service',
  async (_, target, body, headers, status, type) => {
    const response = await post(cloud.url, target, body, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(type);
  },
);

test('rejects a request without an Authorization header with MissingAuthenticationTokenException', async () => {
  const response = await fetch(cloud.url, {
    method: 'POST',
    headers: { 'x-amz-target': getTarget },
    body: '{}',
  });
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
});

test('returns dates as epoch seconds and ignores unknown members of a request', async () => {
  const response = await post(
    cloud.url,
    `${cognitoTarget}CreateUserPool`,
    JSON.stringify({ PoolName: 'x', Unknown: { of: [1] } }),
  );
  expect(await response.json()).toMatchObject({
    UserPool: { CreationDate: expect.closeTo(Date.now() / 1000, -2) },
  });
});

test('returns 413 for a body that is too large', async () => {
  const response = await post(cloud.url, getTarget, 'x'.repeat(17 * 1024 * 1024));
  expect(response.status).toBe(413);
});

test('returns 404 in the format of Lambda for an unknown function', async () => {
  const response = await post(`${cloud.url}/2015-03-31/functions/nope/invocations`, '', '{}');
  expect(response.status).toBe(404);
  expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
  expect(await response.json()).toEqual({
    Type: 'User',
    Message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nope',
  });
});

/** Sends bytes and returns all that the server sends until it closes the connection. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(cloud.port, '127.0.0.1').setEncoding('utf8');
  socket.write(bytes);
  return (await socket.toArray()).join('');
}

test('processes a complete request even if invalid bytes follow it on the connection', async () => {
  const body = '{"PoolName":"x"}';
  const request = [
    'POST / HTTP/1.1',
    'host: localhost',
    `x-amz-target: ${cognitoTarget}CreateUserPool`,
    'authorization: Credential=111111111111/20261123/us-east-1/any/aws4_request',
    `content-length: ${body.length}`,
    '',
    `${body}junk\r\n\r\n`,
  ].join('\r\n');
  expect(await raw(request)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*"UserPool"/s);
  expect(await raw('junk\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request/);
});
