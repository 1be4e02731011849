import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  type DescribeParametersCommandInput,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  type GetParametersByPathCommandInput,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt } from '../clients.ts';

const cloud = useLocalCloud({ quotaScale: 'off', seed: 1, emptyPages: 0 });
let account = 100000000000;
let ssm: SSMClient;

/** Each test uses another account, so that it starts without parameters. */
beforeEach(() => {
  account += 1;
  ({ ssm } = clientsAt(cloud.url, { account: String(account) }));
});

const put = (Name: string, Value = 'v', more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter;

describe('versions', () => {
  test('increments the version with each overwrite and starts at 1 again after a deletion', async () => {
    expect(await put('/a/b', 'one')).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await put('/a/b', 'two', { Overwrite: true })).toMatchObject({ Version: 2 });
    expect(await get('/a/b')).toMatchObject({
      Name: '/a/b',
      Value: 'two',
      Version: 2,
      Type: 'String',
      ARN: `arn:aws:ssm:us-east-1:${account}:parameter/a/b`,
      LastModifiedDate: expect.any(Date),
    });
    await ssm.send(new DeleteParameterCommand({ Name: '/a/b' }));
    await expect(get('/a/b')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    expect(await put('/a/b', 'three')).toMatchObject({ Version: 1 });
  });

  test('rejects a put of an existing parameter unless Overwrite is set', async () => {
    await put('/a', 'one');
    await expect(put('/a', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await get('/a')).toMatchObject({ Value: 'one', Version: 1 });
  });

  test('returns the version of a parameter that is named as name:version', async () => {
    await put('/a', 'one');
    await put('/a', 'two', { Overwrite: true });
    expect(await get('/a:1')).toMatchObject({ Value: 'one', Version: 1, Selector: ':1' });
    await expect(get('/a:3')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
    expect(await get(`arn:aws:ssm:us-east-1:${account}:parameter/a:2`)).toMatchObject({ Value: 'two' });
  });

  test('keeps the last 100 versions of a parameter', async () => {
    for (let version = 1; version <= 102; version += 1) await put('/a', `${version}`, { Overwrite: true });
    const seen: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(new GetParameterHistoryCommand({ Name: '/a', NextToken }));
      seen.push(...(page.Parameters ?? []).map((parameter) => parameter.Version));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 3));
  });

  test('an overwrite without type and description leaves them unchanged', async () => {
    await put('/a', 'one', { Description: 'kept' });
    await ssm.send(new PutParameterCommand({ Name: '/a', Value: 'two', Overwrite: true }));
    const { Parameters } = await ssm.send(new DescribeParametersCommand({}));
    expect(Parameters).toMatchObject([{ Name: '/a', Type: 'String', Description: 'kept', Version: 2 }]);
  });
});

const rejectedPuts: [string, PutParameterCommandInput, string][] = [
  ['a new parameter without a type', { Name: '/a', Value: 'v' }, 'ValidationException'],
  ['an empty value', { Name: '/a', Value: '', Type: 'String' }, 'ValidationException'],
  [
    'a value with a reference to another parameter',
    { Name: '/a', Value: 'x {{ssm:b}}', Type: 'String' },
    'ValidationException',
  ],
  [
    'a value of 4,097 bytes',
    { Name: '/a', Value: `${'é'.repeat(2048)}x`, Type: 'String' },
    'ValidationException',
  ],
  [
    'a value of 8,193 bytes in the advanced tier',
    { Name: '/a', Value: 'x'.repeat(8193), Type: 'String', Tier: 'Advanced' },
    'ValidationException',
  ],
  ['a path without a leading slash', { Name: 'a/b', Value: 'v', Type: 'String' }, 'ValidationException'],
  ['a name with a space', { Name: '/a b', Value: 'v', Type: 'String' }, 'ValidationException'],
  ['a name with an invalid character', { Name: '/a$', Value: 'v', Type: 'String' }, 'ValidationException'],
  ['a name with the prefix ssm', { Name: '/ssm-x', Value: 'v', Type: 'String' }, 'ValidationException'],
  ['a name with a reserved path', { Name: '/aws/x', Value: 'v', Type: 'String' }, 'AccessDeniedException'],
  [
    'a name with 16 levels',
    { Name: '/a'.repeat(16), Value: 'v', Type: 'String' },
    'HierarchyLevelLimitExceededException',
  ],
  [
    'a name that is too long',
    { Name: `/${'a'.repeat(1000)}`, Value: 'v', Type: 'String' },
    'ValidationException',
  ],
  [
    'a value that does not match its allowed pattern',
    { Name: '/a', Value: 'v', Type: 'String', AllowedPattern: '^\\d+$' },
    'ParameterPatternMismatchException',
  ],
];
test.each(rejectedPuts)('PutParameter rejects %s and creates no parameter', async (_, input, name) => {
  await expect(ssm.send(new PutParameterCommand(input))).rejects.toMatchObject({ name });
  expect((await ssm.send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
});

test.each([
  ['a value of 4,096 bytes', { Value: 'x'.repeat(4096) }, 'Standard'],
  [
    'a value of 8,192 bytes in the advanced tier',
    { Value: 'x'.repeat(8192), Tier: 'Advanced' as const },
    'Advanced',
  ],
  [
    'a value of 5,000 bytes with Intelligent-Tiering',
    { Value: 'x'.repeat(5000), Tier: 'Intelligent-Tiering' as const },
    'Advanced',
  ],
  ['a value of compact JSON that ends in }}', { Value: '{"a":{"b":{}}}' }, 'Standard'],
])('PutParameter accepts %s', async (_, input, tier) => {
  expect(await put('/a', input.Value, input)).toMatchObject({ Version: 1, Tier: tier });
});

test('PutParameter rejects an unknown type with the validation message of AWS', async () => {
  const request = new PutParameterCommand({ Name: '/a', Value: 'v', Type: 'String' });
  Object.assign(request.input, { Type: 'Text' });
  await expect(ssm.send(request)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(
      "1 validation error detected: Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [",
    ),
  });
});

describe('reading many', () => {
  test('GetParameters returns unknown names and versions in InvalidParameters', async () => {
    await put('/a');
    await put('/b');
    const response = await ssm.send(new GetParametersCommand({ Names: ['/b', '/none', '/a', '/a:7'] }));
    expect(response.Parameters?.map((parameter) => parameter.Name)).toEqual(['/b', '/a']);
    expect(response.InvalidParameters).toEqual(['/none', '/a:7']);
  });

  test('GetParameters rejects more than ten names', async () => {
    const Names = Array.from({ length: 11 }, (_, index) => `/p${index}`);
    await expect(ssm.send(new GetParametersCommand({ Names }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Member must have length less than or equal to 10'),
    });
  });

  async function byPath(input: GetParametersByPathCommandInput) {
    const names: (string | undefined)[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(new GetParametersByPathCommand({ ...input, NextToken }));
      sizes.push(page.Parameters?.length ?? 0);
      names.push(...(page.Parameters ?? []).map((parameter) => parameter.Name));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return { names, sizes };
  }

  test('GetParametersByPath returns pages of ten, for one level or for all levels', async () => {
    const direct = Array.from({ length: 23 }, (_, index) => `/x/p${String(index).padStart(2, '0')}`);
    for (const name of [...direct, '/x/deep/er', '/xx', '/y/z']) await put(name);
    expect(await byPath({ Path: '/x' })).toEqual({ names: direct, sizes: [10, 10, 3] });
    expect(await byPath({ Path: '/x/', Recursive: true })).toEqual({
      names: ['/x/deep/er', ...direct],
      sizes: [10, 10, 4],
    });
    expect((await byPath({ Path: '/', Recursive: true })).names).toHaveLength(26);
  });

  test('GetParametersByPath neither skips nor repeats a parameter when one is deleted between pages', async () => {
    for (const name of ['/x/a', '/x/b', '/x/c', '/x/d']) await put(name);
    const first = await ssm.send(new GetParametersByPathCommand({ Path: '/x', MaxResults: 2 }));
    await ssm.send(new DeleteParameterCommand({ Name: '/x/b' }));
    const second = await ssm.send(
      new GetParametersByPathCommand({ Path: '/x', MaxResults: 2, NextToken: first.NextToken }),
    );
    expect(second.Parameters?.map((parameter) => parameter.Name)).toEqual(['/x/c', '/x/d']);
  });

  test('GetParametersByPath rejects a NextToken that it did not return', async () => {
    await expect(
      ssm.send(new GetParametersByPathCommand({ Path: '/x', NextToken: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  const filters: [string, DescribeParametersCommandInput, string[]][] = [
    ['no filter', {}, ['/x/a', '/x/y/b', '/z']],
    ['a name', { ParameterFilters: [{ Key: 'Name', Values: ['/x/a'] }] }, ['/x/a']],
    [
      'the start of a name',
      { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/x'] }] },
      ['/x/a', '/x/y/b'],
    ],
    [
      'part of a name',
      { ParameterFilters: [{ Key: 'Name', Option: 'Contains', Values: ['y'] }] },
      ['/x/y/b'],
    ],
    ['a path, one level', { ParameterFilters: [{ Key: 'Path', Values: ['/x'] }] }, ['/x/a']],
    [
      'a path, all levels',
      { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: ['/x'] }] },
      ['/x/a', '/x/y/b'],
    ],
    ['a type', { ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] }, ['/z']],
    ['the older member Filters', { Filters: [{ Key: 'Type', Values: ['String'] }] }, ['/x/a', '/x/y/b']],
  ];
  test.each(filters)('DescribeParameters filters by %s', async (_, input, names) => {
    await put('/x/a');
    await put('/x/y/b');
    await put('/z', 'secret', { Type: 'SecureString' });
    const { Parameters } = await ssm.send(new DescribeParametersCommand(input));
    expect(Parameters?.map((parameter) => parameter.Name)).toEqual(names);
  });
});

test('returns the value of a SecureString only to a request with decryption', async () => {
  await put('/s', 'secret', { Type: 'SecureString' });
  expect((await get('/s'))?.Value).not.toContain('secret');
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/s', WithDecryption: true }));
  expect(Parameter?.Value).toBe('secret');
});

test('DeleteParameters returns the deleted names and the unknown names', async () => {
  await put('/a');
  const response = await ssm.send(new DeleteParametersCommand({ Names: ['/a', '/b'] }));
  expect(response).toMatchObject({ DeletedParameters: ['/a'], InvalidParameters: ['/b'] });
});

test('rejects an allowed pattern that would backtrack forever', async () => {
  const value = { Name: '/a', Value: `${'a'.repeat(40)}!`, Type: 'String' as const };
  await expect(
    ssm.send(new PutParameterCommand({ ...value, AllowedPattern: '^(a+)+$' })),
  ).rejects.toMatchObject({ name: 'InvalidAllowedPatternException' });
});

test('accepts only advanced parameters after the limit of 10,000 standard parameters', async () => {
  const parameters = Array.from({ length: 10_000 }, (_, index) => ({ Name: `/p/${index}`, Value: 'v' }));
  await fetch(`${cloud.url}/_local/seed`, {
    method: 'POST',
    body: JSON.stringify({ account: String(account), parameters }),
  });
  const put = (Tier?: 'Advanced') =>
    ssm.send(new PutParameterCommand({ Name: '/q', Value: 'v', Type: 'String', Tier }));
  await expect(put()).rejects.toMatchObject({ name: 'ParameterLimitExceeded' });
  await put('Advanced');
});

test('DescribeParameters rejects an invalid filter, even if no parameters exist', async () => {
  const describeBy = (Key: string, Option: string) =>
    ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values: ['x'] }] }));
  await expect(describeBy('Name', 'Recursive')).rejects.toMatchObject({ name: 'InvalidFilterOption' });
  await expect(describeBy('Label', 'Equals')).rejects.toMatchObject({ name: 'InvalidFilterKey' });
  await expect(describeBy('Path', 'OneLevel')).rejects.toMatchObject({ name: 'ValidationException' });
});
