import { parameterName, poolArn } from '../../lib/domain/user-pool-id.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { settings } from './situation.ts';

/** The event that Parameter Store sends when the pool's parameter changes. `suffix` makes it another parameter. */
export const editEvent = (userPoolId: string, suffix = '') => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  detail: { operation: 'Update', name: `${parameterName(settings.prefix, userPoolId)}${suffix}` },
});

/** The event that CloudTrail sends when a client calls Cognito for the pool. */
export const callEvent = (
  userPoolId: string,
  eventName = 'SetLogDeliveryConfiguration',
  arn = 'arn:aws:iam::1:user/mallory',
) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventName,
    eventTime: '2026-03-01T12:00:00Z',
    requestParameters: { userPoolId },
    userIdentity: { arn },
  },
});

/** The event that CloudTrail sends when a client creates the pool. */
export const createEvent = (userPoolId: string) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName: 'CreateUserPool', responseElements: { userPool: { id: userPoolId } } },
});

/** The event that AWS sends without a trail when the tags of the pool change. */
export const tagEvent = (userPoolId: string) => ({
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  resources: [poolArn(settings, userPoolId)],
  detail: { service: 'cognito-idp', 'resource-type': 'userpool' },
});

let messages = 0;

/** A message as SQS delivers it for the first time. `body` is serialized unless it is a string. */
export function delivery(body: unknown, over: Partial<Delivery> = {}): Delivery {
  messages += 1;
  return {
    messageId: `m${messages}`,
    receiptHandle: `r${messages}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    receives: 1,
    sentAt: Date.now(),
    ...over,
  };
}
