/**
 * The constraints of the CloudWatch Logs operations offered here, from the public API model of logs (2014-03-28, as
 * botocore 1.43.11 carries it), members in the model's order.
 */
import { flag, integer, list, map, may, must, oneOf, structure, text } from '../shape/shape.ts';

const logGroupName = text({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' });
const logGroupClass = oneOf('STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY');
const nextToken = text({ min: 1 });
const limit = integer({ min: 1, max: 50 });
const tags = map(
  text({ min: 1, max: 128, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$' }),
  text({ max: 256, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$' }),
  { min: 1, max: 50 },
);

export const createLogGroupInput = structure({
  logGroupName: must(logGroupName),
  kmsKeyId: may(text({ max: 256 })),
  tags: may(tags),
  logGroupClass: may(logGroupClass),
  deletionProtectionEnabled: may(flag),
});

export const deleteLogGroupInput = structure({ logGroupName: must(logGroupName) });

export const describeLogGroupsInput = structure({
  accountIdentifiers: may(list(text({ min: 12, max: 12, pattern: '^\\d{12}$' }), { min: 0, max: 20 })),
  logGroupNamePrefix: may(logGroupName),
  logGroupNamePattern: may(text({ min: 0, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' })),
  nextToken: may(nextToken),
  limit: may(limit),
  includeLinkedAccounts: may(flag),
  logGroupClass: may(logGroupClass),
  logGroupIdentifiers: may(
    list(text({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' }), { min: 1, max: 50 }),
  ),
});

export const describeResourcePoliciesInput = structure({
  nextToken: may(nextToken),
  limit: may(limit),
  resourceArn: may(text()),
  policyScope: may(oneOf('ACCOUNT', 'RESOURCE')),
});
