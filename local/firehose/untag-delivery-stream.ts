import { operation } from '../operation.ts';
import { untagDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, findStream } from './streams.ts';

/** A tag that is not there is ignored. */
export const untagDeliveryStream = operation(untagDeliveryStreamInput, (world: FirehoseWorld, input) => {
  const stream = findStream(world, input.DeliveryStreamName);
  const tags = stream.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
  world.streams.set(stream.name, { ...stream, tags });
  return {};
});
