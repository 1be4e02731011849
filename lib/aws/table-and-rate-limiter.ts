import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../reconcile/ports.ts';
import { type AwsAccess, clientAccess } from './aws-access.ts';
import type { Config } from './config.ts';
import type { RateLimiting } from './rate-limiter/call-with-rate-limit.ts';
import { withFallback } from './rate-limiter/fallback.ts';
import { dynamoReservations } from './rate-limiter/reservations.ts';
import { sharedRateLimiter } from './rate-limiter/shared-rate-limiter.ts';
import { systemClock } from './system-clock.ts';
import { timeouts } from './timeouts.ts';

/**
 * Creates what the functions use: the client of the state table, and the rate limiter that all workers share
 * through it.
 */
export function tableAndRateLimiter(
  { stateTable, quotas, maxWorkers }: Config,
  telemetry: RateLimiting['telemetry'],
  clock: Clock = systemClock,
  aws: AwsAccess = {},
): {
  readonly table: DynamoDBClient;
  readonly rateLimiting: RateLimiting;
} {
  const table = new DynamoDBClient({ ...timeouts, ...clientAccess(aws, 'DynamoDB') });
  const shared = dynamoReservations(table, stateTable, clock);
  const reservations = withFallback(shared, maxWorkers, clock);
  const rateLimiter = sharedRateLimiter(reservations, quotas, clock, Math.random);
  return { table, rateLimiting: { rateLimiter, clock, random: Math.random, telemetry } };
}
