/**
 * The constraints of the Cognito operations offered here, from the public API model of cognito-idp
 * (2016-04-18, as botocore 1.43.11 carries it), members in the model's order; AWS facts §1 for the log
 * delivery ones.
 */
import { integer, list, may, must, oneOf, structure, text } from '../shape/shape.ts';
import { arn, setting } from './pool-settings-shapes.ts';

const userPoolId = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });
const poolName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
const bucketArn = text({
  min: 3,
  max: 1024,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});
const tier = oneOf('LITE', 'ESSENTIALS', 'PLUS');

const logConfiguration = structure({
  LogLevel: must(oneOf('ERROR', 'INFO')),
  EventSource: must(oneOf('userNotification', 'userAuthEvents')),
  CloudWatchLogsConfiguration: may(structure({ LogGroupArn: may(arn) })),
  S3Configuration: may(structure({ BucketArn: may(bucketArn) })),
  FirehoseConfiguration: may(structure({ StreamArn: may(arn) })),
});

export const createUserPoolInput = structure({
  PoolName: must(poolName),
  ...setting,
  UserPoolTier: may(tier),
});

const { AliasAttributes, UsernameAttributes, Schema, UsernameConfiguration, ...changeable } = setting;
const {
  SmsAuthenticationMessage,
  MfaConfiguration,
  UserAttributeUpdateSettings,
  DeviceConfiguration,
  EmailConfiguration,
  SmsConfiguration,
  UserPoolTags,
  AdminCreateUserConfig,
  UserPoolAddOns,
  AccountRecoverySetting,
  ...first
} = changeable;

/** What only CreateUserPool can set: it stays whatever UpdateUserPool says. */
export const fixedAtCreation = {
  AliasAttributes,
  UsernameAttributes,
  Schema,
  UsernameConfiguration,
};

export const updateUserPoolInput = structure({
  UserPoolId: must(userPoolId),
  ...first,
  SmsAuthenticationMessage,
  UserAttributeUpdateSettings,
  MfaConfiguration,
  DeviceConfiguration,
  EmailConfiguration,
  SmsConfiguration,
  UserPoolTags,
  AdminCreateUserConfig,
  UserPoolAddOns,
  AccountRecoverySetting,
  PoolName: may(poolName),
  UserPoolTier: may(tier),
});

export const userPoolIdInput = structure({ UserPoolId: must(userPoolId) });

export const listUserPoolsInput = structure({
  NextToken: may(text({ min: 1, pattern: '[\\S]+' })),
  MaxResults: must(integer({ min: 1, max: 60 })),
});

export const setLogDeliveryConfigurationInput = structure({
  UserPoolId: must(userPoolId),
  LogConfigurations: must(list(logConfiguration, { min: 0, max: 2 })),
});
