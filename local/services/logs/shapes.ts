/**
 * The constraints of the supported CloudWatch Logs operations, from the public API model of logs (2014-03-28,
 * from botocore 1.43.11), with members in the order of the model.
 */
import {
  flag,
  integer,
  list,
  map,
  oneOf,
  optional,
  required,
  structure,
  text,
} from '../../core/shapes/shape.ts';

const logGroupName = text({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' });
const logGroupClass = oneOf('STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY');
const logStreamName = text({ min: 1, max: 512, pattern: '[^:*]*' });
const nextToken = text({ min: 1 });
const limit = integer({ min: 1, max: 50 });
const tags = map(
  text({ min: 1, max: 128, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$' }),
  text({ max: 256, pattern: '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$' }),
  { min: 1, max: 50 },
);

export const createLogGroupInput = structure({
  logGroupName: required(logGroupName),
  kmsKeyId: optional(text({ max: 256 })),
  tags: optional(tags),
  logGroupClass: optional(logGroupClass),
  deletionProtectionEnabled: optional(flag),
});

export const deleteLogGroupInput = structure({ logGroupName: required(logGroupName) });

export const describeLogGroupsInput = structure({
  accountIdentifiers: optional(list(text({ min: 12, max: 12, pattern: '^\\d{12}$' }), { min: 0, max: 20 })),
  logGroupNamePrefix: optional(logGroupName),
  logGroupNamePattern: optional(text({ min: 0, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' })),
  nextToken: optional(nextToken),
  limit: optional(limit),
  includeLinkedAccounts: optional(flag),
  logGroupClass: optional(logGroupClass),
  logGroupIdentifiers: optional(
    list(text({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' }), { min: 1, max: 50 }),
  ),
});

export const describeResourcePoliciesInput = structure({
  nextToken: optional(nextToken),
  limit: optional(limit),
  resourceArn: optional(text()),
  policyScope: optional(oneOf('ACCOUNT', 'RESOURCE')),
});

/** `startFromHead` is in the API model of the SDK for JavaScript 3.1169.0. */
export const filterLogEventsInput = structure({
  logGroupName: optional(logGroupName),
  logGroupIdentifier: optional(text({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' })),
  logStreamNames: optional(list(logStreamName, { min: 1, max: 100 })),
  logStreamNamePrefix: optional(logStreamName),
  startTime: optional(integer({ min: 0 })),
  endTime: optional(integer({ min: 0 })),
  filterPattern: optional(text({ min: 0, max: 1024 })),
  nextToken: optional(nextToken),
  limit: optional(integer({ min: 1, max: 10_000 })),
  startFromHead: optional(flag),
  interleaved: optional(flag),
  unmask: optional(flag),
});
