import { operation } from '../operation.ts';
import { describeDeliveryStreamInput } from './shapes.ts';
import { type FirehoseWorld, findStream, streamArn } from './streams.ts';

export const describeDeliveryStream = operation(
  describeDeliveryStreamInput,
  (world: FirehoseWorld, input) => {
    const { name, type, createdAt } = findStream(world, input.DeliveryStreamName);
    return {
      DeliveryStreamDescription: {
        DeliveryStreamName: name,
        DeliveryStreamARN: streamArn(world, name),
        DeliveryStreamStatus: 'ACTIVE',
        DeliveryStreamType: type,
        VersionId: '1',
        CreateTimestamp: createdAt / 1000,
        Destinations: [],
        HasMoreDestinations: false,
      },
    };
  },
);
