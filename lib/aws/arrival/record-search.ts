import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { CheckContext, RecordSearch, SearchResult, TimeRange } from '../../reconcile/arrival/ports.ts';
import { errorClass, toAwsCallError } from '../failures.ts';
import { callWithRateLimit } from '../rate-limiter/call-with-rate-limit.ts';
import { type ArrivalLimiting, callContext, untilDeadline } from './limiting.ts';

/** Each call searches a part of the time. A rare pool in a busy log group can need more calls than it is worth. */
const MAX_CALLS = 5;

/**
 * Searches for sign-in records of one pool. The pool ID identifies them, not `eventSource`, whose value differs between the
 * documentation and real logs (docs/aws-facts.md#arrival). Records of `userNotification` have the level ERROR.
 */
const patternFor = (userPoolId: string): string =>
  `{ ($.logSourceId.userPoolId = "${userPoolId}") && ($.logLevel != "ERROR") }`;

/** Searches with `FilterLogEvents`, newest first. A record contains personal data: only its time is used. */
export const logRecordSearch = (client: CloudWatchLogsClient, limiting: ArrivalLimiting): RecordSearch => ({
  async newest(logGroup, userPoolId, range, context) {
    try {
      return await search(client, limiting, { logGroup, userPoolId, range }, context);
    } catch (error) {
      if (errorClass(error) === 'Rejected') return { kind: 'NotSeen', reason: 'NotSearchable' };
      throw toAwsCallError('FilterLogEvents', error);
    }
  },
});

interface Search {
  readonly logGroup: string;
  readonly userPoolId: string;
  readonly range: TimeRange;
}

async function search(
  client: CloudWatchLogsClient,
  limiting: ArrivalLimiting,
  { logGroup, userPoolId, range }: Search,
  context: CheckContext,
): Promise<SearchResult> {
  let nextToken: string | undefined;
  for (let call = 0; call < MAX_CALLS; call++) {
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime: range.from,
      // `endTime` is part of the time that is searched.
      endTime: range.to - 1,
      filterPattern: patternFor(userPoolId),
      startFromHead: false,
      limit: 1,
      ...(nextToken && { nextToken }),
    });
    const response = await callWithRateLimit(
      limiting,
      'LogSearch',
      'FilterLogEvents',
      callContext(context),
      () => client.send(command, untilDeadline(limiting, context)),
    );
    const timestamp = response.events?.[0]?.timestamp;
    if (timestamp !== undefined) return { kind: 'Found', at: new Date(timestamp).toISOString() };
    nextToken = response.nextToken;
    if (!nextToken) return { kind: 'NotFound' };
  }
  return { kind: 'NotSeen', reason: 'NoMatchWithinLimit' };
}
