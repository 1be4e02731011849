import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import { integer, list, oneOf, optional, required, structure, text } from '../../core/shapes/shape.ts';
import type { EventHistory, TrailEvent } from './event-history.ts';

const KEYS = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
] as const;
type Key = (typeof KEYS)[number];

const MAX_RESULTS = 50;

/**
 * Searches the event history, newest event first. The history contains the calls that change parameters. The keys for
 * resources and access keys match nothing here. Times are in whole seconds.
 */
export const lookupEvents = operation(
  structure({
    LookupAttributes: optional(
      list(structure({ AttributeKey: required(oneOf(...KEYS)), AttributeValue: required(text()) })),
    ),
    StartTime: optional(integer()),
    EndTime: optional(integer()),
    MaxResults: optional(integer({ min: 1, max: MAX_RESULTS })),
    NextToken: optional(text()),
  }),
  ({ history }: { readonly history: EventHistory }, input) => {
    const attributes = input.LookupAttributes ?? [];
    if (attributes.length > 1)
      throw new AwsError('InvalidLookupAttributesException', 'You can only have one attribute in a request.');
    const { StartTime = 0, EndTime = Number.POSITIVE_INFINITY } = input;
    const found = history
      .read()
      .filter(
        (event) =>
          event.at >= StartTime * 1000 &&
          event.at <= EndTime * 1000 &&
          attributes.every(
            ({ AttributeKey, AttributeValue }) => attributeOf(event, AttributeKey) === AttributeValue,
          ),
      );
    const first = Number(input.NextToken ?? 0);
    if (!Number.isSafeInteger(first)) throw new AwsError('InvalidNextTokenException', 'Invalid token.');
    const end = first + (input.MaxResults ?? MAX_RESULTS);
    return {
      Events: found.slice(first, end).map(describe),
      ...(end < found.length && { NextToken: String(end) }),
    };
  },
);

function attributeOf(event: TrailEvent, key: Key): string | undefined {
  switch (key) {
    case 'EventId':
      return event.id;
    case 'EventName':
      return event.name;
    case 'ReadOnly':
      return 'false';
    case 'Username':
      return event.username;
    case 'EventSource':
      return event.source;
    default:
      return undefined;
  }
}

const describe = ({ id, name, source, at, username, record }: TrailEvent): object => ({
  EventId: id,
  EventName: name,
  ReadOnly: 'false',
  EventTime: at / 1000,
  EventSource: source,
  Username: username,
  Resources: [],
  CloudTrailEvent: record,
});
