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
import { destinationChecks } from '../../cli/commands/doctor/checks/destinations.ts';
import type { Finding } from '../../cli/commands/doctor/finding.ts';
import { doctorSummary, findingText } from '../../cli/commands/doctor/render.ts';
import { findTrail } from '../../cli/service/trails.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import { awsError } from '../support/aws-error.ts';
import { waitForOutcome } from '../support/e2e-client.ts';
import { settings } from '../support/situation.ts';
import { ACCOUNT, notifications, REGION, startWorld } from './support/clr.ts';
import { expectGolden, TERMINAL_STYLES } from './support/golden.ts';

const logs = mockClient(CloudWatchLogsClient);
const firehose = mockClient(FirehoseClient);
const s3 = mockClient(S3Client);
const trails = mockClient(CloudTrailClient);
beforeAll(() => {
  process.env.AWS_REGION = 'us-west-2';
});
afterAll(() => {
  for (const client of [logs, firehose, s3, trails]) client.restore();
});
beforeEach(() => {
  for (const client of [logs, firehose, s3, trails]) client.reset();
});

const here = { ...settings, region: 'us-west-2', account: '123456789012' };
const check = (entry: LogConfiguration): Promise<readonly Finding[]> => destinationChecks({}, here)(entry);
const summaries = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, message }) => `${level}: ${message}`);

