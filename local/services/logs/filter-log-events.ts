import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { countBefore, type EventPosition, type LogEvent } from './log-events.ts';
import { type LogGroup, type LogsStore, logGroupArn, nameIn, requireExisting } from './log-groups.ts';
import { filterLogEventsInput } from './shapes.ts';

type Input = Infer<typeof filterLogEventsInput>;

/**
 * One call searches at most this many events, so a page can be empty although more events match. AWS limits a search by
 * time, which tests could not repeat.
 */
export const MAX_SEARCHED_EVENTS = 10_000;
/** "Each page returned can contain up to 1 MB of log events or up to 10,000 log events" (API documentation). */
const MAX_PAGE_BYTES = 1_048_576;
const MAX_PAGE_EVENTS = 10_000;

/** The newest events first are possible from this time on (API documentation of startFromHead). */
const NEWEST_FIRST_SINCE = Date.UTC(2024, 0, 1);

/** The name of the log stream of all events. Which names Cognito uses is [unverified]. */
export const LOG_STREAM = 'local-cloud';

interface Search {
  readonly isFromHead: boolean;
  /** The event at which the previous page ended. */
  readonly after: EventPosition | undefined;
}

/**
 * Searches the events of a log group, oldest first, or with `startFromHead: false` newest first. The list of searched
 * log streams is always empty, as in AWS since 2019. `interleaved` and `unmask` have no effect.
 */
export const filterLogEvents = operation(filterLogEventsInput, (store: LogsStore, input) => {
  const search = searchOf(input);
  const { name } = findGroup(store, input);
  const matches = parseFilterPattern(input.filterPattern ?? '');
  const events = hasStream(input) ? store.events.in(name) : [];
  const [from, to] = rangeOf(events, input, search);
  const step = search.isFromHead ? 1 : -1;
  const { limit = MAX_PAGE_EVENTS } = input;
  const found: object[] = [];
  let [at, bytes, searched] = [search.isFromHead ? from : to - 1, 0, 0];
  while (at >= from && at < to && found.length < limit && searched < MAX_SEARCHED_EVENTS) {
    const event = events[at];
    if (event === undefined) break;
    if (matches(event.content)) {
      const message = JSON.stringify(event.content);
      bytes += Buffer.byteLength(message);
      if (bytes > MAX_PAGE_BYTES && found.length > 0) break;
      found.push(eventOf(event, message));
    }
    at += step;
    searched += 1;
  }
  const last = events[at - step];
  return {
    events: found,
    searchedLogStreams: [],
    ...(at >= from && at < to && last !== undefined && { nextToken: tokenOf(search.isFromHead, last) }),
  };
});

/** The token contains the direction of the first request, which wins (API documentation of startFromHead). */
function searchOf(input: Input): Search {
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined)
    throw invalid('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  if (input.startFromHead === false && (input.startTime ?? 0) < NEWEST_FIRST_SINCE)
    throw invalid('startFromHead=false requires a startTime on or after Jan 1, 2024 00:00:00 UTC.');
  if (input.startTime !== undefined && input.endTime !== undefined && input.startTime > input.endTime)
    throw invalid('End time must not be before start time.');
  return input.nextToken === undefined
    ? { isFromHead: input.startFromHead ?? true, after: undefined }
    : searchIn(input.nextToken);
}

/** The rejection of other classes is measured (aws/karpenter-provider-aws pull request 9567). */
function findGroup(store: LogsStore, { logGroupName, logGroupIdentifier }: Input): LogGroup {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    throw invalid('Exactly one of logGroupName and logGroupIdentifier is required.');
  const name = nameIn(logGroupName ?? logGroupIdentifier ?? '');
  const isArn = logGroupIdentifier?.includes(':') ?? false;
  const isHere = !isArn || logGroupIdentifier === logGroupArn(store, name);
  const group = requireExisting(store, isHere ? name : undefined);
  if (group.class !== 'STANDARD')
    throw new AwsError(
      'InvalidOperationException',
      `The log group ${group.name} is of log-group-class ${group.class}. FilterLogEvents is not supported for this log class.`,
    );
  return group;
}

function hasStream({ logStreamNames, logStreamNamePrefix = '' }: Input): boolean {
  return (logStreamNames?.includes(LOG_STREAM) ?? true) && LOG_STREAM.startsWith(logStreamNamePrefix);
}

/** Returns the indexes of the first event to search, and after the last one. Both times are inclusive. */
function rangeOf(
  events: readonly LogEvent[],
  { startTime = 0, endTime = Number.MAX_SAFE_INTEGER }: Input,
  { isFromHead, after }: Search,
): readonly [from: number, to: number] {
  const from = countBefore(events, { timestamp: startTime, ingestionTime: 0, id: 0 });
  const to = countBefore(events, { timestamp: endTime + 1, ingestionTime: 0, id: 0 });
  if (after === undefined) return [from, to];
  const position = countBefore(events, isFromHead ? { ...after, id: after.id + 1 } : after);
  return isFromHead ? [Math.max(from, position), to] : [from, Math.min(to, position)];
}

const eventOf = ({ timestamp, ingestionTime, id }: LogEvent, message: string): object => ({
  logStreamName: LOG_STREAM,
  timestamp,
  message,
  ingestionTime,
  // AWS has IDs of 56 digits.
  eventId: `${timestamp}${String(id).padStart(16, '0')}`.padStart(56, '0'),
});

const tokenOf = (isFromHead: boolean, { timestamp, ingestionTime, id }: EventPosition): string =>
  Buffer.from(`${isFromHead ? 'f' : 'b'}/${timestamp}/${ingestionTime}/${id}`).toString('base64url');

function searchIn(token: string): Search {
  const [, direction, ...numbers] =
    /^([fb])\/(\d{1,16})\/(\d{1,16})\/(\d{1,16})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const [timestamp, ingestionTime, id] = numbers.map(Number);
  if (timestamp === undefined || ingestionTime === undefined || id === undefined)
    throw invalid('The specified nextToken is invalid.');
  return { isFromHead: direction === 'f', after: { timestamp, ingestionTime, id } };
}

/** The names of the errors are documented; their texts are [unverified]. */
const invalid = (message: string) => new AwsError('InvalidParameterException', message);
