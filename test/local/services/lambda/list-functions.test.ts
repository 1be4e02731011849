import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  type ListFunctionsCommandInput,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import type { Stack } from '../../../../local/core/stack.ts';
import { useLocalCloud } from '../../../support/local-cloud.ts';
import { clientsAt } from '../../clients.ts';

const account = '123456789012';
const region = 'eusc-de-east-1';
const arn = `arn:aws-eusc:lambda:${region}:${account}:function`;

const configuration = (FunctionName: string) => ({
  FunctionName,
  FunctionArn: `${arn}:${FunctionName}`,
  Handler: 'functions/own.handler',
  Role: 'arn:aws-eusc:iam::123456789012:role/r',
  Timeout: 3,
  MemorySize: 128,
  Environment: { Variables: { OWN: 'yes' } },
});

const stack: Stack = {
  functionNames: ['own'],
  configuration,
  queueUrls: [],
  rules: [],
  tableNames: [],
  recursiveInvocationsDropped: () => ({}),
  invoke: async (_, payload) => ({ statusCode: 200, payload }),
  async kill() {},
  async close() {},
};

const cloud = useLocalCloud({ account, region, deploy: async () => stack, per: 'each' });
const lambda = () => clientsAt(cloud.url, { account, region }).lambda;
const list = (input: ListFunctionsCommandInput = {}) => lambda().send(new ListFunctionsCommand(input));
const seed = (functions: readonly object[]) =>
  fetch(`${cloud.url}/_local/seed`, { method: 'POST', body: JSON.stringify({ functions }) });

test('lists the functions of the stack with their variables', async () => {
  const { Functions, NextMarker } = await list();
  expect(Functions).toEqual([configuration('own')]);
  expect(NextMarker).toBeUndefined();
});

test('lists and describes seeded functions, and omits Environment for a function without variables', async () => {
  await seed([{ FunctionName: 'other', Environment: { AB: 'c' } }, { FunctionName: 'plain' }]);
  const other = {
    FunctionName: 'other',
    FunctionArn: `${arn}:other`,
    Environment: { Variables: { AB: 'c' } },
  };
  const plain = { FunctionName: 'plain', FunctionArn: `${arn}:plain` };
  expect((await list()).Functions).toEqual([other, configuration('own'), plain]);
  for (const FunctionName of ['other', `${arn}:other`])
    expect(await lambda().send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject(other);
});

test('returns the seeded error of an environment instead of its variables', async () => {
  const EnvironmentError = { ErrorCode: 'AccessDeniedException', Message: 'KMS access was denied.' };
  await seed([{ FunctionName: 'sealed', EnvironmentError }]);
  const { Functions = [] } = await list();
  expect(Functions.map(({ FunctionName, Environment }) => [FunctionName, Environment])).toEqual([
    ['own', { Variables: { OWN: 'yes' } }],
    ['sealed', { Error: EnvironmentError }],
  ]);
});

test('prefers a function of the stack over a seeded one with the same name', async () => {
  await seed([{ FunctionName: 'own', Environment: { OWN: 'no' } }]);
  expect((await list()).Functions).toEqual([configuration('own')]);
  const own = await lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'own' }));
  expect(own.Environment?.Variables).toEqual({ OWN: 'yes' });
});

test('does not invoke a seeded function', async () => {
  await seed([{ FunctionName: 'other' }]);
  await expect(lambda().send(new InvokeCommand({ FunctionName: 'other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('pages through 120 functions, at most 50 per page even if MaxItems is higher', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `f${String(index).padStart(3, '0')}`);
  await seed(names.map((FunctionName) => ({ FunctionName })));
  const pages: string[][] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda(), pageSize: 10_000 }, {}))
    pages.push(Functions.map(({ FunctionName = '' }) => FunctionName));
  expect(pages.map((page) => page.length)).toEqual([50, 50, 21]);
  expect(pages.flat()).toEqual([...names, 'own']);
  const { Functions, NextMarker } = await list({ MaxItems: 2 });
  expect(Functions).toHaveLength(2);
  expect((await list({ MaxItems: 1, Marker: NextMarker })).Functions?.[0]?.FunctionName).toBe('f002');
});

test.each<[string, ListFunctionsCommandInput, string]>([
  ['MaxItems 0', { MaxItems: 0 }, 'greater than or equal to 1'],
  ['MaxItems 10001', { MaxItems: 10_001 }, 'less than or equal to 10000'],
  ['a marker that it did not return', { Marker: 'x' }, 'marker'],
])('rejects %s', async (_, input, message) => {
  await expect(list(input)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining(message),
  });
});

test('rejects a seeded function with an invalid name, and names the field', async () => {
  const response = await seed([{ FunctionName: 'a/b' }]);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ field: 'functions.0.FunctionName' }] });
});
