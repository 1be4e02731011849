import {
  type Arrivals,
  countResults,
  type PoolArrival,
  silentStreams,
} from '../../domain/arrival/arrival.ts';
import { arrivalEvent } from '../events.ts';
import { publishOrCount } from '../publish.ts';
import type { ArrivalPorts } from './ports.ts';

/** Reports the results as a metric and a log line, and publishes an event for each pool that begins or ends to be `NotArriving`. */
export async function reportArrivals(
  { telemetry, publisher, location }: Pick<ArrivalPorts, 'telemetry' | 'publisher' | 'location'>,
  before: Arrivals | undefined,
  after: Arrivals,
): Promise<void> {
  const counts = countResults(after.Pools.values());
  // Zero is published too: it ends the alarm.
  telemetry.measure('PoolsNotArriving', counts.NotArriving);
  telemetry.info('arrival checked', {
    to: after.To,
    arriving: counts.Arriving,
    notArriving: counts.NotArriving,
    noActivity: counts.NoActivity,
    unknown: counts.Unknown,
  });
  for (const { Arn, Pools, Since } of silentStreams(after.Pools.values()))
    telemetry.error('stream receives no records', { destination: Arn, pools: Pools, since: Since });
  const isMissing = (pool: PoolArrival | undefined): boolean => pool?.Result === 'NotArriving';
  const begun = [...after.Pools.values()].filter(
    (pool) => isMissing(pool) && !isMissing(before?.Pools.get(pool.UserPoolId)),
  );
  const ended = [...(before?.Pools.values() ?? [])].filter(
    (pool) => isMissing(pool) && !isMissing(after.Pools.get(pool.UserPoolId)),
  );
  for (const { UserPoolId, Destination } of begun)
    telemetry.error('logs do not arrive', { userPoolId: UserPoolId, destination: Destination });
  const events = [
    ...begun.map((pool) => arrivalEvent(location, 'Logs Not Arriving', after.At, pool, undefined)),
    ...ended.map((pool) =>
      arrivalEvent(
        location,
        'Logs Not Arriving Ended',
        after.At,
        pool,
        after.Pools.get(pool.UserPoolId) ?? { Result: 'Unmanaged' },
      ),
    ),
  ];
  await publishOrCount({ publisher, telemetry }, events, { at: after.At });
}
