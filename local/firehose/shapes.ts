/**
 * The constraints of the Firehose operations offered here, from the public API model of firehose (2015-08-04, as
 * botocore 1.43.11 carries it), members in the model's order. Of CreateDeliveryStream the members about source,
 * encryption and destinations are left out: no stream here delivers anything.
 */
import { flag, integer, list, may, must, oneOf, structure, text } from '../shape/shape.ts';

const streamName = text({ min: 1, max: 64, pattern: '[a-zA-Z0-9_.-]+' });
const tagKey = text({ min: 1, max: 128, pattern: '^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$' });
const tags = list(
  structure({
    Key: must(tagKey),
    Value: may(text({ min: 0, max: 256, pattern: '^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$' })),
  }),
  { min: 1, max: 50 },
);

export const createDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  DeliveryStreamType: may(oneOf('DirectPut', 'KinesisStreamAsSource', 'MSKAsSource', 'DatabaseAsSource')),
  Tags: may(tags),
});

export const deleteDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  AllowForceDelete: may(flag),
});

export const describeDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  Limit: may(integer({ min: 1, max: 10_000 })),
  ExclusiveStartDestinationId: may(text({ min: 1, max: 100, pattern: '[a-zA-Z0-9-]+' })),
});

export const tagDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  Tags: must(tags),
});

export const untagDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  TagKeys: must(list(tagKey, { min: 1, max: 50 })),
});

export const listTagsForDeliveryStreamInput = structure({
  DeliveryStreamName: must(streamName),
  ExclusiveStartTagKey: may(tagKey),
  Limit: may(integer({ min: 1, max: 50 })),
});
