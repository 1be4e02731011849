import type { Arrivals, PoolArrival } from '../../lib/domain/arrival/arrival.ts';
import { type DeliveryRecord, deliveringPool } from '../../lib/domain/arrival/delivering-pool.ts';
import type { PoolLocation } from '../../lib/domain/user-pool-id.ts';

/**
 * Returns the result of the last check that still applies to the pool. A pool that changed after the check is `Unknown`: the
 * result is about its former configuration. Undefined if the service does not manage `userAuthEvents` of the pool.
 */
export function currentArrival(
  record: DeliveryRecord,
  location: PoolLocation,
  { At, Pools }: Arrivals,
): PoolArrival | undefined {
  const pool = deliveringPool(record, location);
  if (pool === undefined) return undefined;
  const { UserPoolId, Destination, changedAt } = pool;
  const known = Pools.get(UserPoolId);
  if (known?.Destination === Destination && changedAt <= At) return known;
  return {
    UserPoolId,
    Destination,
    Result: 'Unknown',
    Reason: 'ChangedRecently',
    Since: changedAt,
    Missed: 0,
  };
}
