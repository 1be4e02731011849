import {
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { wirePolicies } from '../../functions/policies-wiring.ts';
import { wireReconcile } from '../../functions/reconcile-wiring.ts';
import { wireSweep } from '../../functions/sweep-wiring.ts';
import { readConfig } from '../../lib/aws/config.ts';
import { environment } from '../support/environment.ts';
import { parameterEvent } from '../support/lambda.ts';
import { mockedAws } from '../support/mocked-aws.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { applied, POOL, toLogGroup } from '../support/situation.ts';

const config = readConfig(environment({ RECHECK_DELAY_SECONDS: '0' }));
const aws = mockedAws();
beforeEach(() => aws.reset());
const soon = () => Date.now() + 10_000;
const parameterOf = (userPoolId: string) => `${config.settings.prefix}/pools/${userPoolId}`;

test('wireReconcile processes a message from intent to Set, outcome and event', async () => {
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
    sentAt: Date.now(),
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

test('wireSweep runs a sweep: it sends one message per managed pool and stores the result', async () => {
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

test('every client has a timeout, and rate-limited clients have no SDK retries', async () => {
  const { telemetry } = recordingTelemetry();
  const body = JSON.stringify({ Kind: 'Recheck', UserPoolId: POOL });
  const delivery = { messageId: 'm0', receiptHandle: 'r0', body, receives: 1, sentAt: Date.now() };
  aws.dynamo.onAnyCommand().callsFake(() => ({ Attributes: { Next: { N: String(Date.now()) } } }));
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: [{ Name: parameterOf(POOL), Type: 'String', Value: '{"LogConfigurations":[]}' }],
  });
  await wireReconcile(config, telemetry)([delivery], { priority: 'upkeep', deadline: soon() });
  await wireSweep(config, telemetry)({ acceptDeletions: 0 }, { priority: 'upkeep', deadline: soon() });
  const Value = JSON.stringify({ Select: { Tags: { env: ['prod'] } }, LogConfigurations: [toLogGroup()] });
  aws.ssm.on(GetParametersByPathCommand).resolves({
    Parameters: [{ Name: `${config.settings.prefix}/policies/tagged`, Type: 'String', Value }],
  });
  aws.dynamo.on(GetItemCommand).resolves({ Item: { Names: { SS: ['tagged'] } } });
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: [{ Name: `${config.settings.prefix}/policies/tagged`, Type: 'String', Value }],
  });
  await wirePolicies(config, telemetry).drive(
    { names: ['tagged'] },
    { priority: 'upkeep', deadline: soon() },
  );
  const seen = await Promise.all(
    Object.entries({
      cognito: aws.cognito,
      dynamo: aws.dynamo,
      sqs: aws.sqs,
      ssm: aws.ssm,
      tagging: aws.tagging,
    }).map(async ([name, mock]) => {
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
    }),
  );
  const timely = { timeout: 5_000, idle: 5_000, throws: true };
  expect(Object.fromEntries(seen)).toEqual({
    cognito: { ...timely, retries: false },
    dynamo: { ...timely, retries: true },
    sqs: { ...timely, retries: true },
    ssm: { ...timely, retries: false },
    tagging: { ...timely, retries: false },
  });
});
