import 'aws-sdk-client-mock-jest';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { wireReconcile } from '../../functions/reconcile-wiring.ts';
import { wireSweep } from '../../functions/sweep-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { systemClock } from '../../lib/aws/system-clock.ts';
import { tableAndRateLimiter, withoutSdkRetries } from '../../lib/aws/table-and-rate-limiter.ts';
import { environment } from '../support/environment.ts';
import { parameterEvent } from '../support/lambda.ts';
import { mockedAws } from '../support/mocked-aws.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { applied, POOL, toLogGroup } from '../support/situation.ts';

const config = readConfig(environment());
const aws = mockedAws();
beforeEach(() => aws.reset());
const soon = () => Date.now() + 10_000;
const parameterOf = (userPoolId: string) => `${config.settings.prefix}/pools/${userPoolId}`;

test('one message goes through the reconcile function’s wiring: intent, Set, outcome, event', async () => {
  const { telemetry, recorded } = recordingTelemetry();
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: [
      {
        Name: parameterOf(POOL),
        Type: 'String',
        Value: JSON.stringify({ LogConfigurations: [toLogGroup()] }),
      },
    ],
  });
  const delivery = {
    messageId: 'm0',
    receiptHandle: 'r0',
    body: JSON.stringify(parameterEvent(parameterOf(POOL))),
    receives: 1,
  };
  const batchItemFailures = await wireReconcile(config, telemetry)([delivery], {
    priority: 'edits',
    deadline: soon(),
  });
  expect(batchItemFailures).toEqual([]);
  expect(aws.cognito).toHaveReceivedCommandWith(SetLogDeliveryConfigurationCommand, {
    UserPoolId: POOL,
    LogConfigurations: [toLogGroup()],
  });
  const written = aws.dynamo.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input);
  expect(written.map(({ TableName }) => TableName)).toEqual(['the-table', 'the-table']);
  expect(written.map(({ Item = {} }) => unmarshall(Item))).toEqual([
    expect.objectContaining({ Revision: 1, Intent: expect.objectContaining({ Outcome: 'Applied' }) }),
    expect.objectContaining({ Revision: 2, Status: expect.objectContaining({ Outcome: 'Applied' }) }),
  ]);
  const [put] = aws.bridge.commandCalls(PutEventsCommand);
  expect(put?.args[0].input.Entries).toEqual([
    expect.objectContaining({ EventBusName: 'default', DetailType: 'Pool Applied' }),
  ]);
  expect(recorded.counts.get('ChangesApplied')).toBe(1);
});

test('one sweep goes through the sweep function’s wiring: a message a pool, and the fleet', async () => {
  const { telemetry } = recordingTelemetry();
  const fresh = 'eu-west-1_fresh';
  aws.dynamo.on(ScanCommand).resolves({ Items: [marshall({ Id: `pool#${POOL}`, ...applied() })] });
  aws.ssm.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: parameterOf(POOL) }, { Name: parameterOf(fresh) }],
  });
  aws.cognito.on(ListUserPoolsCommand).resolves({
    UserPools: [{ Id: POOL }, { Id: fresh }, { Id: 'eu-west-1_free' }],
  });
  const fleet = await wireSweep(config, telemetry)(
    { acceptDeletions: 0 },
    { priority: 'upkeep', deadline: soon() },
  );
  expect(fleet).toMatchObject({ Result: 'Swept', Managed: 2, Unmanaged: 1, Lost: 0, Held: false });
  expect(aws.sqs).toHaveReceivedCommandWith(GetQueueAttributesCommand, { QueueUrl: config.upkeepQueueUrl });
  const [sent] = aws.sqs.commandCalls(SendMessageBatchCommand);
  expect(sent?.args[0].input.QueueUrl).toBe(config.upkeepQueueUrl);
  const pools = sent?.args[0].input.Entries?.map(
    ({ MessageBody = '' }) => JSON.parse(MessageBody).UserPoolId,
  );
  expect(pools).toEqual([POOL, fresh]);
  expect(aws.dynamo).toHaveReceivedCommandWith(PutItemCommand, {
    TableName: 'the-table',
    Item: marshall({ Id: 'fleet', ...fleet }),
  });
});

test('the rate limiter is kept in the state table, at the quotas of the settings', async () => {
  const { rateLimiting } = tableAndRateLimiter(config, recordingTelemetry().telemetry);
  await rateLimiting.rateLimiter.acquire('CognitoWrite', { priority: 'edits', deadline: soon() });
  expect(aws.dynamo).toHaveReceivedCommandWith(UpdateItemCommand, {
    TableName: 'the-table',
    Key: { Id: { S: 'budget#CognitoWrite' } },
  });
  const [update] = aws.dynamo.commandCalls(UpdateItemCommand);
  expect(update?.args[0].input.ExpressionAttributeValues?.[':length']?.N).toBe(String(1000 / 15));
});

test('every client has a timeout, and those whose calls take slots do not retry by themselves', async () => {
  const { telemetry } = recordingTelemetry();
  const body = JSON.stringify({ Kind: 'Recheck', UserPoolId: POOL });
  const delivery = { messageId: 'm0', receiptHandle: 'r0', body, receives: 1 };
  aws.dynamo.onAnyCommand().callsFake(() => ({ Attributes: { Next: { N: String(Date.now()) } } }));
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: [{ Name: parameterOf(POOL), Type: 'String', Value: '{"LogConfigurations":[]}' }],
  });
  await wireReconcile(config, telemetry)([delivery], { priority: 'upkeep', deadline: soon() });
  await wireSweep(config, telemetry)({ acceptDeletions: 0 }, { priority: 'upkeep', deadline: soon() });
  const seen = await Promise.all(
    Object.entries({ cognito: aws.cognito, dynamo: aws.dynamo, sqs: aws.sqs, ssm: aws.ssm }).map(
      async ([name, mock]) => {
        const { config: of } = mock.call(0).thisValue;
        const handler = await of.requestHandler.configProvider;
        const retries = (await of.maxAttempts()) > 1;
        return [
          name,
          {
            retries,
            timeout: handler.requestTimeout,
            idle: handler.socketTimeout,
            throws: handler.throwOnRequestTimeout,
          },
        ];
      },
    ),
  );
  const timely = { timeout: 5_000, idle: 5_000, throws: true };
  expect(Object.fromEntries(seen)).toEqual({
    cognito: { ...timely, retries: false },
    dynamo: { ...timely, retries: true },
    sqs: { ...timely, retries: true },
    ssm: { ...timely, retries: false },
  });
});

test('the clock is this machine’s', async () => {
  const before = Date.now();
  await systemClock.sleep(20);
  expect(systemClock.now().getTime() - before).toBeGreaterThanOrEqual(19);
});

// Last, since these take the mock away.
test.each([
  ['hangs', { requestTimeout: 50 }, () => undefined],
  [
    'stalls within the answer',
    { socketTimeout: 50 },
    (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write('{'),
  ],
])('a call whose socket %s fails, as a failure that passes', async (_, timeout, answer) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new DynamoDBClient({
    ...withoutSdkRetries,
    requestHandler: { ...withoutSdkRetries.requestHandler, ...timeout },
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'none' },
  });
  aws.dynamo.restore();
  try {
    await expect(dynamoRecords(client, 'the-table').read(POOL)).rejects.toMatchObject({
      kind: 'Transient',
      errorName: 'TimeoutError',
    });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
