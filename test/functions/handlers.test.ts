import {
  GetLogDeliveryConfigurationCommand,
  ListUserPoolsCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetParametersByPathCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { MAX_RANK, type PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { awsError } from '../support/aws-error.ts';
import { environment } from '../support/environment.ts';
import { context, listenToOutput, parameterEvent, sqsEvent } from '../support/lambda.ts';
import { mockedAws } from '../support/mocked-aws.ts';
import { openRollout } from '../support/rollouts.ts';
import { applied, NOON, POOL, toLogGroup } from '../support/situation.ts';

Object.assign(process.env, environment(), {
  POWERTOOLS_SERVICE_NAME: 'cognito-log-reconciler',
  METRICS: 'all',
  POWERTOOLS_LOG_LEVEL: 'DEBUG',
});
const output = listenToOutput();
// The functions read the environment when they load.
vi.resetModules();
const { handler: reconcile } = await import('../../functions/reconcile.ts');
const { handler: sweep } = await import('../../functions/sweep.ts');
// The policies function waits for the recheck before it reads the policies again.
process.env.RECHECK_DELAY_SECONDS = '0';
const { handler: policies } = await import('../../functions/policies.ts');
const aws = mockedAws();
beforeEach(() => aws.reset());
afterAll(() => output.restore());

const BROKEN = 'eu-west-1_broken';
const nameOf = (userPoolId: string) => `/cognito-log-delivery/pools/${userPoolId}`;
const event = (userPoolId: string) => parameterEvent(nameOf(userPoolId));

/** Mocks SSM with parameters of type String that have these values. */
function mockParameters(values: Readonly<Record<string, string>>): void {
  aws.ssm.on(GetParametersCommand).resolves({
    Parameters: Object.entries(values).map(([id, Value]) => ({ Name: nameOf(id), Type: 'String', Value })),
  });
}
const desired = JSON.stringify({ LogConfigurations: [toLogGroup()] });

describe('the reconcile function', () => {
  test('returns only the messages to retry as batch item failures', async () => {
    mockParameters({ [POOL]: desired, [BROKEN]: desired });
    aws.cognito
      .on(GetLogDeliveryConfigurationCommand, { UserPoolId: BROKEN })
      .rejects(awsError('NotAuthorizedException'));
    const response = await reconcile(
      sqsEvent('edits', [event(POOL), event(BROKEN), 'no message']),
      context(),
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(aws.cognito).toHaveReceivedCommandTimes(SetLogDeliveryConfigurationCommand, 1);
    expect(aws.sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityCommand, {
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/edits',
      ReceiptHandle: 'receipt 1',
    });
  });

  test('defers a message without processing its pool when little time is left', async () => {
    mockParameters({ [POOL]: desired });
    const response = await reconcile(sqsEvent('upkeep', [event(POOL)]), context(4_000));
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(aws.cognito).not.toHaveReceivedAnyCommand();
    expect(aws.sqs).toHaveReceivedCommandWith(ChangeMessageVisibilityCommand, {
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep',
      ReceiptHandle: 'receipt 0',
    });
    expect(aws.sqs).not.toHaveReceivedCommand(SendMessageBatchCommand);
  });

  test('log lines contain the request ID, and no part of a parameter value', async () => {
    const secret = 'n0t-for-the-log';
    const marked = (id: string) =>
      JSON.stringify({ LogConfigurations: [toLogGroup(secret)], UserPoolId: id });
    mockParameters({
      [POOL]: marked(POOL),
      [BROKEN]: marked(BROKEN),
      'eu-west-1_json': `{"${secret}": `,
      'eu-west-1_key': JSON.stringify({ LogConfigurations: [], [secret]: secret }),
      'eu-west-1_rejected': marked('eu-west-1_rejected'),
    });
    aws.cognito
      .on(SetLogDeliveryConfigurationCommand, { UserPoolId: BROKEN })
      .rejects(awsError('NotAuthorizedException', secret))
      .on(SetLogDeliveryConfigurationCommand, { UserPoolId: 'eu-west-1_rejected' })
      .rejects(awsError('InvalidParameterException', secret));
    const from = output.text().length;
    const pools = [POOL, BROKEN, 'eu-west-1_json', 'eu-west-1_key', 'eu-west-1_rejected'];
    await reconcile(sqsEvent('edits', [...pools.map(event), secret, { value: secret }]), context());
    const logged = output.text().slice(from);
    for (const id of pools) expect(logged).toContain(id);
    expect(logged).toContain('"function_request_id":"the-request"');
    expect(logged).toContain('CognitoLogReconciler');
    expect(logged).not.toContain(secret);
    // The record contains it, so that an operator can see the reason.
    expect(JSON.stringify(aws.dynamo.commandCalls(PutItemCommand).map(({ args }) => args))).toContain(secret);
  });
});

test('logs no warning and no metrics when an invocation has no metrics', async () => {
  const from = output.text().length;
  await reconcile(sqsEvent('edits', []), context());
  expect(output.text().slice(from)).not.toContain('WARN');
  expect(output.text().slice(from)).not.toContain('metrics');
});

describe('the sweep function', () => {
  const recordsWithoutParameter = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      marshall({ Id: `pool#eu-west-1_${at}`, ...applied({ UserPoolId: `eu-west-1_${at}` }) }),
    );

  test.each([undefined, null, {}, { 'detail-type': 'Scheduled Event' }])(
    'accepts no deletions when the event of the schedule is %j',
    async (scheduled) => {
      aws.dynamo.on(ScanCommand).resolves({ Items: recordsWithoutParameter(10) });
      expect(await sweep(scheduled, context())).toMatchObject({ managed: 10, lost: 10, held: true });
    },
  );

  test('processes the deletions only if the operator accepts at least as many as there are', async () => {
    aws.dynamo.on(ScanCommand).resolves({ Items: recordsWithoutParameter(10) });
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
  ])(
    'rejects the input %j with an error that describes the expected input, and changes nothing',
    async (event) => {
      await expect(sweep(event, context())).rejects.toThrow(
        `Invalid sweep input: found ${JSON.stringify(event)}; expected no input or {"acceptDeletions": N}, where N is`,
      );
      expect(aws.dynamo).not.toHaveReceivedAnyCommand();
      expect(aws.sqs).not.toHaveReceivedAnyCommand();
    },
  );

  test('fails before it sends a message when a listing fails', async () => {
    aws.dynamo.on(ScanCommand).rejects(awsError('InternalServerError'));
    await expect(sweep({}, context())).rejects.toThrow('Scan');
    expect(aws.sqs).not.toHaveReceivedCommand(SendMessageBatchCommand);
  });
});

describe('the policies function', () => {
  const FREE = 'eu-west-1_free';
  const value = JSON.stringify({ Select: { Names: ['shop-*'] }, LogConfigurations: [toLogGroup()] });
  const policy = { Name: '/cognito-log-delivery/policies/shops', Type: 'String', Value: value } as const;
  const edited = parameterEvent(policy.Name);
  const sent = () =>
    aws.sqs
      .commandCalls(SendMessageBatchCommand)
      .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
      .map(({ MessageBody = '' }) => JSON.parse(MessageBody));
  /** The members that EventBridge's documentation shows for a schedule. */
  const scheduled = {
    version: '0',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    resources: ['arn:aws:events:eu-west-1:123456789012:rule/cognito-log-reconciler-dev-rollout'],
    detail: {},
  };
  const halted = openRollout(value, { Status: 'Halted', Threshold: MAX_RANK, Wave: 2, Pools: 1, Failed: 1 });
  /** Mocks the table with this rollout. Each write replaces it. */
  function mockRollout(rollout: PolicyRollout): void {
    let item: PutItemCommand['input']['Item'] = marshall({ Id: `policy#${rollout.Name}`, ...rollout });
    aws.dynamo.on(BatchGetItemCommand).callsFake(() => ({ Responses: { 'the-table': [item] } }));
    aws.dynamo.on(PutItemCommand).callsFake(({ Item }: PutItemCommand['input']) => {
      item = Item;
      return {};
    });
  }
  beforeEach(() => {
    aws.ssm.on(GetParametersByPathCommand).resolves({ Parameters: [policy] });
    aws.ssm.on(GetParametersCommand).resolves({ Parameters: [policy] });
    aws.dynamo.on(GetItemCommand).resolves({ Item: { Names: { SS: ['shops'] } } });
    aws.dynamo.on(BatchGetItemCommand).resolves({});
    aws.cognito.on(ListUserPoolsCommand).resolves({
      UserPools: [
        { Id: POOL, Name: 'shop-eu' },
        { Id: FREE, Name: 'other' },
      ],
    });
  });

  test.each([
    ['the event of an edit', edited],
    ['a direct invocation', { policies: ['shops', 'shops'] }],
    ['the event of the schedule', scheduled],
  ])(
    'sends a message to the upkeep queue for each pool that the policy selects, after %s',
    async (_, input) => {
      expect(await policies(input, context())).toEqual({ sent: 1 });
      expect(sent()).toEqual([{ Kind: 'Recheck', UserPoolId: POOL }]);
      expect(aws.sqs).toHaveReceivedCommandWith(SendMessageBatchCommand, {
        QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/upkeep',
      });
      const written = aws.dynamo.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input.Item?.Id);
      expect(written).toContainEqual({ S: 'policy#shops' });
    },
  );

  test('makes an edited policy known to the workers', async () => {
    await policies(edited, context());
    expect(aws.dynamo).toHaveReceivedCommandWith(UpdateItemCommand, {
      Key: { Id: { S: 'policies' } },
      ExpressionAttributeValues: { ':names': { SS: ['shops'] } },
    });
  });

  test('only reads its table after the event of the schedule when no rollout is open', async () => {
    mockRollout({ Name: 'shops', Revision: 2, Settled: { Text: value, At: NOON.toISOString() } });
    expect(await policies(scheduled, context())).toEqual({ sent: 0 });
    expect(aws.dynamo.calls()).toHaveLength(2);
    for (const mock of [aws.ssm, aws.cognito, aws.sqs, aws.bridge])
      expect(mock).not.toHaveReceivedAnyCommand();
  });

  test('resumes a halted rollout and sends the messages of its wave again', async () => {
    mockRollout({ Name: 'shops', Revision: 4, Open: halted });
    expect(await policies({ rollout: 'resume', policy: 'shops' }, context())).toEqual({ sent: 1 });
    const [first] = aws.dynamo.commandCalls(PutItemCommand);
    expect(unmarshall(first?.args[0].input.Item ?? {})).toMatchObject({
      Revision: 5,
      Open: { Status: 'Running', Sent: false },
    });
    expect(sent()).toEqual([{ Kind: 'Recheck', UserPoolId: POOL }]);
  });

  test('returns why a command is not possible, and sends nothing', async () => {
    mockRollout({ Name: 'shops', Revision: 4, Open: { ...halted, Status: 'Running' } });
    expect(await policies({ rollout: 'resume', policy: 'shops' }, context())).toEqual({
      sent: 0,
      rejected: 'The rollout of policy "shops" is running.',
    });
    expect(aws.dynamo).not.toHaveReceivedCommand(PutItemCommand);
    expect(aws.sqs).not.toHaveReceivedAnyCommand();
  });

  test('sends the same messages again when an event is delivered twice at the same time', async () => {
    const results = await Promise.all([policies(edited, context()), policies(edited, context())]);
    expect(results).toEqual([{ sent: 1 }, { sent: 1 }]);
    expect(sent().map(({ UserPoolId }) => UserPoolId)).toEqual([POOL, POOL]);
  });

  test.each(['policies/Shops', 'policies/shops/note', 'policies/', `pools/${POOL}`])(
    'makes no call when the parameter %s is not that of a policy',
    async (name) => {
      expect(await policies(parameterEvent(`/cognito-log-delivery/${name}`), context())).toEqual({ sent: 0 });
      expect(aws.dynamo).not.toHaveReceivedAnyCommand();
      expect(aws.ssm).not.toHaveReceivedAnyCommand();
    },
  );

  test.each([
    null,
    {},
    [],
    'shops',
    { policies: [] },
    { policies: 'shops' },
    { policies: ['Shops'] },
    { policies: ['shops', 7] },
    { policies: ['shops'], more: true },
    { rollout: 'resume' },
    { rollout: 'stop', policy: 'shops' },
    { rollout: 'abort', policy: 'Shops' },
    { rollout: 'abort', policy: 'shops', more: true },
    { source: 'aws.events', 'detail-type': 'Other' },
    { source: 'aws.ssm', 'detail-type': 'Parameter Store Change', detail: { name: null } },
  ])(
    'rejects the input %j with an error that describes the expected input, and makes no call',
    async (input) => {
      await expect(policies(input, context())).rejects.toThrow(
        `Invalid input: found ${JSON.stringify(input)}; expected an event of Parameter Store or of a schedule, {"policies"`,
      );
      expect(aws.dynamo).not.toHaveReceivedAnyCommand();
      expect(aws.sqs).not.toHaveReceivedAnyCommand();
    },
  );

  test('fails before it sends a message when a listing fails, so that Lambda retries it', async () => {
    aws.dynamo.on(ScanCommand).rejects(awsError('InternalServerError'));
    await expect(policies(edited, context())).rejects.toThrow('Scan');
    expect(aws.sqs).not.toHaveReceivedCommand(SendMessageBatchCommand);
  });

  test('logs the names of the policies and the number of pools, and no value', async () => {
    const from = output.text().length;
    await policies(edited, context());
    const logged = output.text().slice(from);
    expect(logged).toContain('shops');
    expect(logged).toContain('"function_request_id":"the-request"');
    expect(logged).not.toContain('LogGroupArn');
  });
});
