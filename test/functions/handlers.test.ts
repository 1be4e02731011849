import 'aws-sdk-client-mock-jest';
import {
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import { awsError } from '../support/aws-error.ts';
import { environment } from '../support/environment.ts';
import { context, listenToOutput, parameterEvent, sqsEvent } from '../support/lambda.ts';
import { mockedAws } from '../support/mocked-aws.ts';
import { applied, POOL, toLogGroup } from '../support/situation.ts';

Object.assign(process.env, environment(), {
  POWERTOOLS_SERVICE_NAME: 'cognito-log-reconciler',
  POWERTOOLS_METRICS_NAMESPACE: 'CognitoLogReconciler',
  POWERTOOLS_LOG_LEVEL: 'DEBUG',
});
const output = listenToOutput();
const { handler: reconcile } = await import('../../functions/reconcile.ts');
const { handler: sweep } = await import('../../functions/sweep.ts');
const aws = mockedAws();
beforeEach(() => aws.reset());
afterAll(() => output.restore());

const BROKEN = 'eu-west-1_broken';
const nameOf = (userPoolId: string) => `/cognito-log-delivery/pools/${userPoolId}`;
const event = (userPoolId: string) => parameterEvent(nameOf(userPoolId));

/** Parameters of these values, of type String. */
function parameters(values: Readonly<Record<string, string>>): void {
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: Object.entries(values).map(([id, Value]) => ({ Name: nameOf(id), Type: 'String', Value })),
  });
}
const desired = JSON.stringify({ LogConfigurations: [toLogGroup()] });

describe('reconcile', () => {
  test('answers the messages that stay, and those alone', async () => {
    parameters({ [POOL]: desired, [BROKEN]: desired });
    aws.cognito
      .on(GetLogDeliveryConfigurationCommand, { UserPoolId: BROKEN })
      .rejects(awsError('NotAuthorizedException'));
    const answer = await reconcile(sqsEvent('edits', [event(POOL), event(BROKEN), 'no message']), context());
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(aws.cognito).toHaveReceivedCommandTimes(SetLogDeliveryConfigurationCommand, 1);
    expect(aws.sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityCommand, {
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/edits',
      ReceiptHandle: 'receipt 1',
    });
  });

  test('close to the end of the function’s time no pool is started: its message is put off', async () => {
    parameters({ [POOL]: desired });
    const answer = await reconcile(sqsEvent('upkeep', [event(POOL)]), context(4_000));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(aws.cognito).not.toHaveReceivedAnyCommand();
    const [sent] = aws.sqs.commandCalls(SendMessageBatchCommand);
    expect(sent?.args[0].input).toMatchObject({
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep',
      Entries: [{ MessageBody: JSON.stringify(event(POOL)) }],
    });
  });

  test('log lines bear the request’s id, and hold nothing of what stood in a parameter', async () => {
    const secret = 'n0t-for-the-log';
    const marked = (id: string) =>
      JSON.stringify({ LogConfigurations: [toLogGroup(secret)], UserPoolId: id });
    parameters({
      [POOL]: marked(POOL),
      [BROKEN]: marked(BROKEN),
      'eu-west-1_json': `{"${secret}": `,
      'eu-west-1_key': JSON.stringify({ LogConfigurations: [], [secret]: secret }),
      'eu-west-1_refused': marked('eu-west-1_refused'),
    });
    aws.cognito
      .on(SetLogDeliveryConfigurationCommand, { UserPoolId: BROKEN })
      .rejects(awsError('NotAuthorizedException', secret))
      .on(SetLogDeliveryConfigurationCommand, { UserPoolId: 'eu-west-1_refused' })
      .rejects(awsError('InvalidParameterException', secret));
    const from = output.text().length;
    const pools = [POOL, BROKEN, 'eu-west-1_json', 'eu-west-1_key', 'eu-west-1_refused'];
    await reconcile(sqsEvent('edits', [...pools.map(event), secret, { value: secret }]), context());
    const said = output.text().slice(from);
    for (const id of pools) expect(said).toContain(id);
    expect(said).toContain('"function_request_id":"the-request"');
    expect(said).toContain('CognitoLogReconciler');
    expect(said).not.toContain(secret);
    // Yet the record has it: a person must see why.
    expect(JSON.stringify(aws.dynamo.commandCalls(PutItemCommand).map(({ args }) => args))).toContain(secret);
  });
});

test('an invocation that counted nothing says nothing of it', async () => {
  const from = output.text().length;
  await reconcile(sqsEvent('edits', []), context());
  expect(output.text().slice(from)).not.toContain('WARN');
  expect(output.text().slice(from)).not.toContain('metrics');
});

describe('sweep', () => {
  const gone = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      marshall({ Id: `pool#eu-west-1_${at}`, ...applied({ UserPoolId: `eu-west-1_${at}` }) }),
    );

  test.each([undefined, null, {}, { 'detail-type': 'Scheduled Event' }])(
    'the schedule’s event %j accepts no deletions',
    async (scheduled) => {
      aws.dynamo.on(ScanCommand).resolves({ Items: gone(10) });
      expect(await sweep(scheduled, context())).toMatchObject({ managed: 10, lost: 10, held: true });
    },
  );

  test('a person may accept as many deletions as there are, and fewer do not do', async () => {
    aws.dynamo.on(ScanCommand).resolves({ Items: gone(10) });
    expect(await sweep({ acceptDeletions: 10 }, context())).toMatchObject({ held: false });
    expect(await sweep({ acceptDeletions: 9 }, context())).toMatchObject({ held: true });
  });

  test.each([
    { acceptDeletions: '30' },
    { acceptDeletions: -1 },
    { acceptDeletions: 1.5 },
    { acceptDeletions: null },
    { acceptdeletions: 30 },
    [],
    'x',
    30,
  ])('%j is an error that says what would be right, and nothing is done', async (event) => {
    await expect(sweep(event, context())).rejects.toThrow(
      `found ${JSON.stringify(event)}; expected nothing, or {"acceptDeletions": N}`,
    );
    expect(aws.dynamo).not.toHaveReceivedAnyCommand();
    expect(aws.sqs).not.toHaveReceivedAnyCommand();
  });

  test('a failing listing fails the sweep before a message is sent', async () => {
    aws.dynamo.on(ScanCommand).rejects(awsError('InternalServerError'));
    await expect(sweep({}, context())).rejects.toThrow('Scan');
    expect(aws.sqs).not.toHaveReceivedCommand(SendMessageBatchCommand);
  });
});
