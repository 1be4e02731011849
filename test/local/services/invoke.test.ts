import { InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import type { Stack } from '../../../local/core/stack.ts';
import { clientsAt } from '../clients.ts';

const account = '123456789012';
const region = 'us-west-2';
const arn = `arn:aws:lambda:${region}:${account}:function`;

let cloud: LocalCloud;
const invoked: string[] = [];

const stack: Stack = {
  functionNames: ['echo', 'throws'],
  configuration: () => undefined,
  queueUrls: [],
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

beforeAll(async () => {
  cloud = await startLocalCloud({ account, region, deploy: async () => stack });
});
beforeEach(() => {
  invoked.length = 0;
});
afterAll(() => cloud.close());

const invoke = (input: InvokeCommandInput) =>
  clientsAt(cloud.url, { account, region }).lambda.send(new InvokeCommand(input));

test.each(['echo', `${account}:function:echo`, `${arn}:echo`, `${arn}:echo:$LATEST`])(
  '%s names the function',
  async (FunctionName) => {
    const answer = await invoke({ FunctionName, Payload: Buffer.from('{"a":1}') });
    expect(answer.StatusCode).toBe(200);
    expect(answer.Payload?.transformToString()).toBe('{"a":1}');
    expect(answer.FunctionError).toBeUndefined();
  },
);

test.each(['nope', `arn:aws:lambda:eu-west-1:${account}:function:echo`, '111111111111:function:echo'])(
  '%s is not there',
  async (FunctionName) => {
    await expect(invoke({ FunctionName })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(invoked).toEqual([]);
  },
);

test('a function that throws answers 200 with FunctionError', async () => {
  const answer = await invoke({ FunctionName: 'throws' });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(invoked).toEqual(['throws RequestResponse {}']);
});

test('Event is accepted with 202, DryRun calls nothing', async () => {
  expect((await invoke({ FunctionName: 'echo', InvocationType: 'Event' })).StatusCode).toBe(202);
  expect((await invoke({ FunctionName: 'echo', InvocationType: 'DryRun' })).StatusCode).toBe(204);
  expect(invoked).toEqual(['echo Event {}']);
});

test('a payload that is no JSON is refused', async () => {
  await expect(invoke({ FunctionName: 'echo', Payload: Buffer.from('{') })).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
  });
});
