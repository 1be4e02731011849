import { operation } from '../operation.ts';
import { deleteDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, findStream } from './streams.ts';

/** Gone at once, where AWS takes a while. */
export const deleteDeliveryStream = operation(deleteDeliveryStreamInput, (world: FirehoseWorld, input) => {
  const { name } = findStream(world, input.DeliveryStreamName);
  world.streams.delete(name);
  return {};
});
