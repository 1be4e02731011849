import { checkOrder, metricLimit } from '../../domain/arrival/activity.ts';
import {
  type ArrivalResult,
  type Arrivals,
  countResults,
  type PoolArrival,
} from '../../domain/arrival/arrival.ts';
import { type DeliveringPool, deliveringPool, windowProblem } from '../../domain/arrival/delivering-pool.ts';
import { type Evidence, judge } from '../../domain/arrival/judge.ts';
import { type ArrivalWindow, arrivalWindow } from '../../domain/arrival/window.ts';
import { findActivity } from './find-activity.ts';
import { findRecords } from './find-records.ts';
import { failuresOf } from './not-seen.ts';
import type { ArrivalPorts, CheckContext } from './ports.ts';
import { reportArrivals } from './report-arrivals.ts';

/** `Skipped`: the last check was less than an hour ago, so its results still apply. */
export interface ArrivalCheck {
  readonly result: 'Checked' | 'Skipped';
  readonly pools: Readonly<Record<ArrivalResult, number>>;
}

/**
 * Returns a function that compares, for each pool whose `userAuthEvents` the service manages, the activity of the last hours
 * with the records at the destination. It stores the result of each pool and reports those that changed. A call that fails
 * makes pools `Unknown`; it throws only if the records or the last results cannot be read or stored.
 */
export const checkArrival =
  (ports: ArrivalPorts) =>
  async (context: CheckContext): Promise<ArrivalCheck> => {
    const { clock, arrivals, allowanceMinutes } = ports;
    const start = clock.now();
    const before = await arrivals.read();
    const window = arrivalWindow(start, before?.To, allowanceMinutes);
    if (window === undefined) return { result: 'Skipped', pools: countResults(before?.Pools.values() ?? []) };
    const at = start.toISOString();
    const known = before?.Pools ?? new Map<string, PoolArrival>();
    const pools = checkOrder(await deliveringPools(ports), known, at);
    const evidence = await findEvidence(ports, pools, window, context);
    const judged = pools.map((pool) => {
      const found = evidence.get(pool.UserPoolId) ?? { kind: 'NotSeen', reason: 'NotChecked' };
      return judge(pool, known.get(pool.UserPoolId), found, window, at);
    });
    const after: Arrivals = {
      At: at,
      To: new Date(window.to).toISOString(),
      Pools: new Map(judged.map((pool) => [pool.UserPoolId, pool])),
    };
    await arrivals.write(after);
    await reportArrivals(ports, before, after);
    return { result: 'Checked', pools: countResults(judged) };
  };

async function deliveringPools({ records, location }: ArrivalPorts): Promise<readonly DeliveringPool[]> {
  const pools: DeliveringPool[] = [];
  for await (const page of records.pages())
    pools.push(...page.flatMap((record) => deliveringPool(record, location) ?? []));
  return pools;
}

/** Returns what the check finds out, by pool. No destination is read for a pool without activity. */
async function findEvidence(
  ports: ArrivalPorts,
  pools: readonly DeliveringPool[],
  window: ArrivalWindow,
  context: CheckContext,
): Promise<ReadonlyMap<string, Evidence>> {
  const evidence = new Map<string, Evidence>();
  const judgeable = pools.filter((pool) => {
    const reason = windowProblem(pool, window);
    if (reason !== undefined) evidence.set(pool.UserPoolId, { kind: 'NotJudged', reason });
    return reason === undefined;
  });
  if (judgeable.length === 0) return evidence;
  const limit = metricLimit(judgeable.length);
  const calls = { ...ports, failures: failuresOf(ports.telemetry) };
  const activity = await findActivity(calls, judgeable, { window, limit }, context);
  for (const [id, found] of activity.evidence) evidence.set(id, found);
  const active = judgeable.filter(({ UserPoolId }) => activity.active.has(UserPoolId));
  const rest = { window, limit: limit - activity.read };
  for (const [id, found] of await findRecords(calls, active, rest, context)) evidence.set(id, found);
  return evidence;
}