const toGroup = (name: string, region = 'us-west-2'): LogConfiguration => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:123456789012:log-group:${name}` },
});

describe('log group', () => {
  test('reports ok for an existing log group below /aws/vendedlogs', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/aws/vendedlogs/x' }] });
    expect(summaries(await check(toGroup('/aws/vendedlogs/x')))).toEqual(['ok: The log group exists.']);
  });

  test('reports a missing log group when only one with a longer name exists', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/x/y' }] });
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
    const [finding] = await check(toGroup('/x'));
    expect(finding).toMatchObject({
      level: 'problem',
      message: 'The log group does not exist.',
      hint: 'aws logs create-log-group --log-group-name /x',
    });
  });

  test('reports a log group that is encrypted with KMS', async () => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolves({ logGroups: [{ logGroupName: '/aws/vendedlogs/x', kmsKeyId: 'k' }] });
    expect(summaries(await check(toGroup('/aws/vendedlogs/x')))).toEqual([
      'problem: The log group is encrypted with KMS.',
    ]);
  });

  test('reports a log group in another Region', async () => {
    expect(summaries(await check(toGroup('/x', 'eu-west-1')))).toEqual([
      'problem: The log group is in eu-west-1.',
    ]);
  });

  test.each([
    [
      [{ policyDocument: 'x'.repeat(5_000) }],
      'warning: A resource policy of CloudWatch Logs has 5000 characters.',
    ],
    [Array.from({ length: 10 }, () => ({})), 'warning: CloudWatch Logs has 10 resource policies.'],
    [[{ policyDocument: 'x' }], 'ok: The resource policies have room for a log group.'],
  ])('warns when resource policies are close to their limits: %#', async (resourcePolicies, expected) => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/x' }] });
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies });
    expect(summaries(await check(toGroup('/x')))).toEqual(['ok: The log group exists.', expected]);
  });

  test('reports a log group that it is not allowed to read, and continues with the other checks', async () => {
    logs.on(DescribeLogGroupsCommand).rejects(awsError('AccessDeniedException'));
    logs.on(DescribeResourcePoliciesCommand).resolves({ resourcePolicies: [] });
    const findings = await check(toGroup('/x'));
    expect(summaries(findings)).toEqual([
      'unknown: Not checked: AccessDeniedException.',
      'ok: The resource policies have room for a log group.',
    ]);
    expect(findings[0]?.hint).toBe('Allow logs:DescribeLogGroups in your IAM policy.');
  });

  test('checks a log group once for all pools that send logs to it', async () => {
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
    const checks = destinationChecks({}, here);
    await checks(toGroup('/aws/vendedlogs/x'));
    expect(await checks(toGroup('/aws/vendedlogs/x'))).toEqual([]);
    expect(logs.commandCalls(DescribeLogGroupsCommand)).toHaveLength(1);
  });
});

describe('delivery stream', () => {
  const toStream = (account = '123456789012', region = 'us-west-2'): LogConfiguration => ({
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    FirehoseConfiguration: { StreamArn: `arn:aws:firehose:${region}:${account}:deliverystream/s` },
  });
  const active = { DeliveryStreamDescription: { DeliveryStreamStatus: 'ACTIVE' } } as const;

  test('reports ok for an active stream with the tag', async () => {
    firehose.on(DescribeDeliveryStreamCommand).callsFake(() => active);
    firehose
      .on(ListTagsForDeliveryStreamCommand)
      .callsFake(() => ({ Tags: [{ Key: 'LogDeliveryEnabled', Value: 'true' }] }));
    expect(summaries(await check(toStream()))).toEqual([
      'ok: The stream is active.',
      'ok: The stream has the tag LogDeliveryEnabled=true.',
    ]);
  });

  test('recommends the command that adds a missing tag', async () => {
    firehose.on(DescribeDeliveryStreamCommand).callsFake(() => active);
    firehose.on(ListTagsForDeliveryStreamCommand).callsFake(() => ({ Tags: [] }));
    expect((await check(toStream()))[1]?.hint).toContain('tag-delivery-stream --delivery-stream-name s');
  });

  test.each([
    ['ResourceNotFoundException', 'problem: The stream does not exist.'],
    ['AccessDeniedException', 'unknown: Not checked: AccessDeniedException.'],
  ])('reports the finding for a stream that returns %s', async (name, expected) => {
    firehose.on(DescribeDeliveryStreamCommand).rejects(awsError(name));
    expect(summaries(await check(toStream()))).toEqual([expected]);
  });

  test('reports a stream in another Region or account', async () => {
    expect(summaries(await check(toStream('123456789012', 'eu-west-1')))).toEqual([
      'problem: The stream is in eu-west-1.',
    ]);
    expect(summaries(await check(toStream('999999999999')))).toEqual([
      'warning: The stream is in account 999999999999.',
    ]);
  });
});

test.each([
  [undefined, 'ok: The bucket exists.'],
  ['NotFound', 'problem: The bucket does not exist.'],
  ['NoSuchBucket', 'problem: The bucket does not exist.'],
])('reports the finding for a bucket that returns error %s', async (error, expected) => {
  if (error === undefined) s3.on(HeadBucketCommand, { Bucket: 'audit' }).resolves({});
  else s3.on(HeadBucketCommand, { Bucket: 'audit' }).rejects(awsError(error));
  const entry = {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    S3Configuration: { BucketArn: 'arn:aws:s3:::audit/logs' },
  } as const;
  expect(summaries(await check(entry))).toEqual([expected]);
});

const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const readOnly = (value: string) => ({ Field: 'readOnly', Equals: [value] });

describe('trail', () => {
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
  ])('classifies a trail with %j as %s', async (selectors, kind) => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ Name: 't', TrailARN: 'arn' }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves(selectors);
    expect((await findTrail({})).kind).toBe(kind);
  });

  test('returns None when the trail is stopped or does not exist', async () => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ Name: 't', TrailARN: 'arn' }] });
    trails.on(GetTrailStatusCommand).resolves({ IsLogging: false });
    expect((await findTrail({})).kind).toBe('None');
    trails.on(DescribeTrailsCommand).resolves({});
    expect((await findTrail({})).kind).toBe('None');
  });

  test('finds a logging trail when another trail is not readable', async () => {
    trails.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: 'a' }, { TrailARN: 'b' }] });
    trails.on(GetTrailStatusCommand, { Name: 'a' }).rejects(awsError('AccessDeniedException'));
    trails.on(GetTrailStatusCommand, { Name: 'b' }).resolves({ IsLogging: true });
    trails.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ IncludeManagementEvents: true }] });
    expect(await findTrail({})).toEqual({ kind: 'Logging', trail: 'b' });
    trails.on(GetTrailStatusCommand, { Name: 'b' }).resolves({ IsLogging: false });
    expect(await findTrail({})).toEqual({ kind: 'Unknown', why: 'AccessDeniedException' });
  });

  test('returns Unknown when it is not allowed to list trails', async () => {
    trails.on(DescribeTrailsCommand).rejects(awsError('AccessDeniedException'));
    expect(await findTrail({})).toEqual({ kind: 'Unknown', why: 'AccessDeniedException' });
  });
});

test.each(TERMINAL_STYLES)('prints doctor findings at $name columns', async (style) => {
  const findings: readonly Finding[] = [
    {
      level: 'problem',
      subject: 'eu-west-1_aaaaaaaaa',
      message: 'The tier is ESSENTIALS.',
      reason: 'Cognito rejects userAuthEvents below PLUS, and the whole configuration that contains them.',
      hint: 'aws cognito-idp update-user-pool --user-pool-id eu-west-1_aaaaaaaaa --user-pool-tier PLUS',
    },
    {
      level: 'unknown',
      subject: 'trail',
      message: 'Not checked: AccessDeniedException.',
      reason: 'The call to cloudtrail:DescribeTrails failed.',
      hint: 'Allow cloudtrail:DescribeTrails in your IAM policy.',
    },
    {
      level: 'warning',
      subject: 'sweep',
      message: 'No sweep has run yet.',
      reason: 'A sweep finds the changes that no event reported.',
      hint: 'clr sweep',
    },
    { level: 'ok', subject: 'eu-west-1_bbbbbbbbb', message: 'The configuration works with every tier.' },
  ];
  const text = [...findings.map((finding) => findingText(finding, style)), doctorSummary(findings)].join(
    '\n',
  );
  await expectGolden(`doctor-${style.name}`, text);
});

test('doctor checks every part on the local cloud, skips an operation that the endpoint does not support, and finds tier, pool and parameter problems', async () => {
  const world = await startWorld(['--quota-scale', '10']);
  try {
    const { client } = world;
    const [low, invalid] = [await client.createPool('ESSENTIALS'), await client.createPool()];
    const signIns = { ...notifications('a'), EventSource: 'userAuthEvents', LogLevel: 'INFO' };
    await client.put(low, { LogConfigurations: [signIns] });
    await client.put(invalid, { LogConfigurations: [], mode: 'x' });
    await client.put('us-west-2_nothere', { LogConfigurations: [] });
    await waitForOutcome(client, 'us-west-2_nothere', 'PoolNotFound');
    const { code, stdout } = await world.clr(['doctor']);
    expect(code).toBe(3);
    expect(stdout).toContain(`! ${low}  The tier is ESSENTIALS.\n`);
    expect(stdout).toMatch(new RegExp(`! ${invalid}  mode: unknown key\\. Did you mean "Mode"\\?`));
    expect(stdout).toContain(
      '! us-west-2_nothere  User pool us-west-2_nothere does not exist in us-west-2 (account 123456789012).\n',
    );
    expect(stdout).toContain('~ sweep  No sweep has run yet.\n');
    expect(stdout).not.toContain('Not checked');
    const fault = { operation: 'cloudtrail.DescribeTrails', error: 'UnknownOperationException' };
    await fetch(`${world.local.url}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ account: ACCOUNT, region: REGION, ...fault }),
    });
    expect((await world.clr(['doctor'])).stdout).toContain(
      '? trail  Not checked: this endpoint does not support cloudtrail:DescribeTrails.\n',
    );
    const json = JSON.parse((await world.clr(['doctor', low, '-o', 'json'])).stdout);
    expect(json).toMatchObject({ version: 2, kind: 'Doctor' });
    expect(json.findings).toContainEqual(expect.objectContaining({ subject: low, level: 'problem' }));
  } finally {
    await world.close();
  }
}, 180_000);
