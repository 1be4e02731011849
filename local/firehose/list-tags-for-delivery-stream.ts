import { operation } from '../operation.ts';
import { listTagsForDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, findStream } from './streams.ts';

/** A page without a Limit holds the most tags that a stream can have. */
export const listTagsForDeliveryStream = operation(
  listTagsForDeliveryStreamInput,
  (world: FirehoseWorld, input) => {
    const { ExclusiveStartTagKey: start = '', Limit = 50 } = input;
    const { tags } = findStream(world, input.DeliveryStreamName);
    const rest = tags.filter(({ Key }) => Key > start);
    return { Tags: rest.slice(0, Limit), HasMoreTags: rest.length > Limit };
  },
);
