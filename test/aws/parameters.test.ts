import 'aws-sdk-client-mock-jest';
import {
  GetParametersByPathCommand,
  GetParametersCommand,
  type Parameter,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { ssmParameterListing } from '../../lib/aws/parameters-list.ts';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError, pagesOf } from '../support/aws-error.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const PREFIX = '/cognito-log-delivery';
const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);
beforeEach(() => ssm.reset());

const id = (at: number): string => `eu-west-1_pool${at}`;
const ids = (count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => id(from + at));
const nameOf = (userPoolId: string): string => `${PREFIX}/pools/${userPoolId}`;
const stored = (userPoolId: string, value = `of ${userPoolId}`): Parameter => ({
  Name: nameOf(userPoolId),
  Type: 'String',
  Value: value,
});

/** SSM with these pools' parameters: unknown names are invalid ones. */
function holding(userPoolIds: readonly string[]): void {
  ssm.on(GetParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => {
    const known = new Set(userPoolIds.map(nameOf));
    return {
      Parameters: userPoolIds.filter((one) => Names.includes(nameOf(one))).map((one) => stored(one)),
      InvalidParameters: Names.filter((name) => !known.has(name)),
    };
  });
}

const namesAsked = (): (string[] | undefined)[] =>
  ssm.commandCalls(GetParametersCommand).map(({ args: [command] }) => command.input.Names);

