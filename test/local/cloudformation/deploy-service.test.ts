import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud.ts';
import { deployService } from '../../../local/cloudformation/deploy-service.ts';
import { cachedPackage } from '../../../local/cloudformation/package/package-cache.ts';
import { planStack } from '../../../local/cloudformation/stack-plan.ts';
import { readTemplate } from '../../../local/cloudformation/template.ts';
import { clientsAt } from '../clients.ts';

const stackName = 'cognito-log-reconciler-dev';
const account = '123456789012';
const region = 'eu-west-1';

let packageDir: string;
beforeAll(async () => {
  packageDir = await mkdtemp(join(tmpdir(), 'clr-deploy-test-'));
  await cachedPackage({
    projectDir: resolve(import.meta.dirname, '../../..'),
    params: {},
    outDir: packageDir,
  });
}, 180_000);
afterAll(() => rm(packageDir, { recursive: true }));

const start = (from = packageDir): Promise<LocalCloud> =>
  startLocalCloud({ account, region, deploy: deployService({ packageDir: from, stackName }) });

/** Copies the packaged service and changes its template. */
async function changed(change: (template: string) => string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'clr-deploy-test-'));
  await cp(packageDir, directory, { recursive: true });
  const path = join(directory, 'cloudformation-template-update-stack.json');
  await writeFile(path, change(await readFile(path, 'utf8')));
  return directory;
}

test('deploys the packaged service with its queues and functions; its sweep completes, also after a reset', async () => {
  const cloud = await start();
  try {
    const { dynamodb, events, lambda, sqs } = clientsAt(cloud.url, { account, region });
    const stack = (await cloud.accountRegion(account, region)).stack();
    expect(stack?.functionNames).toEqual(
      ['reconcile', 'sweep', 'policies'].map((name) => `${stackName}-${name}`),
    );
    for (const queue of ['edits', 'edits-dlq', 'upkeep', 'upkeep-dlq']) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${stackName}-${queue}` }));
      expect(stack?.queueUrls).toContain(QueueUrl);
    }
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: `${stackName}-sweep`, Payload: Buffer.from('{}') }),
    );
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ managed: 0, held: false });
    const configuration = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: `${stackName}-sweep` }),
    );
    expect(configuration).toMatchObject({
      FunctionName: `${stackName}-sweep`,
      Timeout: 300,
      Environment: { Variables: { ACCOUNT_ID: account, PARAMETER_PREFIX: '/cognito-log-delivery' } },
    });
    await expect(
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'nope' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await events.send(new DescribeRuleCommand({ Name: `${stackName}-parameter` }))).toMatchObject({
      Name: `${stackName}-parameter`,
      Arn: `arn:aws:events:${region}:${account}:rule/${stackName}-parameter`,
      State: 'ENABLED',
      EventPattern: expect.stringContaining('"source":["aws.ssm"]'),
      EventBusName: 'default',
    });
    expect(await events.send(new DescribeRuleCommand({ Name: `${stackName}-sweep` }))).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression: expect.stringMatching(/^(rate|cron)\(/),
    });
    const TableName = stack?.tableNames[0];
    const records = async () => (await dynamodb.send(new ScanCommand({ TableName }))).Count;
    const QueueUrl = stack?.queueUrls.find((url) => url.endsWith('-edits-dlq'));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(await records()).toBeGreaterThan(0);
    expect((await fetch(`${cloud.url}/_local/reset`, { method: 'POST' })).status).toBe(200);
    expect(await records()).toBe(0);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages).toEqual([]);
    const again = await lambda.send(
      new InvokeCommand({ FunctionName: `${stackName}-sweep`, Payload: Buffer.from('{}') }),
    );
    expect(JSON.parse(again.Payload?.transformToString() ?? '')).toMatchObject({ managed: 0, held: false });
  } finally {
    await cloud.close();
  }
}, 180_000);

test('deploys the service with a role path, a boundary, a bucket and tags, and its own calls do not match the pool rule', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'clr-deploy-test-'));
  try {
    await cachedPackage({
      projectDir: resolve(import.meta.dirname, '../../..'),
      params: {
        rolePath: '/teams/identity/',
        permissionsBoundary: `arn:aws:iam::${account}:policy/boundary`,
        deploymentBucket: 'acme-deployments',
        stackTags: 'owner=identity',
        architecture: 'x86_64',
      },
      outDir: directory,
    });
    const cloud = await start(directory);
    try {
      const stack = (await cloud.accountRegion(account, region)).stack();
      const result = await stack?.invoke(`${stackName}-sweep`, '{}', 'RequestResponse');
      expect(result?.functionError).toBeUndefined();
    } finally {
      await cloud.close();
    }
    const template = await readTemplate(join(directory, 'cloudformation-template-update-stack.json'));
    const accountRegion = { account, region, endpoint: 'http://127.0.0.1:1' };
    const { functions, rules } = planStack(template, { accountRegion, stackName }, directory);
    const [own = ''] = functions.map(({ roleArn }) => roleArn);
    expect(own).toBe(`arn:aws:iam::${account}:role/teams/identity/${stackName}-ReconcileRole`);
    const poolRule = rules.find(({ name }) => name === `${stackName}-pool`);
    const matches = (arn: string) =>
      poolRule?.matches?.({
        version: '0',
        id: 'event',
        account,
        region,
        time: '2026-01-01T00:00:00Z',
        resources: [],
        source: 'aws.cognito-idp',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: {
          eventSource: 'cognito-idp.amazonaws.com',
          eventName: 'SetLogDeliveryConfiguration',
          userIdentity: { sessionContext: { sessionIssuer: { arn } } },
        },
      });
    expect(matches(own)).toBe(false);
    expect(matches(`arn:aws:iam::${account}:role/${stackName}-ReconcileRole`)).toBe(true);
  } finally {
    await rm(directory, { recursive: true });
  }
}, 90_000);

test('starts a killed function again with the next invocation', async () => {
  const cloud = await start();
  try {
    const stack = (await cloud.accountRegion(account, region)).stack();
    await stack?.kill(`${stackName}-sweep`);
    const result = await stack?.invoke(`${stackName}-sweep`, '{}', 'RequestResponse');
    expect(result?.functionError).toBeUndefined();
  } finally {
    await cloud.close();
  }
}, 180_000);

test.each<[string, (template: string) => string, RegExp]>([
  [
    'an unknown operator in an event pattern',
    (template) => template.replace('"anything-but"', '"anything-else"'),
    /operator anything-else is not supported/,
  ],
  [
    'an unknown resource type',
    (template) => template.replace('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Siren'),
    /EditsDeadLetterAlarm: resource type AWS::CloudWatch::Siren is not supported/,
  ],
  [
    'an invalid setting of a function',
    (template) => template.replaceAll('"LOG_LEVEL_VALIDATION": "error"', '"LOG_LEVEL_VALIDATION": "perhaps"'),
    /cannot start: .*LOG_LEVEL_VALIDATION/,
  ],
])(
  'rejects %s when the cloud starts, and names it in the error',
  async (_, change, message) => {
    const directory = await changed(change);
    try {
      await expect(start(directory)).rejects.toThrow(message);
    } finally {
      await rm(directory, { recursive: true });
    }
  },
  180_000,
);
