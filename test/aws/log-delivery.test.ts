import 'aws-sdk-client-mock-jest';
import {
  CognitoIdentityProviderClient,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { awsError } from '../support/aws-error.ts';
import { POOL, toLogGroup, toStream } from '../support/situation.ts';
import { unlimitedRate, withoutDeadline } from '../support/unlimited-rate.ts';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
beforeEach(() => cognito.reset());

function deliveryOf() {
  const rate = unlimitedRate();
  return { ...rate, delivery: cognitoLogDelivery(client, rate.rateLimiting) };
}

describe('get', () => {
  test('reads with a slot for reads and answers the entries in our order', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).resolves({
      LogDeliveryConfiguration: { UserPoolId: POOL, LogConfigurations: [toLogGroup(), toStream()] },
    });
    const { delivery, acquired } = deliveryOf();
    expect(await delivery.get(POOL, withoutDeadline)).toEqual({
      kind: 'Present',
      LogConfigurations: [toStream(), toLogGroup()],
    });
    expect(cognito).toHaveReceivedCommandWith(GetLogDeliveryConfigurationCommand, { UserPoolId: POOL });
    expect(acquired).toEqual([{ category: 'CognitoRead', context: withoutDeadline }]);
  });

  test.each([{}, { LogDeliveryConfiguration: undefined }])(
    '%j is a pool with nothing set',
    async (answer) => {
      cognito.on(GetLogDeliveryConfigurationCommand).resolves(answer);
      expect(await deliveryOf().delivery.get(POOL, withoutDeadline)).toEqual({
        kind: 'Present',
        LogConfigurations: [],
      });
    },
  );

  test('keeps a bucket, and drops destinations that name nothing', async () => {
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
    expect(await deliveryOf().delivery.get(POOL, withoutDeadline)).toEqual({
      kind: 'Present',
      LogConfigurations: [
        { EventSource: '', LogLevel: '' },
        { ...bucket, S3Configuration: { BucketArn: 'arn:aws:s3:::audit-logs' } },
      ],
    });
  });

  test('a pool that is not there is an answer', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await deliveryOf().delivery.get(POOL, withoutDeadline)).toEqual({ kind: 'PoolNotFound' });
  });

  test('a rejection of the read is no verdict on the desired: it fails and passes', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).rejects(awsError('InvalidParameterException'));
    await expect(deliveryOf().delivery.get(POOL, withoutDeadline)).rejects.toMatchObject({
      kind: 'Transient',
      operation: 'GetLogDeliveryConfiguration',
      errorName: 'InvalidParameterException',
    });
  });

  test('a missing permission is the deployment at fault', async () => {
    cognito.on(GetLogDeliveryConfigurationCommand).rejects(awsError('AccessDeniedException'));
    await expect(deliveryOf().delivery.get(POOL, withoutDeadline)).rejects.toMatchObject({
      kind: 'Permission',
    });
  });

  test('without a slot nothing is sent', async () => {
    const { delivery, failWith } = deliveryOf();
    failWith(new RateLimitTimeoutError('CognitoRead', 1_000));
    await expect(delivery.get(POOL, withoutDeadline)).rejects.toBeInstanceOf(RateLimitTimeoutError);
    expect(cognito).not.toHaveReceivedAnyCommand();
  });
});

describe('set', () => {
  test('sends the whole list with a slot for writes', async () => {
    cognito.on(SetLogDeliveryConfigurationCommand).resolves({});
    const { delivery, acquired } = deliveryOf();
    const context = { priority: 'edits', deadline: 7e12 } as const;
    expect(await delivery.set(POOL, [toStream(), toLogGroup()], context)).toEqual({ kind: 'Accepted' });
    expect(cognito).toHaveReceivedCommandWith(SetLogDeliveryConfigurationCommand, {
      UserPoolId: POOL,
      LogConfigurations: [toStream(), toLogGroup()],
    });
    expect(acquired).toEqual([{ category: 'CognitoWrite', context }]);
  });

  test('clears with an empty list, not without one', async () => {
    cognito.on(SetLogDeliveryConfigurationCommand).resolves({});
    await deliveryOf().delivery.set(POOL, [], withoutDeadline);
    expect(cognito).toHaveReceivedCommandWith(SetLogDeliveryConfigurationCommand, {
      UserPoolId: POOL,
      LogConfigurations: [],
    });
  });

  test.each([
    ['InvalidParameterException', 'Rejected'],
    ['FeatureUnavailableInTierException', 'Rejected'],
    ['ResourceNotFoundException', 'NotFound'],
  ])('%s is the answer %s, with what Cognito said', async (name, kind) => {
    cognito.on(SetLogDeliveryConfigurationCommand).rejects(awsError(name, 'what Cognito said'));
    expect(await deliveryOf().delivery.set(POOL, [toLogGroup()], withoutDeadline)).toEqual({
      kind,
      rejection: { name, message: 'what Cognito said' },
    });
  });

  test.each([
    ['InternalErrorException', 'Transient'],
    ['NotAuthorizedException', 'Permission'],
  ])('%s fails: %s', async (name, kind) => {
    cognito.on(SetLogDeliveryConfigurationCommand).rejects(awsError(name));
    const { delivery, clock } = deliveryOf();
    const set = delivery.set(POOL, [toLogGroup()], withoutDeadline).catch((error: unknown) => error);
    await clock.drain();
    expect(await set).toMatchObject({ kind, operation: 'SetLogDeliveryConfiguration', errorName: name });
  });

  test('a write that had no slot is neither accepted nor refused', async () => {
    const { delivery, failWith } = deliveryOf();
    failWith(new RateLimitTimeoutError('CognitoWrite', 1_000));
    await expect(delivery.set(POOL, [], withoutDeadline)).rejects.toBeInstanceOf(RateLimitTimeoutError);
  });
});
