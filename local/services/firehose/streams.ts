import { AwsError } from '../../core/aws-error.ts';
import type { ImplicitMap } from '../../core/implicit-map.ts';
import { partitionOf } from '../../core/partition.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import type { createDeliveryStreamInput } from './shapes.ts';

export interface Stream {
  readonly name: string;
  readonly type: NonNullable<Infer<typeof createDeliveryStreamInput>['DeliveryStreamType']>;
  readonly tags: readonly Tag[];
  /** Milliseconds. */
  readonly createdAt: number;
}

type Tag = NonNullable<Infer<typeof createDeliveryStreamInput>['Tags']>[number];

/** The streams of one account-region. Each change replaces the whole value of a stream. */
export interface FirehoseStore {
  readonly account: string;
  readonly region: string;
  readonly streams: ImplicitMap<Stream>;
  now(): number;
}

/**
 * The tag that Cognito requires for delivery to a stream, and adds with the permissions of its caller
 * (docs/aws-facts.md#stream-tag).
 */
export const DELIVERY_TAG: Tag = { Key: 'LogDeliveryEnabled', Value: 'true' };

export const implicitStream = (name: string, createdAt: number): Stream => ({
  name,
  type: 'DirectPut',
  tags: [DELIVERY_TAG],
  createdAt,
});

export function findStream({ account, streams }: FirehoseStore, name: string): Stream {
  const stream = streams.get(name);
  if (stream === undefined)
    throw new AwsError('ResourceNotFoundException', `Firehose ${name} under account ${account} not found.`);
  return stream;
}

export const streamArn = ({ account, region }: FirehoseStore, name: string): string =>
  `arn:${partitionOf(region)}:firehose:${region}:${account}:deliverystream/${name}`;

/** Tags a stream for log delivery, if it exists in this account-region. */
export function tagForDelivery(store: FirehoseStore, arn: string): void {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const stream = arn === streamArn(store, name) ? store.streams.get(name) : undefined;
  if (stream === undefined || stream.tags.some(({ Key, Value }) => isDeliveryTag(Key, Value))) return;
  store.streams.set(name, { ...stream, tags: withTags(stream.tags, [DELIVERY_TAG]) });
}

/** Whether Cognito delivers to a stream of this account-region: it exists and has the tag. */
export function canDeliverTo({ streams }: FirehoseStore, name: string): boolean {
  return streams.get(name)?.tags.some(({ Key, Value }) => isDeliveryTag(Key, Value)) ?? false;
}

const isDeliveryTag = (key: string, value: string | undefined): boolean =>
  key === DELIVERY_TAG.Key && value === DELIVERY_TAG.Value;

const MAX_TAGS = 50;

/**
 * Merges tags; for the same key the later one wins. Returns them ordered by key. Throws
 * LimitExceededException.
 */
export function withTags(tags: readonly Tag[], more: readonly Tag[]): readonly Tag[] {
  const all = new Map([...tags, ...more].map((tag) => [tag.Key, tag]));
  if (all.size > MAX_TAGS)
    // The limit is documented; the text is [unverified].
    throw new AwsError('LimitExceededException', `A Firehose stream can have up to ${MAX_TAGS} tags.`);
  return [...all.values()].toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}
