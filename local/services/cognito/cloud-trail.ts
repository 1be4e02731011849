import { randomUUID } from 'node:crypto';
import { wholeSeconds } from '../../core/clock.ts';
import type { EventBus } from '../../core/events.ts';
import type { Call } from '../../core/operation.ts';
import { lowerFirst } from '../../core/shapes/java-text.ts';
import type { CognitoStore } from './pools.ts';

/**
 * The recorded operations. That SetLogDeliveryConfiguration is one of them is [unverified]
 * (docs/aws-facts.md#cloudtrail-log-delivery), and so are the parameters of TagResource and UntagResource. That calls for replicas are recorded only in the Region of the call
 * is [unverified].
 */
export const RECORDED_OPERATIONS: ReadonlySet<string> = new Set([
  'CreateUserPool',
  'UpdateUserPool',
  'DeleteUserPool',
  'SetLogDeliveryConfiguration',
  'CreateUserPoolReplica',
  'UpdateUserPoolReplica',
  'DeleteUserPoolReplica',
  'TagResource',
  'UntagResource',
]);

interface RecordedCall {
  readonly operation: string;
  readonly call: Call;
  readonly input: object | null;
  readonly response?: object;
  readonly error?: { readonly name: string; readonly message: string };
}

/**
 * Emits "AWS API Call via CloudTrail" on the bus of the account-region, as a trail does
 * (docs/aws-facts.md#cloudtrail-events).
 */
export function recordCall(bus: EventBus, store: CognitoStore, recorded: RecordedCall): void {
  const { call, error } = recorded;
  bus.put({
    source: 'aws.cognito-idp',
    detailType: 'AWS API Call via CloudTrail',
    detail: {
      eventVersion: '1.09',
      userIdentity: call.identity.userIdentity,
      eventTime: wholeSeconds(store.now()),
      eventSource: 'cognito-idp.amazonaws.com',
      eventName: recorded.operation,
      awsRegion: store.region,
      sourceIPAddress: '127.0.0.1',
      userAgent: call.userAgent,
      ...(error !== undefined && { errorCode: error.name, errorMessage: error.message }),
      requestParameters: camelCase(recorded.input),
      responseElements:
        recorded.response === undefined || Object.keys(recorded.response).length === 0
          ? null
          : camelCase(recorded.response),
      requestID: call.requestId,
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: store.account,
      eventCategory: 'Management',
    },
  });
}

const TAG_MAPS: readonly string[] = ['UserPoolTags', 'Tags'];

/** CloudTrail writes member names with a lowercase first letter. The keys of a tag map do not change. */
function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      lowerFirst(name),
      TAG_MAPS.includes(name) ? member : camelCase(member),
    ]),
  );
}
