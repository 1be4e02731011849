import { startLocalCloud } from '../local/cloud.ts';
import { openAccount } from './harness/account.ts';
import { directoryItems } from './harness/directory.ts';
import { recordApplied, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startSweep, startWorkers } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Measures a sweep of a fleet in which 1 % of the pools have drifted: how close it gets to the read quota,
 * and how much it writes for pools in sync. It runs a large fleet at a high scale and a small fleet at scale
 * 1.
 */
const size = sizes({ pools: 10_000, scale: 20, small: 600, workers: 2 });

const rows: string[][] = [];
for (const [pools, scale] of [
  [size('pools'), size('scale')],
  [size('small'), 1],
] as const) {
  const cloud = await startLocalCloud({ quotaScale: scale });
  const account = await openAccount(cloud, { scale });
  const ids = seedFleet(account, pools, (at) => at % 100 !== 0);
  await recordApplied(account, ids);
  const drifted = pools - applied(account, ids);
  const workers = await startWorkers(account, size('workers'));
  const ideal = idealSeconds(pools, 20 * scale);
  const sweep = await startSweep(account);
  const [swept, seconds] = await Promise.all([
    sweep.end,
    secondsUntil(() => callsOf(account).gets >= pools && applied(account, ids) === pools, ideal * 3 + 120),
  ]);
  await workers.stop();
  const names = await directoryItems(account);
  const { recordWrites, rateLimiterWrites, tableReads, gets, throttled } = callsOf(account);
  rows.push([
    `${pools} pools, scale ${scale}`,
    fixed(seconds / ideal),
    // A drifted pool has two writes. The result of the sweep and the names of the pools are other items.
    String(recordWrites - 2 * drifted - 1 - names),
    fixed(gets / pools, 3),
    fixed(rateLimiterWrites / pools, 3),
    fixed(tableReads / pools, 3),
    String(throttled),
    fixed(swept.seconds, 1),
    fixed(swept.peakMb, 0),
  ]);
  account.close();
  await cloud.close();
}

printTable(
  `A sweep; 1 % of the pools have drifted; ${size('workers')} workers.`,
  [
    'fleet',
    'wall ÷ ideal',
    'record writes for pools in sync',
    'reads per pool',
    'rate limiter writes per pool',
    'table reads per pool, the record included',
    'throttled calls',
    'duration of the sweep function (s)',
    'peak memory of the sweep function (MB)',
  ],
  rows,
);
