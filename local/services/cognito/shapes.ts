/**
 * The constraints of the supported Cognito operations, from the public API model of cognito-idp (2016-04-18,
 * from botocore 1.43.107), with members in the order of the model. For log delivery see also
 * docs/aws-facts.md#log-delivery-shapes.
 */
import {
  integer,
  list,
  namedStructure,
  oneOf,
  optional,
  required,
  structure,
  text,
} from '../../core/shapes/shape.ts';
import { arn, setting, tagKey, tags } from './pool-settings-shapes.ts';

const userPoolId = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });
const poolName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
const bucketArn = text({
  min: 3,
  max: 1024,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});
const tier = oneOf('LITE', 'ESSENTIALS', 'PLUS');

const logConfiguration = namedStructure('LogConfigurationType', {
  LogLevel: required(oneOf('ERROR', 'INFO')),
  EventSource: required(oneOf('userNotification', 'userAuthEvents')),
  CloudWatchLogsConfiguration: optional(
    namedStructure('CloudWatchLogsConfigurationType', { LogGroupArn: optional(arn) }),
  ),
  S3Configuration: optional(namedStructure('S3ConfigurationType', { BucketArn: optional(bucketArn) })),
  FirehoseConfiguration: optional(namedStructure('FirehoseConfigurationType', { StreamArn: optional(arn) })),
});

const { KeyConfiguration, IssuerConfiguration, ...settingBeforeTier } = setting;

export const createUserPoolInput = structure({
  PoolName: required(poolName),
  ...settingBeforeTier,
  UserPoolTier: optional(tier),
  KeyConfiguration,
  IssuerConfiguration,
});

const { AliasAttributes, UsernameAttributes, Schema, UsernameConfiguration, ...changeable } =
  settingBeforeTier;
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

/** Settings that only CreateUserPool can set. UpdateUserPool does not change them. */
export const fixedAtCreation = {
  AliasAttributes,
  UsernameAttributes,
  Schema,
  UsernameConfiguration,
};

export const updateUserPoolInput = structure({
  UserPoolId: required(userPoolId),
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
  PoolName: optional(poolName),
  UserPoolTier: optional(tier),
  KeyConfiguration,
  IssuerConfiguration,
});

export const userPoolIdInput = structure({ UserPoolId: required(userPoolId) });

const paginationKey = text({ min: 1, pattern: '[\\S]+' });

export const listUserPoolsInput = structure({
  NextToken: optional(paginationKey),
  MaxResults: required(integer({ min: 1, max: 60 })),
});

export const setLogDeliveryConfigurationInput = structure({
  UserPoolId: required(userPoolId),
  LogConfigurations: required(list(logConfiguration, { min: 0, max: 2 })),
});

const regionName = text({ min: 5, max: 32 });

export const createUserPoolReplicaInput = structure({
  UserPoolId: required(userPoolId),
  RegionName: required(regionName),
  UserPoolTags,
});

export const listUserPoolReplicasInput = structure({
  UserPoolId: required(userPoolId),
  NextToken: optional(paginationKey),
});

export const updateUserPoolReplicaInput = structure({
  UserPoolId: required(userPoolId),
  RegionName: required(regionName),
  Status: required(oneOf('ACTIVE', 'INACTIVE')),
});

export const deleteUserPoolReplicaInput = structure({
  UserPoolId: required(userPoolId),
  RegionName: required(regionName),
});

export const tagResourceInput = structure({ ResourceArn: required(arn), Tags: required(tags) });

export const untagResourceInput = structure({ ResourceArn: required(arn), TagKeys: required(list(tagKey)) });

export const listTagsForResourceInput = structure({ ResourceArn: required(arn) });
