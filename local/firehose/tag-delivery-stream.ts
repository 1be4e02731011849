import { operation } from '../operation.ts';
import { tagDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, findStream, withTags } from './streams.ts';

export const tagDeliveryStream = operation(tagDeliveryStreamInput, (world: FirehoseWorld, input) => {
  const stream = findStream(world, input.DeliveryStreamName);
  world.streams.set(stream.name, { ...stream, tags: withTags(stream.tags, input.Tags) });
  return {};
});
