import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { AwsEvent } from '../../../local/core/events.ts';
import { useLocalCloud } from '../../support/local-cloud.ts';
import { clientsAt, eventually } from '../clients.ts';

const account = '123456789012';
const region = 'eu-west-1';
const cloud = useLocalCloud({ quotaScale: 'off' });
let clients: ReturnType<typeof clientsAt>;
let events: AwsEvent[];
let unsubscribe: () => void;

beforeAll(() => {
  clients = clientsAt(cloud.url, { account, region });
});
beforeEach(async () => {
  events = [];
  unsubscribe = (await cloud.accountRegion(account, region)).bus.subscribe((event) => events.push(event));
});
afterEach(() => unsubscribe());

const received = (count: number) => eventually(() => (events.length >= count ? events.splice(0) : undefined));

test('emits a Parameter Store Change without value and version for each create, update and delete', async () => {
  const put = (Value: string) =>
    clients.ssm.send(
      new PutParameterCommand({ Name: '/a', Value, Type: 'String', Description: 'd', Overwrite: true }),
    );
  await put('one');
  await put('two');
  await clients.ssm.send(new DeleteParameterCommand({ Name: '/a' }));
  const seen = await received(3);
  expect(seen.map((event) => event.detail)).toEqual(
    ['Create', 'Update', 'Delete'].map((operation) => ({
      operation,
      name: '/a',
      type: 'String',
      description: 'd',
    })),
  );
  expect(seen[0]).toMatchObject({
    version: '0',
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    account,
    region,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    resources: [`arn:aws:ssm:${region}:${account}:parameter/a`],
  });
});

test('emits no Parameter Store Change for a rejected request', async () => {
  await expect(clients.ssm.send(new DeleteParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
  await clients.ssm.send(new PutParameterCommand({ Name: '/after', Value: 'v', Type: 'String' }));
  expect(await received(1)).toMatchObject([{ detail: { name: '/after' } }]);
});

const LogConfigurations = [
  {
    EventSource: 'userNotification' as const,
    LogLevel: 'ERROR' as const,
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:${account}:log-group:/x` },
  },
];

test('emits CloudTrail events for writes to pools and not for reads', async () => {
  const { UserPool } = await clients.cognito.send(
    new CreateUserPoolCommand({ PoolName: 'p', UserPoolTags: { Team: 'A' } }),
  );
  const UserPoolId = UserPool?.Id;
  await clients.cognito.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
  const response = await clients.cognito.send(
    new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }),
  );
  const [tagged, created, set] = await received(3);
  expect(tagged).toMatchObject({
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    resources: [UserPool?.Arn],
    detail: { 'changed-tag-keys': ['Team'], tags: { Team: 'A' }, version: 1 },
  });
  expect(created).toMatchObject({
    detail: {
      eventName: 'CreateUserPool',
      requestParameters: { poolName: 'p', userPoolTags: { Team: 'A' } },
      responseElements: { userPool: { id: UserPoolId } },
    },
  });
  const logConfigurations = [
    {
      eventSource: 'userNotification',
      logLevel: 'ERROR',
      cloudWatchLogsConfiguration: { logGroupArn: `arn:aws:logs:${region}:${account}:log-group:/x` },
    },
  ];
  expect(set).toMatchObject({
    source: 'aws.cognito-idp',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventSource: 'cognito-idp.amazonaws.com',
      eventName: 'SetLogDeliveryConfiguration',
      awsRegion: region,
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${account}:user/${account}`,
        accountId: account,
        accessKeyId: account,
      },
      requestParameters: { userPoolId: UserPoolId, logConfigurations },
      responseElements: { logDeliveryConfiguration: { userPoolId: UserPoolId, logConfigurations } },
      requestID: response.$metadata.requestId,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
    },
  });
  expect(set?.detail).not.toHaveProperty('errorCode');
});

test('emits a CloudTrail event with the error of a failed write', async () => {
  const failed = clients.cognito.send(new DeleteUserPoolCommand({ UserPoolId: `${region}_none` }));
  await expect(failed).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await received(1)).toMatchObject([
    {
      detail: {
        eventName: 'DeleteUserPool',
        errorCode: 'ResourceNotFoundException',
        errorMessage: `User pool ${region}_none does not exist.`,
        requestParameters: { userPoolId: `${region}_none` },
        responseElements: null,
      },
    },
  ]);
});

test('attributes a call with role credentials to the role and to the account and Region that issued them', async () => {
  const accountRegion = await cloud.accountRegion(account, region);
  const role = `arn:aws:iam::${account}:role/the-role`;
  const credentials = accountRegion.issueRoleCredentials(role, 'session');
  expect(accountRegion.issueRoleCredentials(role, 'session')).toEqual(credentials);
  await clientsAt(cloud.url, { region, credentials }).cognito.send(
    new CreateUserPoolCommand({ PoolName: 'p' }),
  );
  expect(await received(1)).toMatchObject([
    {
      account,
      detail: {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${account}:assumed-role/the-role/session`,
          accessKeyId: credentials.accessKeyId,
          sessionContext: { sessionIssuer: { type: 'Role', arn: role, userName: 'the-role' } },
        },
      },
    },
  ]);
});

test('PutEvents accepts the valid entries and returns an error code for each invalid one', async () => {
  const valid = { Source: 'mine', DetailType: 'T', Detail: '{"a":1}', Resources: ['r'] };
  const response = await clients.events.send(
    new PutEventsCommand({
      Entries: [
        valid,
        { ...valid, Detail: '{' },
        { ...valid, Source: 'aws.ssm' },
        { ...valid, DetailType: undefined },
        { ...valid, EventBusName: 'default' },
      ],
    }),
  );
  expect(response.FailedEntryCount).toBe(3);
  expect(response.Entries?.map((entry) => entry.ErrorCode)).toEqual([
    undefined,
    'MalformedDetail',
    'NotAuthorizedForSourceException',
    'InvalidArgument',
    undefined,
  ]);
  const seen = await received(2);
  expect(seen[0]).toMatchObject({
    id: response.Entries?.[0]?.EventId,
    source: 'mine',
    'detail-type': 'T',
    resources: ['r'],
    detail: { a: 1 },
  });
});
