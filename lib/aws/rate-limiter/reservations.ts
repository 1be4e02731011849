import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../reconcile/ports.ts';
import { wrapAwsErrors } from '../failures.ts';
import type { Reservation, Reservations } from './rate-limiter.ts';

/** How many slots of idle time a worker may use afterwards: the first slot can be this far in the past. */
const BURST_SLOTS = 5;

/** No reservation starts further ahead than this. A function's timeout is shorter. */
const MAX_AHEAD_MS = 30_000;
/**
 * Ignore a stored time that is further ahead than `MAX_AHEAD_MS` plus this: a machine with a wrong clock
 * wrote it, for example a developer's. The margin is needed because a reservation can start before
 * `MAX_AHEAD_MS` and end after it.
 */
const AHEAD_MARGIN_MS = 15_000;

/**
 * Stores reservations in the state table. One item per category contains the next free time; one conditional
 * update moves it forward by the requested number of slots. Slots are never returned: a worker that stops
 * wastes its reserved slots.
 */
export function dynamoReservations(
  client: DynamoDBClient,
  table: string,
  clock: Pick<Clock, 'now'>,
): Reservations {
  /**
   * Updates `Next` if the condition is met. Returns its new value, or the stored value that did not meet the
   * condition.
   */
  const updateNext = async (
    category: string,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<{ readonly updated: boolean; readonly next: number | undefined }> => {
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
      // A failed condition also costs a write. With this option its response contains the next free time.
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await client.send(command);
      return { updated: true, next: nextTimeOf(Attributes) };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { updated: false, next: nextTimeOf(error.Item) };
      throw error;
    }
  };

  return {
    reserve: (category, { count, spacingMs, until }) =>
      wrapAwsErrors('UpdateItem', async () => {
        const length = count * spacingMs;
        const now = clock.now().getTime();
        const floor = now - BURST_SLOTS * spacingMs;
        const limit = Math.min(until, now + MAX_AHEAD_MS);
        const maxValid = now + MAX_AHEAD_MS + Math.max(AHEAD_MARGIN_MS, 2 * spacingMs);
        const queued = await updateNext(
          category,
          'SET #next = #next + :length',
          '#next > :floor AND #next < :until',
          { ':length': length, ':floor': floor, ':until': limit },
        );
        if (queued.updated || (queued.next !== undefined && queued.next >= limit && queued.next <= maxValid))
          return reservation(queued, length);
        const idle = await updateNext(
          category,
          'SET #next = :end',
          'attribute_not_exists(#next) OR #next <= :floor OR #next > :maxValid',
          { ':end': floor + length, ':floor': floor, ':maxValid': maxValid },
        );
        return reservation(idle, length);
      }),

    postpone: (category, until) =>
      wrapAwsErrors('UpdateItem', async () => {
        await updateNext(category, 'SET #next = :until', 'attribute_not_exists(#next) OR #next < :until', {
          ':until': until,
        });
      }),
  };
}

function reservation(
  { updated, next }: { readonly updated: boolean; readonly next: number | undefined },
  length: number,
): Reservation {
  if (next === undefined) return { kind: 'Later' };
  return updated ? { kind: 'Reserved', first: next - length } : { kind: 'Later', next };
}

/** Returns `undefined` if no item exists, or if the response does not contain it, as with some emulators. */
const nextTimeOf = (item: Record<string, AttributeValue> | undefined): number | undefined =>
  item?.Next?.N === undefined ? undefined : Number(item.Next.N);
