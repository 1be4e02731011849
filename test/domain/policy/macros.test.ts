import {
  expandArn,
  expandEntry,
  type Macro,
  type MacroValues,
  macrosIn,
} from '../../../lib/domain/policy/macros.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { ACCOUNT, POOL, toLogGroup, toStream } from '../../support/situation.ts';

const values: MacroValues = { account: ACCOUNT, region: 'eu-west-1', userPoolId: POOL, name: 'shop-prod' };
const GROUP = 'arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/';

const expand = (arn: string, over: Partial<MacroValues> = {}) =>
  expandArn(arn, { ...values, ...over }, 'StreamArn');
const issuesOf = (arn: string, over: Partial<MacroValues> = {}): readonly string[] => {
  const result = expand(arn, over);
  return result.kind === 'Invalid' ? result.issues.map(formatIssue) : [];
};

test.each([
  [`${GROUP}cognito`, `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/cognito`],
  [`${GROUP}<userPoolId>`, `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/${POOL}`],
  [
    `${GROUP}<userPoolName>/<userPoolName>-x`,
    `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/shop-prod/shop-prod-x`,
  ],
  ['arn:aws:s3:::audit-<accountId>-<region>', `arn:aws:s3:::audit-${ACCOUNT}-eu-west-1`],
  ['arn:aws:s3:::audit', 'arn:aws:s3:::audit'],
])('expands %s', (arn, value) => {
  expect(expand(arn)).toEqual({ kind: 'Expanded', value });
});

const ALL = 'The macros are <accountId>, <region>, <userPoolId>, <userPoolName>.';

test.each([
  ['<accountid>', 'unknown macro "<accountid>". Did you mean <accountId>?'],
  ['<account-id>', 'unknown macro "<account-id>". Did you mean <accountId>?'],
  ['<account>', 'unknown macro "<account>". Did you mean <accountId>?'],
  ['<awsAccountId>', 'unknown macro "<awsAccountId>". Did you mean <accountId>?'],
  ['<awsAccount>', 'unknown macro "<awsAccount>". Did you mean <accountId>?'],
  ['<awsRegion>', 'unknown macro "<awsRegion>". Did you mean <region>?'],
  ['<Region>', 'unknown macro "<Region>". Did you mean <region>?'],
  ['<regoin>', 'unknown macro "<regoin>". Did you mean <region>?'],
  ['<pool>', 'unknown macro "<pool>". Did you mean <userPoolId>?'],
  ['<resourceId>', 'unknown macro "<resourceId>". Did you mean <userPoolId>?'],
  ['<UserPoolID>', 'unknown macro "<UserPoolID>". Did you mean <userPoolId>?'],
  ['<poolId>', 'unknown macro "<poolId>". Did you mean <userPoolId>?'],
  ['<userPool>', 'unknown macro "<userPool>". Did you mean <userPoolId>?'],
  ['<id>', 'unknown macro "<id>". Did you mean <userPoolId>?'],
  ['<name>', 'unknown macro "<name>". Did you mean <userPoolName>?'],
  ['<resourceName>', 'unknown macro "<resourceName>". Did you mean <userPoolName>?'],
  ['<poolName>', 'unknown macro "<poolName>". Did you mean <userPoolName>?'],
  ['<partition>', `unknown macro "<partition>". ${ALL}`],
  ['<constructor>', `unknown macro "<constructor>". ${ALL}`],
  ['<>', `unknown macro "<>". ${ALL}`],
  ['<region:x', `found "<region" without ">". ${ALL}`],
  ['region>', `found ">" without "<". ${ALL}`],
  ['<', `found "<" without ">". ${ALL}`],
])('rejects %s in an ARN with one reason', (text, reason) => {
  expect(issuesOf(`arn:aws:logs:${text}:log-group:<userPoolId>`)).toEqual([`StreamArn: ${reason}`]);
});

test('reports every wrong macro of an ARN', () => {
  expect(issuesOf('arn:aws:logs:<Region>:<account>:log-group:<region')).toEqual([
    'StreamArn: unknown macro "<Region>". Did you mean <region>?',
    'StreamArn: unknown macro "<account>". Did you mean <accountId>?',
    `StreamArn: found "<region" without ">". ${ALL}`,
  ]);
});

