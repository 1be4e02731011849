import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../reconcile/ports.ts';
import type { Category } from '../config.ts';
import { wrapAwsErrors } from '../failures.ts';
import type { Reservations } from './rate-limiter.ts';

/** No reservation starts further ahead than this. A function's timeout is shorter. */
const MAX_AHEAD_MS = 30_000;
/**
 * Ignore a stored time that is further ahead than `MAX_AHEAD_MS` plus this: a machine with a wrong clock
 * wrote it, for example a developer's. The margin is needed because a reservation can start before
 * `MAX_AHEAD_MS` and end after it.
 */
const AHEAD_MARGIN_MS = 15_000;

/**
 * Stores reservations in the state table. One item per category contains the next free time. A read, which costs a fifth of a
 * write, shows whether a slot can be reserved; then one conditional update moves the time forward by the requested number of
 * slots. Slots are never returned: a worker that stops wastes its reserved slots.
 */
export function dynamoReservations(
  client: DynamoDBClient,
  table: string,
  clock: Pick<Clock, 'now'>,
): Reservations {
  const readNext = async (category: Category): Promise<number | undefined> => {
    const command = new GetItemCommand({ TableName: table, Key: keyOf(category), ConsistentRead: true });
    const { Item } = await wrapAwsErrors('GetItem', () => client.send(command));
    return nextTimeOf(Item);
  };

  /**
   * Updates `Next` if the condition is met. Returns its new value, or the stored value that did not meet the
   * condition.
   */
  const updateNext = async (
    category: Category,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<{ readonly updated: boolean; readonly next: number | undefined }> => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: keyOf(category),
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
    return wrapAwsErrors('UpdateItem', async () => {
      try {
        const { Attributes } = await client.send(command);
        return { updated: true, next: nextTimeOf(Attributes) };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return { updated: false, next: nextTimeOf(error.Item) };
        throw error;
      }
    });
  };

  return {
    async reserve(category, { count, spacingMs, burst, until, end }) {
      const now = clock.now().getTime();
      const floor = now - burst * spacingMs;
      const limit = Math.min(until, now + MAX_AHEAD_MS);
      const maxValid = now + MAX_AHEAD_MS + Math.max(AHEAD_MARGIN_MS, 2 * spacingMs);
      const stored = await readNext(category);
      const isQueued = stored !== undefined && stored > floor && stored <= maxValid;
      if (isQueued && stored >= limit) return { kind: 'Later', next: stored };
      const start = isQueued ? stored : floor;
      const fitting = Math.floor((end - start) / spacingMs);
      const reserved = Math.max(1, Math.min(count, fitting));
      const length = reserved * spacingMs;
      const { updated, next } = isQueued
        ? await updateNext(category, 'SET #next = #next + :length', '#next > :floor AND #next < :until', {
            ':length': length,
            ':floor': floor,
            // Another worker can have reserved since the read.
            ':until': Math.min(limit, Math.max(start, end - length) + spacingMs),
          })
        : await updateNext(
            category,
            'SET #next = :end',
            'attribute_not_exists(#next) OR #next <= :floor OR #next > :maxValid',
            { ':end': floor + length, ':floor': floor, ':maxValid': maxValid },
          );
      if (next === undefined) return { kind: 'Later' };
      return updated ? { kind: 'Reserved', first: next - length, count: reserved } : { kind: 'Later', next };
    },

    async postpone(category, until) {
      await updateNext(category, 'SET #next = :until', 'attribute_not_exists(#next) OR #next < :until', {
        ':until': until,
      });
    },
  };
}

const keyOf = (category: Category): Record<string, AttributeValue> => ({ Id: { S: `budget#${category}` } });

/** Returns `undefined` if no item exists, or if the response does not contain it, as with some emulators. */
const nextTimeOf = (item: Record<string, AttributeValue> | undefined): number | undefined =>
  item?.Next?.N === undefined ? undefined : Number(item.Next.N);
