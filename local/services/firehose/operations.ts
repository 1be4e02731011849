import { AwsError } from '../../core/aws-error.ts';
import { type Operation, operation } from '../../core/operation.ts';
import {
  createDeliveryStreamInput,
  deleteDeliveryStreamInput,
  describeDeliveryStreamInput,
  listTagsForDeliveryStreamInput,
  tagDeliveryStreamInput,
  untagDeliveryStreamInput,
} from './shapes.ts';
import { type FirehoseStore, findStream, streamArn, withTags } from './streams.ts';

/** The stream is active at once; in AWS that takes some time. */
const createDeliveryStream = operation(createDeliveryStreamInput, (store: FirehoseStore, input) => {
  const { DeliveryStreamName: name, DeliveryStreamType: type = 'DirectPut', Tags = [] } = input;
  if (store.streams.isCreated(name))
    throw new AwsError(
      'ResourceInUseException',
      `Firehose ${name} under accountId ${store.account} already exists`,
    );
  store.streams.set(name, { name, type, tags: withTags([], Tags), createdAt: store.now() });
  return { DeliveryStreamARN: streamArn(store, name) };
});

/** The stream is deleted at once; in AWS that takes some time. */
const deleteDeliveryStream = operation(deleteDeliveryStreamInput, (store: FirehoseStore, input) => {
  const { name } = findStream(store, input.DeliveryStreamName);
  store.streams.delete(name);
  return {};
});

const describeDeliveryStream = operation(describeDeliveryStreamInput, (store: FirehoseStore, input) => {
  const { name, type, createdAt } = findStream(store, input.DeliveryStreamName);
  return {
    DeliveryStreamDescription: {
      DeliveryStreamName: name,
      DeliveryStreamARN: streamArn(store, name),
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: type,
      VersionId: '1',
      CreateTimestamp: createdAt / 1000,
      Destinations: [],
      HasMoreDestinations: false,
    },
  };
});

const tagDeliveryStream = operation(tagDeliveryStreamInput, (store: FirehoseStore, input) => {
  const stream = findStream(store, input.DeliveryStreamName);
  store.streams.set(stream.name, { ...stream, tags: withTags(stream.tags, input.Tags) });
  return {};
});

/** Ignores tags that the stream does not have. */
const untagDeliveryStream = operation(untagDeliveryStreamInput, (store: FirehoseStore, input) => {
  const stream = findStream(store, input.DeliveryStreamName);
  const tags = stream.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
  store.streams.set(stream.name, { ...stream, tags });
  return {};
});

/** A page without a Limit has room for all the tags that a stream can have. */
const listTagsForDeliveryStream = operation(listTagsForDeliveryStreamInput, (store: FirehoseStore, input) => {
  const { ExclusiveStartTagKey: start = '', Limit = 50 } = input;
  const { tags } = findStream(store, input.DeliveryStreamName);
  const rest = tags.filter(({ Key }) => Key > start);
  return { Tags: rest.slice(0, Limit), HasMoreTags: rest.length > Limit };
});

export const firehoseOperations: Readonly<Record<string, Operation<FirehoseStore>>> = {
  CreateDeliveryStream: createDeliveryStream,
  DeleteDeliveryStream: deleteDeliveryStream,
  DescribeDeliveryStream: describeDeliveryStream,
  TagDeliveryStream: tagDeliveryStream,
  UntagDeliveryStream: untagDeliveryStream,
  ListTagsForDeliveryStream: listTagsForDeliveryStream,
};
