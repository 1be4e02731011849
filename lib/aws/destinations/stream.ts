import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListTagsForDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import type { DestinationProblem } from '../../domain/finding.ts';
import { type AwsAccess, clientAccess } from '../aws-access.ts';
import { errorName } from '../failures.ts';
import { timeouts } from '../timeouts.ts';

/**
 * Delivery requires this tag, which Cognito sets with its caller's permissions
 * (docs/aws-facts.md#stream-tag).
 */
export const TAG = 'LogDeliveryEnabled';

/**
 * Returns Firehose's status of the stream, for example `ACTIVE`, or `undefined` if the stream does not exist.
 */
export async function streamStatus(
  client: FirehoseClient,
  DeliveryStreamName: string,
): Promise<string | undefined> {
  try {
    const { DeliveryStreamDescription } = await client.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName }),
    );
    return DeliveryStreamDescription?.DeliveryStreamStatus ?? 'unknown';
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/**
 * Returns whether the stream has the tag `LogDeliveryEnabled=true`. One page holds 50 tags, the maximum of a
 * stream.
 */
export async function isTagged(client: FirehoseClient, DeliveryStreamName: string): Promise<boolean> {
  const { Tags = [] } = await client.send(
    new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, Limit: 50 }),
  );
  return Tags.some(({ Key, Value }) => Key === TAG && Value === 'true');
}

/** Returns a function that checks a stream by name; `undefined` means that it found no problem. */
export function createStreamCheck(aws: AwsAccess): (name: string) => Promise<DestinationProblem | undefined> {
  const client = new FirehoseClient({ ...timeouts, ...clientAccess(aws, 'Firehose') });
  return async (name) => {
    if ((await streamStatus(client, name)) === undefined) return 'StreamMissing';
    return (await isTagged(client, name)) ? undefined : 'StreamTagMissing';
  };
}
