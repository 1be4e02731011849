import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../domain/ports.ts';
import { calling, errorName } from '../failures.ts';
import type { Reservations } from './slots.ts';

/** How far in the past a slot may lie: idle time that may be caught up with, in slots. */
const BURST = 5;

/**
 * Reservation of time: an item a category holds the next free moment, and one conditional update moves it on
 * by as many slots as are wanted. Nothing is given back; a dead worker wastes what it had reserved.
 */
export function dynamoReservations(
  client: DynamoDBClient,
  table: string,
  clock: Pick<Clock, 'now'>,
): Reservations {
  /** Moves `Next` where the condition holds; answers its new value. */
  const move = async (
    category: string,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Readonly<Record<string, number>>,
  ): Promise<number | undefined> => {
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
    });
    try {
      const answer = await client.send(command);
      return Number(answer.Attributes?.Next?.N);
    } catch (error) {
      if (errorName(error) === 'ConditionalCheckFailedException') return undefined;
      throw error;
    }
  };

  return {
    reserve: (category, { count, spacingMs, until }) =>
      calling('UpdateItem', async () => {
        const length = count * spacingMs;
        const floor = clock.now().getTime() - BURST * spacingMs;
        const queued = await move(
          category,
          'SET #next = #next + :length',
          '#next > :floor AND #next < :until',
          { ':length': length, ':floor': floor, ':until': until },
        );
        if (queued !== undefined) return queued - length;
        const idle = await move(
          category,
          'SET #next = :end',
          'attribute_not_exists(#next) OR #next <= :floor',
          { ':end': floor + length, ':floor': floor },
        );
        return idle === undefined ? undefined : idle - length;
      }),

    postpone: (category, until) =>
      calling('UpdateItem', async () => {
        await move(category, 'SET #next = :until', 'attribute_not_exists(#next) OR #next < :until', {
          ':until': until,
        });
      }),
  };
}
