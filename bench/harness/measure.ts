import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

/** Resolves with the seconds until `holds`; throws after `limit` seconds, with what was seen. */
export async function secondsUntil(holds: () => boolean, limit: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const seconds = (performance.now() - begun) / 1000;
    if (holds()) return seconds;
    if (seconds > limit) throw new Error(`it did not come to hold within ${limit} s`);
    await sleep(20);
  }
}

/** How many of the pools have a log configuration now. */
export const applied = ({ accountRegion }: Account, poolIds: readonly string[]): number =>
  poolIds.filter((id) => (accountRegion.cognito.pools.get(id)?.logConfigurations.length ?? 0) > 0).length;

export interface Calls {
  readonly cognito: number;
  readonly throttled: number;
  readonly gets: number;
  readonly sets: number;
  /** Of records; the budget's own are apart. */
  readonly recordWrites: number;
  readonly budgetWrites: number;
}

/** What the account's callers have called so far. */
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
    throttled:
      throttledOf('cognito-idp.GetLogDeliveryConfiguration') +
      throttledOf('cognito-idp.SetLogDeliveryConfiguration'),
    recordWrites: all('dynamodb.PutItem'),
    budgetWrites: all('dynamodb.UpdateItem'),
  };
}

/** The quota's own time for so many calls; a bucket holds one second's worth. Below a second nothing is told. */
export const idealSeconds = (calls: number, perSecond: number): number => Math.max(calls / perSecond - 1, 1);
