import { GetParametersCommand, type Parameter, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { awsError } from '../support/aws-error.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const PREFIX = '/cognito-log-delivery';
const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);
beforeEach(() => ssm.reset());

const id = (at: number): string => `eu-west-1_pool${at}`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => id(at));
const nameOf = (userPoolId: string): string => `${PREFIX}/pools/${userPoolId}`;
const stored = (userPoolId: string, value = `of ${userPoolId}`): Parameter => ({
  Name: nameOf(userPoolId),
  Type: 'String',
  Value: value,
});

/** Mocks SSM with the parameters of these pools. All other names are invalid. */
function storeParametersOf(userPoolIds: readonly string[]): void {
  ssm.on(GetParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => {
    const known = new Set(userPoolIds.map(nameOf));
    return {
      Parameters: userPoolIds.filter((one) => Names.includes(nameOf(one))).map((one) => stored(one)),
      InvalidParameters: Names.filter((name) => !known.has(name)),
    };
  });
}

const requestedNames = (): (string[] | undefined)[] =>
  ssm.commandCalls(GetParametersCommand).map(({ args: [command] }) => command.input.Names);

function createStore() {
  const rate = unlimitedRate();
  return { ...rate, store: ssmParameters(client, PREFIX, rate.rateLimiting) };
}

test('returns parameters by pool in any order, without the unknown ones', async () => {
  storeParametersOf([id(2), id(0)]);
  const read = await createStore().store.read(ids(3), withoutDeadline);
  expect(read).toEqual(
    new Map([
      [id(0), { name: nameOf(id(0)), type: 'String', value: `of ${id(0)}` }],
      [id(2), { name: nameOf(id(2)), type: 'String', value: `of ${id(2)}` }],
    ]),
  );
  expect(ssm).toHaveReceivedCommandWith(GetParametersCommand, {
    Names: ids(3).map(nameOf),
    WithDecryption: false,
  });
});

test('requests up to 10 names per call, and acquires a slot for each call', async () => {
  storeParametersOf(ids(23));
  const { store, acquired } = createStore();
  expect((await store.read(ids(23), withoutDeadline)).size).toBe(23);
  expect(requestedNames().map((names) => names?.length)).toEqual([10, 10, 3]);
  expect(acquired.map(({ category }) => category)).toEqual(Array(3).fill('ParameterRead'));
});

test('combines concurrent reads into one call that contains each name once', async () => {
  storeParametersOf(ids(3));
  const { store } = createStore();
  const reads = await Promise.all(
    [[id(0)], [id(1), id(9)], [id(0)]].map((userPoolIds) => store.read(userPoolIds, withoutDeadline)),
  );
  expect(reads.map((read) => [...read.keys()])).toEqual([[id(0)], [id(1)], [id(0)]]);
  expect(requestedNames()).toEqual([[id(0), id(1), id(9)].map(nameOf)]);
});

test('uses the shortest deadline of a combined call, and the priority edits if one read has it', async () => {
  storeParametersOf(ids(2));
  const { store, acquired } = createStore();
  await Promise.all([
    store.read([id(0)], { priority: 'upkeep', deadline: 5_000 }),
    store.read([id(1)], { priority: 'edits', deadline: 9_000 }),
  ]);
  expect(acquired).toEqual([{ category: 'ParameterRead', context: { priority: 'edits', deadline: 5_000 } }]);
});

test('does not cache a parameter', async () => {
  const { store } = createStore();
  ssm.on(GetParametersCommand).resolvesOnce({ Parameters: [stored(id(0), 'old')] });
  ssm.on(GetParametersCommand).resolves({ Parameters: [stored(id(0), 'new')] });
  await store.read([id(0)], withoutDeadline);
  expect((await store.read([id(0)], withoutDeadline)).get(id(0))?.value).toBe('new');
});

test('returns a parameter that SSM returns without type and value with empty strings', async () => {
  ssm.on(GetParametersCommand).resolves({ Parameters: [{ Name: nameOf(id(0)) }, {}] });
  expect(await createStore().store.read([id(0)], withoutDeadline)).toEqual(
    new Map([[id(0), { name: nameOf(id(0)), type: '', value: '' }]]),
  );
});

test('returns an empty map when the response contains no parameters', async () => {
  ssm.on(GetParametersCommand).resolves({});
  expect((await createStore().store.read([id(0)], withoutDeadline)).size).toBe(0);
});

test('makes no call when no pools are requested', async () => {
  expect((await createStore().store.read([], withoutDeadline)).size).toBe(0);
  expect(ssm).not.toHaveReceivedAnyCommand();
});

test('rejects all reads of a combined call that fails', async () => {
  ssm.on(GetParametersCommand).rejects(awsError('AccessDeniedException'));
  const { store } = createStore();
  const results = await Promise.allSettled([
    store.read([id(0)], withoutDeadline),
    store.read([id(1)], withoutDeadline),
  ]);
  for (const result of results)
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { name: 'AwsCallError', kind: 'Permission', operation: 'GetParameters' },
    });
});
