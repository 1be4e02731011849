import { InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import type { Stack } from '../../../local/core/stack.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'us-west-2';
const arn = `arn:aws:lambda:${region}:${account}:function`;

const invoked: string[] = [];

const stack: Stack = {
  functionNames: ['echo', 'throws'],
  configuration: () => undefined,
  recursiveInvocationsDropped: () => ({}),
  queueUrls: [],
  rules: [],
  tableNames: [],
  async invoke(name, payload, type) {
    invoked.push(`${name} ${type} ${payload}`);
    if (type === 'Event') return { statusCode: 202, payload: '' };
    if (name === 'echo') return { statusCode: 200, payload };
    return { statusCode: 200, payload: '{"errorMessage":"x"}', functionError: 'Unhandled' };
  },
  async kill() {},
  async close() {},
};

const cloud = useLocalCloud({ account, region, deploy: async () => stack });
beforeEach(() => {
  invoked.length = 0;
});

const invoke = (input: InvokeCommandInput) =>
  clientsAt(cloud.url, { account, region }).lambda.send(new InvokeCommand(input));

test.each(['echo', `${account}:function:echo`, `${arn}:echo`, `${arn}:echo:$LATEST`])(
  'invokes the function that is named as %s',
  async (FunctionName) => {
    const response = await invoke({ FunctionName, Payload: Buffer.from('{"a":1}') });
    expect(response.StatusCode).toBe(200);
    expect(response.Payload?.transformToString()).toBe('{"a":1}');
    expect(response.FunctionError).toBeUndefined();
  },
);

test.each(['nope', `arn:aws:lambda:eu-west-1:${account}:function:echo`, '111111111111:function:echo'])(
  'reports the function %s as not found',
  async (FunctionName) => {
    await expect(invoke({ FunctionName })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(invoked).toEqual([]);
  },
);

test('returns status 200 and FunctionError when the function throws', async () => {
  const response = await invoke({ FunctionName: 'throws' });
  expect(response).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(invoked).toEqual(['throws RequestResponse {}']);
});

test('returns 202 for an asynchronous invocation, and 204 without an invocation for a dry run', async () => {
  expect((await invoke({ FunctionName: 'echo', InvocationType: 'Event' })).StatusCode).toBe(202);
  expect((await invoke({ FunctionName: 'echo', InvocationType: 'DryRun' })).StatusCode).toBe(204);
  expect(invoked).toEqual(['echo Event {}']);
});

test('rejects a payload that is not JSON', async () => {
  await expect(invoke({ FunctionName: 'echo', Payload: Buffer.from('{') })).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
  });
});
