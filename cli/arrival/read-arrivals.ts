import { dynamoArrivals } from '../../lib/aws/arrival/arrival-store.ts';
import type { Arrivals, PoolArrival } from '../../lib/domain/arrival/arrival.ts';
import type { OpenService } from '../service/open-service.ts';
import { listStatus } from '../service/status-records.ts';
import { currentArrival } from './current-arrival.ts';

/** The check whether sign-in logs arrive, of a service that runs it. */
export interface ArrivalCheck {
  /** Undefined before the first check. */
  readonly last: Arrivals | undefined;
}

/** Returns the last check; undefined if the setting arrivalChecks is off. */
export async function readArrivalCheck({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<ArrivalCheck | undefined> {
  if (!deployed.arrival.checks) return undefined;
  return { last: await dynamoArrivals(table, deployed.stateTable).read() };
}

/** Returns the results that still apply, by pool ID. It reads the records of all pools. */
export async function readPoolArrivals(
  { table, deployed, settings }: Pick<OpenService, 'table' | 'deployed' | 'settings'>,
  last: Arrivals,
): Promise<ReadonlyMap<string, PoolArrival>> {
  const arrivals = new Map<string, PoolArrival>();
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page) {
      const arrival = currentArrival(record, settings, last);
      if (arrival !== undefined) arrivals.set(record.UserPoolId, arrival);
    }
  return arrivals;
}
