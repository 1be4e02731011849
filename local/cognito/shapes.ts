/**
 * The constraints of the Cognito operations offered here, from the public API model of cognito-idp
 * (2016-04-18); AWS facts §1 for the log delivery ones. Of CreateUserPool and UpdateUserPool only the members
 * that this service keeps; others are accepted and forgotten.
 */
import { integer, list, map, may, must, oneOf, structure, text } from '../shape/shape.ts';

const userPoolId = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });
const poolName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
const arn = text({
  min: 20,
  max: 2048,
  pattern:
    'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});
const bucketArn = text({
  min: 3,
  max: 1024,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});

/** Enum values in the order AWS prints them (AWS facts §1); for the others that order is [unverified]. */
const logConfiguration = structure({
  LogLevel: must(oneOf('ERROR', 'INFO')),
  EventSource: must(oneOf('userAuthEvents', 'userNotification')),
  CloudWatchLogsConfiguration: may(structure({ LogGroupArn: may(arn) })),
  S3Configuration: may(structure({ BucketArn: may(bucketArn) })),
  FirehoseConfiguration: may(structure({ StreamArn: may(arn) })),
});

const poolSettings = {
  DeletionProtection: may(oneOf('ACTIVE', 'INACTIVE')),
  MfaConfiguration: may(oneOf('OFF', 'ON', 'OPTIONAL')),
  UserPoolTags: may(map(text({ min: 1, max: 128 }), text({ min: 0, max: 256 }))),
  UserPoolAddOns: may(structure({ AdvancedSecurityMode: must(oneOf('OFF', 'AUDIT', 'ENFORCED')) })),
  UserPoolTier: may(oneOf('LITE', 'ESSENTIALS', 'PLUS')),
};

export const createUserPoolInput = structure({ PoolName: must(poolName), ...poolSettings });

export const updateUserPoolInput = structure({
  UserPoolId: must(userPoolId),
  ...poolSettings,
  PoolName: may(poolName),
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
