import { type SmallService, startSmallService } from './small-service.ts';

let service: SmallService;
beforeAll(async () => {
  process.env.SECRET_OF_THE_HOST = 'never';
  service = await startSmallService({
    echo: { code: 'exports.handler = async (event) => ({ event })' },
    nothing: { code: 'exports.handler = async () => undefined' },
    callback: { code: 'exports.handler = (event, context, callback) => callback(null, event.value)' },
    counting: {
      code: 'let invocations = 0; exports.handler = async () => { invocations += 1; return invocations; }',
    },
    context: {
      code: `exports.handler = async (event, context) =>
        ({ ...context, remaining: context.getRemainingTimeInMillis() })`,
    },
    environment: {
      code: 'exports.handler = async () => process.env',
      environment: { MODE: 'Observe', EMPTY: '' },
      memoryMb: 192,
    },
    throws: { code: 'exports.handler = async () => { throw new RangeError("too far") }' },
    'throws-text': { code: 'exports.handler = async () => { throw "no error" }' },
    circular: {
      code: 'exports.handler = async () => { const result = {}; result.result = result; return result; }',
    },
    exits: { code: 'exports.handler = () => new Promise(() => process.exit(3))' },
    rejects: {
      code: 'exports.handler = () => new Promise(() => { Promise.reject(new Error("unhandled")); })',
    },
    crashes: {
      code: 'exports.handler = () => new Promise(() => setImmediate(() => { throw new Error("later"); }))',
    },
    hangs: {
      code: 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))',
      timeoutSeconds: 1,
    },
    spins: { code: 'exports.handler = () => { for (;;); }', timeoutSeconds: 1 },
    prints: {
      code: `exports.handler = async () => {
        console.log('one\\ntwo');
        console.error('three');
        process.stdout.write('no end');
      }`,
    },
    'recovers-by-itself': {
      code: `let invocations = 0;
        exports.handler = async () => {
          invocations += 1;
          if (invocations === 2) process.exit();
          return invocations;
        }`,
    },
  });
});
afterAll(async () => {
  delete process.env.SECRET_OF_THE_HOST;
  await service.close();
});

test.each([
  ['echo', { a: [1, 'ü'] }, { event: { a: [1, 'ü'] } }],
  ['nothing', {}, null],
  ['callback', { value: 7 }, 7],
])('returns the result of the handler of %s', async (name, event, result) => {
  expect(await service.call(name, event)).toEqual({ result, error: undefined });
});

test('keeps an environment for the next invocation', async () => {
  expect((await service.call('counting')).result).toBe(1);
  expect((await service.call('counting')).result).toBe(2);
});

test('passes the context of Lambda to the handler', async () => {
  const { result } = await service.call('context');
  expect(result).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'context',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:context',
    memoryLimitInMB: '128',
    awsRequestId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    logGroupName: '/aws/lambda/context',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
    remaining: expect.any(Number),
  });
  expect(result).toHaveProperty('remaining', expect.closeTo(5000, -3));
});

test('sets the environment variables of the template and of Lambda, and none of this process', async () => {
  const { result } = await service.call('environment');
  expect(result).toEqual({
    MODE: 'Observe',
    EMPTY: '',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: 'environment',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '192',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/environment',
    AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
    AWS_EXECUTION_ENV: expect.stringMatching(/^AWS_Lambda_nodejs\d+\.x$/),
    LAMBDA_TASK_ROOT: expect.any(String),
    HOME: expect.any(String),
    _HANDLER: 'functions/environment.handler',
    _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0;/),
    TZ: ':UTC',
    AWS_ENDPOINT_URL: service.accountRegion.endpoint,
    AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
    AWS_SECRET_ACCESS_KEY: expect.any(String),
    AWS_SESSION_TOKEN: expect.any(String),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
});

const trace = expect.arrayContaining([expect.any(String)]);
test.each([
  ['throws', { errorType: 'RangeError', errorMessage: 'too far', trace }],
  ['throws-text', { errorType: 'string', errorMessage: 'no error', trace: [] }],
  [
    'circular',
    { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body', trace },
  ],
  [
    'exits',
    {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
    },
  ],
  ['rejects', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: unhandled', trace }],
  ['crashes', { errorType: 'Error', errorMessage: 'later', trace }],
  ['hangs', { errorMessage: expect.stringMatching(/^\S+Z \S+ Task timed out after 1\.00 seconds$/) }],
  ['spins', { errorMessage: expect.stringMatching(/^\S+Z \S+ Task timed out after 1\.00 seconds$/) }],
])('returns an error in the format of Lambda from the function %s', async (name, result) => {
  expect(await service.call(name)).toEqual({ result, error: 'Unhandled' });
});

test('keeps the environment after a thrown error and starts a new one after a crash', async () => {
  const warm = [await service.call('throws'), await service.call('throws')];
  expect(warm.map(({ error }) => error)).toEqual(['Unhandled', 'Unhandled']);
  const results = [];
  for (let i = 0; i < 4; i += 1) results.push((await service.call('recovers-by-itself')).result);
  expect(results).toEqual([
    1,
    expect.objectContaining({ errorType: 'Runtime.ExitError' }),
    1,
    expect.objectContaining({ errorType: 'Runtime.ExitError' }),
  ]);
});

test('logs the output of a function as whole lines with its name, the last line when it ends', async () => {
  await service.call('prints');
  await service.line(/^prints: three$/);
  await service.host.kill('prints');
  expect(service.lines.filter((line) => line.startsWith('prints: '))).toEqual([
    'prints: one',
    'prints: two',
    'prints: three',
    'prints: no end',
  ]);
});

test('logs an error that a function throws', async () => {
  await service.call('throws');
  const line = await service.line(/^throws: Invoke Error/);
  expect(line).toContain('"errorType":"RangeError","errorMessage":"too far"');
});