test.each([
  ['my pool', 'the name of the pool contains " ", which an ARN does not allow. Use <userPoolId>.'],
  ['a:b c:d', 'the name of the pool contains ":" and " ", which an ARN does not allow. Use <userPoolId>.'],
  ['caf\u00e9', 'the name of the pool contains "\u00e9", which an ARN does not allow. Use <userPoolId>.'],
  ['a\u200b', 'the name of the pool contains "\\u200b", which an ARN does not allow. Use <userPoolId>.'],
  ['<region>', 'the name of the pool contains "<" and ">", which an ARN does not allow. Use <userPoolId>.'],
  ['', 'the pool has no name. Use <userPoolId>.'],
  [undefined, 'the name of the pool is not known.'],
])('rejects the name %j only for an ARN that contains it', (name, reason) => {
  expect(issuesOf(`${GROUP}<userPoolName>`, { name })).toEqual([`StreamArn: ${reason}`]);
  expect(issuesOf(`${GROUP}<userPoolId>`, { name })).toEqual([]);
});

test('an issue says what was found and what is expected', () => {
  const expectedOf = (arn: string, name?: string) => {
    const result = expandArn(arn, { ...values, name }, 'StreamArn');
    return result.kind === 'Invalid' ? result.issues.map(({ found, expected }) => [found, expected]) : [];
  };
  const all = '<accountId>, <region>, <userPoolId>, <userPoolName>';
  const plain = 'a name with only letters, digits and _ + = / , . @ -';
  expect(expectedOf('<region')).toEqual([['"<region"', `a macro: ${all}`]]);
  expect(expectedOf('<pool>')).toEqual([['"<pool>"', '<userPoolId>']]);
  expect(expectedOf('<partition>')).toEqual([['"<partition>"', `one of ${all}`]]);
  expect(expectedOf('<userPoolName>')).toEqual([['no name', plain]]);
  expect(expectedOf('<userPoolName>', '')).toEqual([['""', plain]]);
});

test('a value that contains a replacement pattern is inserted unchanged', () => {
  expect(expand('arn:<accountId>', { account: '$&' })).toEqual({ kind: 'Expanded', value: 'arn:$&' });
});

const logGroup = (LogGroupArn: string) => ({ ...toLogGroup(), CloudWatchLogsConfiguration: { LogGroupArn } });

test.each([
  [logGroup(`${GROUP}<userPoolName>:*`), toLogGroup('shop-prod')],
  [toStream('one'), toStream('one')],
  [
    {
      EventSource: 'userAuthEvents' as const,
      LogLevel: 'INFO' as const,
      S3Configuration: { BucketArn: 'arn:aws:s3:::<userPoolName>' },
    },
    {
      EventSource: 'userAuthEvents',
      LogLevel: 'INFO',
      S3Configuration: { BucketArn: 'arn:aws:s3:::shop-prod' },
    },
  ],
])('expands the entry %j', (entry, value) => {
  expect(expandEntry(entry, values)).toEqual({ kind: 'Expanded', value });
});

test('an issue of an entry names the event source and the key', () => {
  const result = expandEntry(logGroup(`${GROUP}<userPoolName>`), { ...values, name: 'a b' });
  expect(result).toMatchObject({
    kind: 'Invalid',
    issues: [{ path: 'userNotification.CloudWatchLogsConfiguration.LogGroupArn', found: '"a b"' }],
  });
});

test.each<[string, readonly Macro[]]>([
  ['cognito', ['accountId', 'region']],
  ['<userPoolName>', ['accountId', 'region', 'userPoolName']],
  ['<userPoolId>-<userPoolName>', ['accountId', 'region', 'userPoolId', 'userPoolName']],
])('macrosIn returns the macros of a log group with the name %s', (name, macros) => {
  expect([...macrosIn(logGroup(GROUP + name))]).toEqual(macros);
});

test('macrosIn returns nothing for an entry without macros', () => {
  expect(macrosIn(toStream()).size).toBe(0);
});
