import type { Operation } from '../operation.ts';
import { createDeliveryStream } from './create-delivery-stream.ts';
import { deleteDeliveryStream } from './delete-delivery-stream.ts';
import { describeDeliveryStream } from './describe-delivery-stream.ts';
import { listTagsForDeliveryStream } from './list-tags-for-delivery-stream.ts';
import type { FirehoseWorld } from './streams.ts';
import { tagDeliveryStream } from './tag-delivery-stream.ts';
import { untagDeliveryStream } from './untag-delivery-stream.ts';

export const firehoseOperations: Readonly<Record<string, Operation<FirehoseWorld>>> = {
  CreateDeliveryStream: createDeliveryStream,
  DeleteDeliveryStream: deleteDeliveryStream,
  DescribeDeliveryStream: describeDeliveryStream,
  TagDeliveryStream: tagDeliveryStream,
  UntagDeliveryStream: untagDeliveryStream,
  ListTagsForDeliveryStream: listTagsForDeliveryStream,
};
