import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { type AwsAccess, clientAccess } from '../../../lib/aws/aws-access.ts';
import { errorName } from '../../../lib/aws/failures.ts';
import { timeouts } from '../../../lib/aws/timeouts.ts';

/** The deletion of a parameter, from CloudTrail's event history. */
export interface Deletion {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

export interface Deletions {
  readonly found: readonly Deletion[];
  /** Why the event history was not read completely. */
  readonly failed?: string;
}

/** Returns the deletions of one parameter. */
export const deletionsOf = ({ found, ...failed }: Deletions, name: string): Deletions => ({
  found: found.filter((deletion) => deletion.name === name),
  ...failed,
});

/** The limits of the event history (docs/aws-facts.md#cloudtrail-history). */
const MAX_PAGES = 20;
const HISTORY_MS = 90 * 86_400_000;
const MARGIN_MS = 3_600_000;
const OPERATIONS = ['DeleteParameter', 'DeleteParameters'] as const;

/** That the calls are recorded in this form is [unverified]. If not, the actor of a deletion is shown as not known. */
const detail = z.looseObject({
  errorCode: z.string().optional(),
  requestParameters: z
    .looseObject({ name: z.string().optional(), names: z.array(z.string()).optional() })
    .nullish(),
  userIdentity: z.looseObject({ arn: z.string().optional(), type: z.string().optional() }).optional(),
});

/** Searches the deletions since the first of `times`. The newest event comes first. Without a time it makes no call. Never throws. */
export async function readDeletions(
  aws: AwsAccess,
  times: readonly string[],
  now: Date,
  interrupted: AbortSignal,
): Promise<Deletions> {
  const first = Math.min(...times.map((time) => Date.parse(time)));
  if (times.length === 0 || !(now.getTime() - first < HISTORY_MS)) return { found: [] };
  const client = new CloudTrailClient({
    ...timeouts,
    retryMode: 'adaptive',
    maxAttempts: 10,
    ...clientAccess(aws, 'CloudTrail'),
  });
  const found: Deletion[] = [];
  try {
    for (const AttributeValue of OPERATIONS) {
      let NextToken: string | undefined;
      let pages = 0;
      do {
        const command = new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }],
          // In whole seconds: CloudTrail's times do not have fractions.
          StartTime: new Date(Math.floor((first - MARGIN_MS) / 1000) * 1000),
          MaxResults: 50,
          ...(NextToken && { NextToken }),
        });
        const page = await client.send(command, { abortSignal: interrupted });
        found.push(...(page.Events ?? []).flatMap(deletionsIn));
        NextToken = page.NextToken;
        pages += 1;
      } while (NextToken && pages < MAX_PAGES);
      if (NextToken) return { found, failed: `more than ${MAX_PAGES * 50} ${AttributeValue} events` };
    }
    return { found };
  } catch (error) {
    return { found, failed: errorName(error) };
  }
}

/** Returns the deletions of an event; none for a call that failed. */
export function deletionsIn({ CloudTrailEvent, EventTime, Username }: Event): readonly Deletion[] {
  const read = detail.safeParse(parseJson(CloudTrailEvent ?? ''));
  if (!read.success || read.data.errorCode !== undefined || EventTime === undefined) return [];
  const { requestParameters, userIdentity } = read.data;
  const by = userIdentity?.arn ?? Username ?? userIdentity?.type;
  const names = [
    ...(requestParameters?.name === undefined ? [] : [requestParameters.name]),
    ...(requestParameters?.names ?? []),
  ];
  return by === undefined ? [] : names.map((name) => ({ name, at: EventTime.toISOString(), by }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
