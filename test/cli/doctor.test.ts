import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListTagsForDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { findTrail } from '../../cli/aws/trails.ts';
import { destinationChecks } from '../../cli/doctor/destinations.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { doctorSummary, findingText } from '../../cli/doctor/render.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { awsError } from '../support/aws-error.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import { settings } from '../support/situation.ts';
import { notifications, startWorld } from './support/clr.ts';
import { expectGolden, LOOKS } from './support/golden.ts';

const logs = mockClient(CloudWatchLogsClient);
const firehose = mockClient(FirehoseClient);
const s3 = mockClient(S3Client);
const trails = mockClient(CloudTrailClient);
beforeAll(() => {
  process.env.AWS_REGION = 'us-west-2';
});
beforeEach(() => {
  for (const client of [logs, firehose, s3, trails]) client.reset();
});

const here = { ...settings, region: 'us-west-2', account: '123456789012' };
const check = (entry: LogConfiguration): Promise<readonly Finding[]> => destinationChecks(here)(entry);
const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, what }) => `${level}: ${what}`);

const toGroup = (name: string, region = 'us-west-2'): LogConfiguration => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:123456789012:log-group:${name}` },
});

describe('a log group', () => {
  test('that is there, below /aws/vendedlogs, is well', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/aws/vendedlogs/x' }] });
    expect(told(await check(toGroup('/aws/vendedlogs/x')))).toEqual(['well: the log group is there']);
  });

  test('that is not there, though one with a longer name is', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/x/y' }] });
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
    const [finding] = await check(toGroup('/x'));
    expect(finding).toMatchObject({
      level: 'problem',
      what: 'there is no such log group',
      remedy: 'aws logs create-log-group --log-group-name /x',
    });
  });

  test('that is encrypted with KMS', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolves({ logGroups: [{ logGroupName: '/aws/vendedlogs/x', kmsKeyId: 'k' }] });
    expect(told(await check(toGroup('/aws/vendedlogs/x')))).toEqual([
      'problem: the log group is encrypted with KMS',
    ]);
  });

  test('of another Region', async () => {
    expect(told(await check(toGroup('/x', 'eu-west-1')))).toEqual(['problem: the log group is in eu-west-1']);
  });

  test.each([
    [
      [{ policyDocument: 'x'.repeat(5_000) }],
      'warning: a resource policy of CloudWatch Logs has 5000 characters',
    ],
    [Array.from({ length: 10 }, () => ({})), 'warning: there are 10 resource policies of CloudWatch Logs'],
    [[{ policyDocument: 'x' }], 'well: the resource policies have room'],
  ])('whose resource policies are many or long', async (resourcePolicies, expected) => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/x' }] });
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies });
    expect(told(await check(toGroup('/x')))).toEqual(['well: the log group is there', expected]);
  });

  test('that nobody may look at is told so, and the rest goes on', async () => {
    logs.on(DescribeLogGroupsCommand).rejects(awsError('AccessDeniedException'));
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
    const findings = await check(toGroup('/x'));
    expect(told(findings)).toEqual([
      'unknown: not checked: AccessDeniedException',
      'well: the resource policies have room',
    ]);
    expect(findings[0]?.remedy).toBe('allow logs:DescribeLogGroups to whoever runs this');
  });

  test('is looked at once, however many pools send there', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
    const checks = destinationChecks(here);
    await checks(toGroup('/aws/vendedlogs/x'));
    expect(await checks(toGroup('/aws/vendedlogs/x'))).toEqual([]);
    expect(logs.commandCalls(DescribeLogGroupsCommand)).toHaveLength(1);
  });
});

describe('a stream', () => {
  const toStream = (account = '123456789012', region = 'us-west-2'): LogConfiguration => ({
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${region}:${account}:deliverystream/s` },
  });
  const active = { DeliveryStreamDescription: { DeliveryStreamStatus: 'ACTIVE' } } as const;

  test('that is active and tagged is well', async () => {
    firehose.on(DescribeDeliveryStreamCommand).callsFake(() => active);
    firehose
      .on(ListTagsForDeliveryStreamCommand)
      .callsFake(() => ({ Tags: [{ Key: 'LogDeliveryEnabled', Value: 'true' }] }));
    expect(told(await check(toStream()))).toEqual([
      'well: the stream is active',
      'well: tagged LogDeliveryEnabled',
    ]);
  });

  test('without the tag', async () => {
    firehose.on(DescribeDeliveryStreamCommand).callsFake(() => active);
    firehose.on(ListTagsForDeliveryStreamCommand).callsFake(() => ({ Tags: [] }));
    expect((await check(toStream()))[1]?.remedy).toContain('tag-delivery-stream --delivery-stream-name s');
  });

  test.each([
    ['ResourceNotFoundException', 'problem: there is no such stream'],
    ['AccessDeniedException', 'unknown: not checked: AccessDeniedException'],
  ])('that answers %s', async (name, expected) => {
    firehose.on(DescribeDeliveryStreamCommand).rejects(awsError(name));
    expect(told(await check(toStream()))).toEqual([expected]);
  });

  test('of another Region or account', async () => {
    expect(told(await check(toStream('123456789012', 'eu-west-1')))).toEqual([
      'problem: the stream is in eu-west-1',
    ]);
    expect(told(await check(toStream('999999999999')))).toEqual([
      'warning: the stream is in account 999999999999',
    ]);
  });
});

