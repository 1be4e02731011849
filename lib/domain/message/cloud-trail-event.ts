import * as z from 'zod/mini';
import type { Actor } from '../actor.ts';
import type { Cause } from '../cause.ts';
import { undefinedIfInvalid } from '../undefined-if-invalid.ts';
import { userPoolIdFromArn } from '../user-pool-id.ts';
import { boundedText, MAX_TEXT_LENGTH, time, userPoolId } from './fields.ts';
import type { ParsedMessage, Place } from './parsed-message.ts';

const cloudTrailEvent = z.object({
  source: z.literal('aws.cognito-idp'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  time,
  detail: z.object({
    eventName: z.string(),
    eventTime: time,
    requestParameters: z.optional(z.unknown()),
    responseElements: z.optional(z.unknown()),
    userIdentity: undefinedIfInvalid(z.object({ arn: boundedText, type: boundedText })),
  }),
});
type Detail = z.output<typeof cloudTrailEvent>['detail'];

const poolRequest = z.object({ userPoolId });
// The members of these two are unverified (docs/aws-facts.md#created-pool, #tag-events). Without them, the sweep finds the change.
const created = z.object({ userPool: z.object({ id: userPoolId }) });
const tagRequest = z.object({ resourceArn: z.string() });

/** Parses the event of a call to Cognito. A call that creates or tags a pool may change which policies select it. */
export function fromCloudTrail(json: unknown, place: Place): ParsedMessage | undefined {
  const read = cloudTrailEvent.safeParse(json);
  if (!read.success) return undefined;
  const pool = poolOf(read.data.detail, place);
  if (typeof pool !== 'object') return pool === 'Ignored' ? { kind: 'Ignored' } : undefined;
  const actor = actorOf(read.data.detail, read.data.time);
  return { kind: 'Key', key: { ...pool, ...(actor && { actor }) } };
}

function poolOf(
  { eventName, requestParameters, responseElements }: Detail,
  place: Place,
): { readonly userPoolId: string; readonly cause: Cause } | 'Ignored' | undefined {
  const factsChanged = { poolUpdated: false, recheck: true, factsChanged: true };
  switch (eventName) {
    case 'CreateUserPool': {
      const id = created.safeParse(responseElements).data?.userPool.id;
      return id === undefined ? 'Ignored' : { userPoolId: id, cause: factsChanged };
    }
    case 'TagResource':
    case 'UntagResource': {
      const id = userPoolIdFromArn(place, tagRequest.safeParse(requestParameters).data?.resourceArn ?? '');
      return id === undefined ? 'Ignored' : { userPoolId: id, cause: factsChanged };
    }
  }
  const id = poolRequest.safeParse(requestParameters).data?.userPoolId;
  if (id === undefined) return undefined;
  const poolUpdated = eventName === 'UpdateUserPool';
  return {
    userPoolId: id,
    cause: { poolUpdated, recheck: true, ...(poolUpdated && { factsChanged: true }) },
  };
}

function actorOf({ eventName, eventTime, userIdentity }: Detail, sentAt?: string): Actor | undefined {
  const At = eventTime ?? sentAt;
  const Arn = userIdentity?.arn ?? userIdentity?.type;
  if (Arn === undefined || At === undefined || eventName.length > MAX_TEXT_LENGTH) return undefined;
  return { Arn, At, EventName: eventName };
}
