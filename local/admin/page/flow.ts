import { z } from 'zod';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';
import type { RecordedCall } from '../../core/call-log.ts';
import type { AwsEvent } from '../../core/events.ts';

/** One line of the flow: an edit by a client, an event, a call, or a call that failed. */
export interface FlowLine {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'edit' | 'event' | 'call' | 'throttled' | 'failed';
  readonly what: string;
  readonly detail: string;
}

const MAX_LINES = 40;
const THROTTLED = ['TooManyRequestsException', 'ThrottlingException', 'ThrottledException', 'SlowDown'];
/** Operations of clients that change parameters, pools or destinations. */
const EDIT = /^(ssm|cognito-idp|logs|firehose|s3)\.(Put|Delete|Set|Create|Update|Tag|Untag)/;

/** The calls that are searched for lines to show. */
const MAX_CALLS = 500;
/** The service's own bookkeeping, which would hide the other lines. A failure is shown, unless it is part of normal work. */
const BOOKKEEPING = /^(sqs|dynamodb)\./;

/** Merges the last events and calls by time, newest first. */
export function flowOf({ events, calls }: LocalAccountRegion): readonly FlowLine[] {
  const shown = calls
    .last(MAX_CALLS)
    .filter(
      ({ operation, outcome }) =>
        !BOOKKEEPING.test(operation) || !['ok', 'ConditionalCheckFailedException'].includes(outcome),
    );
  const lines = [...events.read().slice(-MAX_LINES).map(eventLine), ...shown.slice(-MAX_LINES).map(callLine)];
  // Within a second, the order of the logs is kept.
  return lines
    .toReversed()
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, MAX_LINES);
}

function callLine({ at, operation, by, caller, outcome }: RecordedCall): FlowLine {
  const isEdit = caller === 'clients' && EDIT.test(operation);
  const failed = THROTTLED.includes(outcome) ? 'throttled' : 'failed';
  return {
    at: new Date(at).toISOString(),
    kind: outcome === 'ok' ? (isEdit ? 'edit' : 'call') : failed,
    what: operation,
    // The last part of the ARN: the name of the user or of the session.
    detail: `${outcome === 'ok' ? '' : `${outcome} `}by ${by.slice(by.lastIndexOf('/') + 1).replace(/^cognito-log-reconciler-[^-]+-/, '')}`,
  };
}

const eventLine = (event: AwsEvent): FlowLine => ({
  at: event.time,
  kind: 'event',
  what: event['detail-type'],
  detail: subjectOf(event.detail) || event.resources.join(' '),
});

const subjectSchema = z.looseObject({
  name: z.string().optional(),
  operation: z.string().optional(),
  eventName: z.string().optional(),
  userPoolId: z.string().optional(),
  requestParameters: z
    .looseObject({ userPoolId: z.string().optional(), resourceArn: z.string().optional() })
    .nullish(),
});

/** Returns a one-line summary of an event. */
function subjectOf(detail: unknown): string {
  const read = subjectSchema.safeParse(detail);
  if (!read.success) return '';
  const { name, operation, eventName, userPoolId, requestParameters } = read.data;
  const id = name ?? userPoolId ?? requestParameters?.userPoolId ?? requestParameters?.resourceArn;
  return [operation ?? eventName, id].filter((part) => part !== undefined).join(' ');
}
