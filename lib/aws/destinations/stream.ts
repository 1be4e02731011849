import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ListTagsForDeliveryStreamCommand,
} from '@aws-sdk/client-firehose';
import type { DestinationProblem } from '../../domain/finding.ts';
import { errorName } from '../failures.ts';
import { requestHandler } from '../timeouts.ts';

/** docs/aws-facts.md#stream-tag: delivery depends on this tag, which Cognito sets in its caller's name. */
export const TAG = 'LogDeliveryEnabled';

/** Firehose's own word for its state, `ACTIVE` for example; undefined: there is no such stream. */
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

/** Whether the stream bears `LogDeliveryEnabled=true`. It may have 50 tags, which is what one page holds. */
export async function isTagged(client: FirehoseClient, DeliveryStreamName: string): Promise<boolean> {
  const { Tags = [] } = await client.send(
    new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, Limit: 50 }),
  );
  return Tags.some(({ Key, Value }) => Key === TAG && Value === 'true');
}

export function streamLook(): (name: string) => Promise<DestinationProblem | undefined> {
  const client = new FirehoseClient({ requestHandler });
  return async (name) => {
    if ((await streamStatus(client, name)) === undefined) return 'StreamMissing';
    return (await isTagged(client, name)) ? undefined : 'StreamTagMissing';
  };
}