describe('reading', () => {
  const storeOf = () => {
    const rate = unlimitedRate();
    return { ...rate, store: ssmParameters(client, PREFIX, rate.rateLimiting) };
  };

  test('answers parameters by pool, whatever their order; unknown ones are not in the map', async () => {
    holding([id(2), id(0)]);
    const read = await storeOf().store.read(ids(3), withoutDeadline);
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

  test('asks for ten names at once, each time with a slot', async () => {
    holding(ids(23));
    const { store, acquired } = storeOf();
    expect((await store.read(ids(23), withoutDeadline)).size).toBe(23);
    expect(namesAsked().map((names) => names?.length)).toEqual([10, 10, 3]);
    expect(acquired.map(({ category }) => category)).toEqual(Array(3).fill('ParameterRead'));
  });

  test('reads that come together are one call, and a name twice is asked for once', async () => {
    holding(ids(3));
    const { store } = storeOf();
    const reads = await Promise.all(
      [[id(0)], [id(1), id(9)], [id(0)]].map((some) => store.read(some, withoutDeadline)),
    );
    expect(reads.map((read) => [...read.keys()])).toEqual([[id(0)], [id(1)], [id(0)]]);
    expect(namesAsked()).toEqual([[id(0), id(1), id(9)].map(nameOf)]);
  });

  test('a call for several goes by the shortest deadline, and as an edit if one of them is', async () => {
    holding(ids(2));
    const { store, acquired } = storeOf();
    await Promise.all([
      store.read([id(0)], { priority: 'upkeep', deadline: 5_000 }),
      store.read([id(1)], { priority: 'edits', deadline: 9_000 }),
    ]);
    expect(acquired).toEqual([
      { category: 'ParameterRead', context: { priority: 'edits', deadline: 5_000 } },
    ]);
  });

  test('what was read once is read again', async () => {
    const { store } = storeOf();
    ssm.on(GetParametersCommand).resolvesOnce({ Parameters: [stored(id(0), 'old')] });
    ssm.on(GetParametersCommand).resolves({ Parameters: [stored(id(0), 'new')] });
    await store.read([id(0)], withoutDeadline);
    expect((await store.read([id(0)], withoutDeadline)).get(id(0))?.value).toBe('new');
  });

  test('a parameter that SSM tells without type and value is one, with neither', async () => {
    ssm.on(GetParametersCommand).resolves({ Parameters: [{ Name: nameOf(id(0)) }, {}] });
    expect(await storeOf().store.read([id(0)], withoutDeadline)).toEqual(
      new Map([[id(0), { name: nameOf(id(0)), type: '', value: '' }]]),
    );
  });

  test('an answer without parameters is nobody’s', async () => {
    ssm.on(GetParametersCommand).resolves({});
    expect((await storeOf().store.read([id(0)], withoutDeadline)).size).toBe(0);
  });

  test('nothing asked, nothing sent', async () => {
    expect((await storeOf().store.read([], withoutDeadline)).size).toBe(0);
    expect(ssm).not.toHaveReceivedAnyCommand();
  });

  test('a failing call fails for all who were in it', async () => {
    ssm.on(GetParametersCommand).rejects(awsError('AccessDeniedException'));
    const { store } = storeOf();
    const ends = await Promise.allSettled([
      store.read([id(0)], withoutDeadline),
      store.read([id(1)], withoutDeadline),
    ]);
    for (const end of ends)
      expect(end).toMatchObject({
        status: 'rejected',
        reason: { name: 'AwsCallError', kind: 'Permission', operation: 'GetParameters' },
      });
  });

  test('an answer about the request is a failure that passes', async () => {
    ssm.on(GetParametersCommand).rejects(awsError('InvalidParameterException'));
    await expect(storeOf().store.read([id(0)], withoutDeadline)).rejects.toMatchObject({ kind: 'Transient' });
  });

  test('no slot in time is RateLimitTimeoutError, so that the message is put off and not failed', async () => {
    const { store, failWith } = storeOf();
    failWith(new RateLimitTimeoutError('ParameterRead', 1_000));
    await expect(store.read([id(0)], withoutDeadline)).rejects.toBeInstanceOf(RateLimitTimeoutError);
  });
});

describe('listing', () => {
  const listing = () => {
    const rate = unlimitedRate();
    return { ...rate, listing: ssmParameterListing(client, PREFIX, rate.rateLimiting) };
  };
  const page = { Path: PREFIX, Recursive: true, WithDecryption: false, MaxResults: 10 };

  test('goes on through empty pages until there is no token', async () => {
    ssm
      .on(GetParametersByPathCommand)
      .resolvesOnce({ Parameters: [stored(id(0))], NextToken: 'one' })
      .resolvesOnce({ Parameters: [], NextToken: 'two' })
      .resolvesOnce({ NextToken: 'three' })
      .resolvesOnce({ Parameters: [stored(id(1))] });
    const { listing: parameters, acquired } = listing();
    expect(await pagesOf(parameters.pages(withoutDeadline))).toEqual([
      { userPoolIds: [id(0)], ignored: 0 },
      { userPoolIds: [], ignored: 0 },
      { userPoolIds: [], ignored: 0 },
      { userPoolIds: [id(1)], ignored: 0 },
    ]);
    expect(ssm.calls().map(({ args: [command] }) => command.input)).toEqual([
      page,
      { ...page, NextToken: 'one' },
      { ...page, NextToken: 'two' },
      { ...page, NextToken: 'three' },
    ]);
    expect(acquired).toHaveLength(4);
  });

  test('names beside and below the pools’ are counted and no pool', async () => {
    const names = [nameOf(id(0)), `${PREFIX}/other`, `${nameOf(id(1))}/below`, `${PREFIX}/pools/no pool`];
    ssm.on(GetParametersByPathCommand).resolves({ Parameters: [...names.map((Name) => ({ Name })), {}] });
    expect(await pagesOf(listing().listing.pages(withoutDeadline))).toEqual([
      { userPoolIds: [id(0)], ignored: 4 },
    ]);
  });

  test('a page that fails ends the listing: half of one is none', async () => {
    ssm
      .on(GetParametersByPathCommand)
      .resolvesOnce({ Parameters: [stored(id(0))], NextToken: 'one' })
      .rejects(awsError('AccessDeniedException'));
    await expect(pagesOf(listing().listing.pages(withoutDeadline))).rejects.toMatchObject({
      kind: 'Permission',
      operation: 'GetParametersByPath',
    });
  });

  test('no slot in time is RateLimitTimeoutError', async () => {
    const { listing: parameters, failWith } = listing();
    failWith(new RateLimitTimeoutError('ParameterRead', 1_000));
    await expect(pagesOf(parameters.pages(withoutDeadline))).rejects.toBeInstanceOf(RateLimitTimeoutError);
  });
});
