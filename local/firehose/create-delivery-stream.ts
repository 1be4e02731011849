import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import { createDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, streamArn, withTags } from './streams.ts';

/** Active at once, where AWS takes a while. */
export const createDeliveryStream = operation(createDeliveryStreamInput, (world: FirehoseWorld, input) => {
  const { DeliveryStreamName: name, DeliveryStreamType: type = 'DirectPut', Tags = [] } = input;
  if (world.streams.isMade(name))
    throw new AwsError(
      'ResourceInUseException',
      `Firehose ${name} under accountId ${world.account} already exists`,
    );
  world.streams.set(name, { name, type, tags: withTags([], Tags), createdAt: world.now() });
  return { DeliveryStreamARN: streamArn(world, name) };
});
