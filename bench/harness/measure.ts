import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

/** Returns the seconds until the condition is true. Throws after `limit` seconds. */
export async function secondsUntil(condition: () => boolean, limit: number): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const seconds = (performance.now() - startedAt) / 1000;
    if (condition()) return seconds;
    if (seconds > limit) throw new Error(`the condition was not true within ${limit} s`);
    await sleep(20);
  }
}

/** Returns how many of the pools have a log configuration now. */
export const applied = ({ accountRegion }: Account, poolIds: readonly string[]): number =>
  poolIds.filter((id) => (accountRegion.cognito.pools.get(id)?.logConfigurations.length ?? 0) > 0).length;

export interface Calls {
  readonly cognito: number;
  readonly throttled: number;
  readonly gets: number;
  readonly sets: number;
  readonly describes: number;
  /** Calls that list pools, tags and parameters. */
  readonly listings: number;
  /** Without the writes of the rate limiter. */
  readonly recordWrites: number;
  readonly rateLimiterWrites: number;
  /** Reads of single items: a record for each message, and the reads of the rate limiter. */
  readonly tableReads: number;
}

/** Returns the calls of all clients of the account so far. */
export function callsOf({ accountRegion }: Account): Calls {
  const counts = accountRegion.calls.read().clients;
  const all = (operation: string) =>
    Object.values(counts[operation] ?? {}).reduce((sum, one) => sum + one, 0);
  const gets = all('cognito-idp.GetLogDeliveryConfiguration');
  const sets = all('cognito-idp.SetLogDeliveryConfiguration');
  const throttledOf = (operation: string) => counts[operation]?.TooManyRequestsException ?? 0;
  return {
    cognito: gets + sets,
    gets,
    sets,
    describes: all('cognito-idp.DescribeUserPool'),
    listings: all('cognito-idp.ListUserPools') + all('tagging.GetResources') + all('ssm.GetParametersByPath'),
    throttled:
      throttledOf('cognito-idp.GetLogDeliveryConfiguration') +
      throttledOf('cognito-idp.SetLogDeliveryConfiguration'),
    recordWrites: all('dynamodb.PutItem'),
    rateLimiterWrites: all('dynamodb.UpdateItem'),
    tableReads: all('dynamodb.GetItem'),
  };
}

/** Returns a function that returns how many calls of an operation all clients have made, and how many were throttled. */
export function callsByOperation({ accountRegion }: Account) {
  const counts = accountRegion.calls.read().clients;
  const sum = (outcomes: Readonly<Record<string, number>>): number =>
    Object.values(outcomes).reduce((total, one) => total + one, 0);
  const throttled = (outcomes: Readonly<Record<string, number>>): number =>
    Object.entries(outcomes).reduce(
      (total, [name, one]) => total + (name.startsWith('Throttl') ? one : 0),
      0,
    );
  return Object.assign((operation: string): number => sum(counts[operation] ?? {}), {
    throttled: (): number =>
      Object.values(counts).reduce((total, outcomes) => total + throttled(outcomes), 0),
  });
}

/**
 * Returns the seconds that the quota allows for the calls, at least 1. The token bucket starts with one
 * second's worth.
 */
export const idealSeconds = (calls: number, perSecond: number): number => Math.max(calls / perSecond - 1, 1);