test.each([
  [undefined, 'well: the bucket is there'],
  ['NotFound', 'problem: there is no such bucket'],
  ['NoSuchBucket', 'problem: there is no such bucket'],
])('a bucket that answers %s', async (error, expected) => {
  if (error === undefined) s3.on(HeadBucketCommand, { Bucket: 'audit' }).resolves({});
  else s3.on(HeadBucketCommand, { Bucket: 'audit' }).rejects(awsError(error));
  const entry = {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    S3Configuration: { BucketArn: 'arn:aws:s3:::audit/logs' },
  } as const;
  expect(told(await check(entry))).toEqual([expected]);
});

const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const readOnly = (value: string) => ({ Field: 'readOnly', Equals: [value] });

describe('a trail', () => {
  test.each([
    [{ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' as const }] }, 'Logging'],
    [{ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' as const }] }, 'None'],
    [{ EventSelectors: [{ IncludeManagementEvents: false }] }, 'None'],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
      'Logging',
    ],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
      'None',
    ],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, readOnly('true')] }] }, 'None'],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT, readOnly('false')] }] }, 'Logging'],
  ])('with %j is %s', async (selectors, kind) => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ Name: 't', TrailARN: 'arn' }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves(selectors);
    expect((await findTrail()).kind).toBe(kind);
  });

  test('that is stopped, or that is not there, is none', async () => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ Name: 't', TrailARN: 'arn' }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: false });
    expect((await findTrail()).kind).toBe('None');
    trails.on(DescribeTrailsCommand).resolves({});
    expect((await findTrail()).kind).toBe('None');
  });

  test('that nobody may look at hides no other that logs', async () => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: 'a' }, { TrailARN: 'b' }] });
    trails.on(GetTrailStatusCommand, { Name: 'a' }).rejects(awsError('AccessDeniedException'));
    trails.on(GetTrailStatusCommand, { Name: 'b' }).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ IncludeManagementEvents: true }] });
    expect(await findTrail()).toEqual({ kind: 'Logging', trail: 'b' });
    trails.on(GetTrailStatusCommand, { Name: 'b' }).resolves({ IsLogging: false });
    expect(await findTrail()).toEqual({ kind: 'Unknown', why: 'AccessDeniedException' });
  });

  test('that nobody may look at is unknown', async () => {
    trails.on(DescribeTrailsCommand).rejects(awsError('AccessDeniedException'));
    expect(await findTrail()).toEqual({ kind: 'Unknown', why: 'AccessDeniedException' });
  });
});

test.each(LOOKS)('what the doctor finds at $name columns', async (look) => {
  const findings: readonly Finding[] = [
    {
      level: 'problem',
      subject: 'eu-west-1_aaaaaaaaa',
      what: 'the tier is ESSENTIALS',
      why: 'Cognito refuses userAuthEvents below PLUS, and with it the whole of the configuration',
      remedy: 'aws cognito-idp update-user-pool --user-pool-id eu-west-1_aaaaaaaaa --user-pool-tier PLUS',
    },
    {
      level: 'unknown',
      subject: 'trail',
      what: 'not checked: AccessDeniedException',
      why: 'cloudtrail:DescribeTrails was not answered',
      remedy: 'allow cloudtrail:DescribeTrails to whoever runs this',
    },
    {
      level: 'warning',
      subject: 'sweep',
      what: 'there was none yet',
      why: 'it finds what no event told of',
      remedy: 'clr sweep',
    },
    { level: 'well', subject: 'eu-west-1_bbbbbbbbb', what: 'any tier will do' },
  ];
  const text = [...findings.map((finding) => findingText(finding, look)), doctorSummary(findings)].join('\n');
  await expectGolden(`doctor-${look.name}`, text);
});

test('the doctor goes on where an endpoint does not offer what it asks, and finds tier, pool and parameter', async () => {
  const world = await startWorld(['--quota-scale', '10']);
  try {
    const { client } = world;
    const [low, refused] = [await client.createPool('ESSENTIALS'), await client.createPool()];
    const signIns = { ...notifications('a'), EventSource: 'userAuthEvents', LogLevel: 'INFO' };
    await client.put(low, { LogConfigurations: [signIns] });
    await client.put(refused, { LogConfigurations: [], mode: 'x' });
    await client.put('us-west-2_nothere', { LogConfigurations: [] });
    await waitForOutcome(client, 'us-west-2_nothere', 'PoolNotFound');
    const { code, stdout } = await world.clr(['doctor']);
    expect(code).toBe(3);
    expect(stdout).toContain(`! ${low}  the tier is ESSENTIALS\n`);
    expect(stdout).toMatch(new RegExp(`! ${refused}  mode: found "x"`));
    expect(stdout).toContain('! us-west-2_nothere  no such pool\n');
    expect(stdout).toContain('~ sweep  there was none yet\n');
    expect(stdout).toContain(
      '? trail  not checked: cloudtrail:DescribeTrails is not offered by this endpoint\n',
    );
    const json = JSON.parse((await world.clr(['doctor', low, '-o', 'json'])).stdout);
    expect(json).toMatchObject({ version: 1, kind: 'Doctor' });
    expect(json.findings).toContainEqual(expect.objectContaining({ subject: low, level: 'problem' }));
  } finally {
    await world.close();
  }
}, 60_000);
