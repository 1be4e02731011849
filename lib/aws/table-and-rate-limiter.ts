import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../reconcile/ports.ts';
import type { Config } from './config.ts';
import type { RateLimiting } from './rate-limiter/call-with-rate-limit.ts';
import { withFallback } from './rate-limiter/fallback.ts';
import { dynamoReservations } from './rate-limiter/reservations.ts';
import { sharedRateLimiter } from './rate-limiter/shared-rate-limiter.ts';
import { systemClock } from './system-clock.ts';
import { requestHandler } from './timeouts.ts';

/** The table's client and the pace that all workers keep together through it: what both functions share. */
export function tableAndRateLimiter(
  { stateTable, quotas, maxWorkers }: Config,
  telemetry: RateLimiting['telemetry'],
  clock: Clock = systemClock,
): {
  readonly table: DynamoDBClient;
  readonly rateLimiting: RateLimiting;
} {
  const table = new DynamoDBClient({ requestHandler });
  const shared = dynamoReservations(table, stateTable, clock);
  const reservations = withFallback(shared, maxWorkers, clock);
  const rateLimiter = sharedRateLimiter(reservations, quotas, clock, Math.random);
  return { table, rateLimiting: { rateLimiter, clock, random: Math.random, telemetry } };
}

/** For clients whose every attempt takes a slot: the SDK's own retries would take none. */
export const withoutSdkRetries = { requestHandler, maxAttempts: 1 };
