import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../reconcile/ports.ts';
import { wrapAwsErrors } from '../failures.ts';
import type { Reservation, Reservations } from './rate-limiter.ts';

/** How far in the past a slot may lie: idle time that may be caught up with, in slots. */
const BURST = 5;

/** Nobody reserves beyond this: a function's own time is shorter. */
const LONGEST_AHEAD_MS = 30_000;
/**
 * What lies so much further was reserved by a clock that is wrong, of somebody's own machine for example, and stands
 * for nothing: a reservation that begins within the longest may end behind it.
 */
const BROKEN_BEYOND_MS = 15_000;

/**
 * Reservation of time: an item a category holds the next free moment, and one conditional update moves it on
 * by as many slots as are wanted. Nothing is given back; a dead worker wastes what it had reserved.
 */
export function dynamoReservations(
  client: DynamoDBClient,
  table: string,
  clock: Pick<Clock, 'now'>,
): Reservations {
  /** Moves `Next` where the condition holds; answers its new value, or the one that is in the way. */
  const move = async (
    category: string,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<{ readonly moved: boolean; readonly next: number | undefined }> => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { Id: { S: `budget#${category}` } },
      UpdateExpression,
      ConditionExpression,
      ExpressionAttributeNames: { '#next': 'Next' },
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]): [string, AttributeValue] => [name, { N: String(value) }]),
      ),
      ReturnValues: 'UPDATED_NEW',
      // A write that is refused costs as much as one that is not: it may as well say how long to wait.
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await client.send(command);
      return { moved: true, next: momentOf(Attributes) };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { moved: false, next: momentOf(error.Item) };
      throw error;
    }
  };

  return {
    reserve: (category, { count, spacingMs, until }) =>
      wrapAwsErrors('UpdateItem', async () => {
        const length = count * spacingMs;
        const now = clock.now().getTime();
        const floor = now - BURST * spacingMs;
        const limit = Math.min(until, now + LONGEST_AHEAD_MS);
        const broken = now + LONGEST_AHEAD_MS + Math.max(BROKEN_BEYOND_MS, 2 * spacingMs);
        const queued = await move(
          category,
          'SET #next = #next + :length',
          '#next > :floor AND #next < :until',
          { ':length': length, ':floor': floor, ':until': limit },
        );
        if (queued.moved || (queued.next !== undefined && queued.next >= limit && queued.next <= broken))
          return reservation(queued, length);
        const idle = await move(
          category,
          'SET #next = :end',
          'attribute_not_exists(#next) OR #next <= :floor OR #next > :broken',
          { ':end': floor + length, ':floor': floor, ':broken': broken },
        );
        return reservation(idle, length);
      }),

    postpone: (category, until) =>
      wrapAwsErrors('UpdateItem', async () => {
        await move(category, 'SET #next = :until', 'attribute_not_exists(#next) OR #next < :until', {
          ':until': until,
        });
      }),
  };
}

function reservation(
  { moved, next }: { readonly moved: boolean; readonly next: number | undefined },
  length: number,
): Reservation {
  if (next === undefined) return { kind: 'Later' };
  return moved ? { kind: 'Reserved', first: next - length } : { kind: 'Later', next };
}

/** Undefined where there is no item yet, and where the table does not tell (an emulator need not). */
const momentOf = (item: Record<string, AttributeValue> | undefined): number | undefined =>
  item?.Next?.N === undefined ? undefined : Number(item.Next.N);
