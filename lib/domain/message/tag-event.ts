import * as z from 'zod/mini';
import { userPoolIdFromArn } from '../user-pool-id.ts';
import type { ParsedMessage, Place } from './parsed-message.ts';

// Only the ARN is read: the values of the other members are unverified for user pools (docs/aws-facts.md#tag-events).
const tagEvent = z.object({
  source: z.literal('aws.tag'),
  'detail-type': z.literal('Tag Change on Resource'),
  resources: z.array(z.unknown()),
});

/** Parses the event of a changed tag. AWS names one resource in each event; the first pool counts. */
export function fromTagChange(json: unknown, place: Place): ParsedMessage | undefined {
  const read = tagEvent.safeParse(json);
  if (!read.success) return undefined;
  const [id] = read.data.resources.flatMap((arn) =>
    typeof arn === 'string' ? (userPoolIdFromArn(place, arn) ?? []) : [],
  );
  if (id === undefined) return { kind: 'Ignored' };
  const cause = { poolUpdated: false, recheck: true, factsChanged: true };
  return { kind: 'Key', key: { userPoolId: id, cause } };
}
