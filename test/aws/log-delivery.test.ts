import {
  CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL, toLogGroup, toStream } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

function createDelivery() {
  const rate = unlimitedRate();
  return { ...rate, delivery: cognitoLogDelivery(client, rate.rateLimiting) };
}

describe('get', () => {
  test('returns the entries in normalized order, with a slot of the category CognitoRead', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).resolves({
      LogDeliveryConfiguration: { UserPoolId: POOL, LogConfigurations: [toLogGroup(), toStream()] },
    });
    const { delivery, acquired } = createDelivery();
    expect(await delivery.get(POOL, withoutDeadline)).toEqual({
      kind: 'Present',
      LogConfigurations: [toStream(), toLogGroup()],
    });
    expect(cognito).toHaveReceivedCommandWith(GetLogDeliveryConfigurationCommand, { UserPoolId: POOL });
    expect(acquired).toEqual([{ category: 'CognitoRead', context: withoutDeadline }]);
  });

  test.each([{}, { LogDeliveryConfiguration: undefined }])(
    'returns no entries for the response %j',
    async (response) => {
      cognito.on(GetLogDeliveryConfigurationCommand).resolves(response);
      expect(await createDelivery().delivery.get(POOL, withoutDeadline)).toEqual({
        kind: 'Present',
        LogConfigurations: [],
      });
    },
  );

  test('returns a bucket, and omits destinations without an ARN', async () => {
    const bucket = { EventSource: 'userAuthEvents', LogLevel: 'INFO' } as const;
    cognito.on(GetLogDeliveryConfigurationCommand).resolves({
      LogDeliveryConfiguration: {
        UserPoolId: POOL,
        LogConfigurations: [
          { ...bucket, S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' }, FirehoseConfiguration: {} },
          { EventSource: undefined, LogLevel: undefined, CloudWatchLogsConfiguration: {} },
        ],
      },
    });
    expect(await createDelivery().delivery.get(POOL, withoutDeadline)).toEqual({
      kind: 'Present',
      LogConfigurations: [
        { EventSource: '', LogLevel: '' },
        { ...bucket, S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' } },
      ],
    });
  });

  test('returns PoolNotFound for a missing pool', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await createDelivery().delivery.get(POOL, withoutDeadline)).toEqual({ kind: 'PoolNotFound' });
  });
});

describe('set', () => {
  test('sends the complete list, after acquireWrite acquired a slot of the category CognitoWrite', async () => {
    cognito.on(SetLogDeliveryConfigurationCommand).resolves({});
    const { delivery, acquired } = createDelivery();
    const context = { priority: 'edits', deadline: 7e12 } as const;
    await delivery.acquireWrite(context);
    expect(await delivery.set(POOL, [toStream(), toLogGroup()], context)).toEqual({ kind: 'Accepted' });
    expect(cognito).toHaveReceivedCommandWith(SetLogDeliveryConfigurationCommand, {
      UserPoolId: POOL,
      LogConfigurations: [toStream(), toLogGroup()],
    });
    expect(acquired).toEqual([{ category: 'CognitoWrite', context }]);
  });

  test('sends an empty list to clear a pool', async () => {
    cognito.on(SetLogDeliveryConfigurationCommand).resolves({});
    await createDelivery().delivery.set(POOL, [], withoutDeadline);
    expect(cognito).toHaveReceivedCommandWith(SetLogDeliveryConfigurationCommand, {
      UserPoolId: POOL,
      LogConfigurations: [],
    });
  });

  test.each([
    ['InvalidParameterException', 'Rejected'],
    ['FeatureUnavailableInTierException', 'Rejected'],
    ['ResourceNotFoundException', 'NotFound'],
  ])('returns the error %s as %s with the message of Cognito', async (name, kind) => {
    cognito.on(SetLogDeliveryConfigurationCommand).rejects(awsError(name, 'the message of Cognito'));
    expect(await createDelivery().delivery.set(POOL, [toLogGroup()], withoutDeadline)).toEqual({
      kind,
      rejection: { name, message: 'the message of Cognito' },
    });
  });
});
