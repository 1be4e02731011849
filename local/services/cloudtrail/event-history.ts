import { randomUUID } from 'node:crypto';
import { wholeSeconds } from '../../core/clock.ts';
import type { Call } from '../../core/operation.ts';
import { lowerFirst } from '../../core/shapes/java-text.ts';

/** A call in the event history. */
export interface TrailEvent {
  readonly id: string;
  readonly name: string;
  /** Such as `ssm.amazonaws.com`. */
  readonly source: string;
  /** Milliseconds. */
  readonly at: number;
  readonly username: string;
  /** CloudTrail's record, as JSON. */
  readonly record: string;
}

/** The calls of one account-region that change parameters. Its size is bounded. */
export interface EventHistory {
  add(event: TrailEvent): void;
  /** Returns the events, newest first. */
  read(): readonly TrailEvent[];
  clear(): void;
}

const MAX_EVENTS = 5000;

export function createEventHistory(): EventHistory {
  let events: TrailEvent[] = [];
  return {
    add(event) {
      events.push(event);
      if (events.length >= 2 * MAX_EVENTS) events = events.slice(-MAX_EVENTS);
    },
    read: () => events.toReversed(),
    clear() {
      events = [];
    },
  };
}

/** The recorded operations of SSM, those that change a parameter. */
export const RECORDED_SSM_OPERATIONS: ReadonlySet<string> = new Set([
  'PutParameter',
  'DeleteParameter',
  'DeleteParameters',
]);

interface Place {
  readonly account: string;
  readonly region: string;
  now(): number;
}

interface RecordedCall {
  readonly operation: string;
  readonly call: Call;
  readonly input: object | null;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Returns the event of a call to SSM. The value of a parameter is hidden; the text is that of AWS's documentation. */
export function ssmTrailEvent({ account, region, now }: Place, recorded: RecordedCall): TrailEvent {
  const { operation, call, input, error } = recorded;
  const id = randomUUID();
  const source = 'ssm.amazonaws.com';
  const { userIdentity } = call.identity;
  const record = {
    eventVersion: '1.09',
    userIdentity,
    eventTime: wholeSeconds(now()),
    eventSource: source,
    eventName: operation,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent: call.userAgent,
    ...(error !== undefined && { errorCode: error.name, errorMessage: error.message }),
    requestParameters: input === null ? null : parametersOf(input),
    responseElements: null,
    requestID: call.requestId,
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  const username = userIdentity.arn.slice(userIdentity.arn.lastIndexOf('/') + 1);
  return { id, name: operation, source, at: now(), username, record: JSON.stringify(record) };
}

const parametersOf = (input: object): object =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      lowerFirst(name),
      name === 'Value' ? 'HIDDEN_DUE_TO_SECURITY_REASONS' : value,
    ]),
  );
