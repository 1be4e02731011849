/**
 * The constraints of the supported Firehose operations, from the public API model of firehose (2015-08-04,
 * from botocore 1.43.11), with members in the order of the model. CreateDeliveryStream is supported without
 * its members for source, encryption and destinations: streams of the local cloud deliver nothing.
 */
import {
  flag,
  integer,
  list,
  namedStructure,
  oneOf,
  optional,
  required,
  structure,
  text,
} from '../../core/shapes/shape.ts';

const streamName = text({ min: 1, max: 64, pattern: '[a-zA-Z0-9_.-]+' });
const tagKey = text({ min: 1, max: 128, pattern: '^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$' });
const tags = list(
  namedStructure('Tag', {
    Key: required(tagKey),
    Value: optional(text({ min: 0, max: 256, pattern: '^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$' })),
  }),
  { min: 1, max: 50 },
);

export const createDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  DeliveryStreamType: optional(
    oneOf('DirectPut', 'KinesisStreamAsSource', 'MSKAsSource', 'DatabaseAsSource'),
  ),
  Tags: optional(tags),
});

export const deleteDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  AllowForceDelete: optional(flag),
});

export const describeDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  Limit: optional(integer({ min: 1, max: 10_000 })),
  ExclusiveStartDestinationId: optional(text({ min: 1, max: 100, pattern: '[a-zA-Z0-9-]+' })),
});

export const tagDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  Tags: required(tags),
});

export const untagDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  TagKeys: required(list(tagKey, { min: 1, max: 50 })),
});

export const listTagsForDeliveryStreamInput = structure({
  DeliveryStreamName: required(streamName),
  ExclusiveStartTagKey: optional(tagKey),
  Limit: optional(integer({ min: 1, max: 50 })),
});
