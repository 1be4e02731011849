import { startLocalCloud } from '../local/cloud.ts';
import { openAccount } from './harness/account.ts';
import { seedArrivalFleet } from './harness/arrival-fleet.ts';
import { callsByOperation } from './harness/measure.ts';
import { startArrivalCheck } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Measures the check whether sign-in logs arrive, at AWS's own quotas: each pool with a log group of its own, and all pools with
 * one log group. The baseline is the time that the searches need at AWS's quota.
 */
const size = sizes({ pools: 10_000, active: 1_000 });
const SEARCHES_PER_SECOND = 5;

const rows: string[][] = [];
for (const [name, groupOf] of [
  ['a log group for each pool', (at: number) => `pool-${at}`],
  ['one log group', () => 'all'],
] as const) {
  const cloud = await startLocalCloud({ quotaScale: 1 });
  const account = await openAccount(cloud, { scale: 1 });
  await seedArrivalFleet(account, size('pools'), size('active'), groupOf);
  const check = await startArrivalCheck(account);
  const { pools, seconds, peakMb } = await check.end;
  const calls = callsByOperation(account);
  const searches = calls('logs.FilterLogEvents');
  rows.push([
    name,
    String(pools.Arriving),
    String(pools.NoActivity),
    String(pools.Unknown),
    fixed(seconds, 1),
    fixed(seconds / Math.max(1, searches / SEARCHES_PER_SECOND)),
    String(searches),
    String(calls('cloudwatch.GetMetricData')),
    String(calls('cloudwatch.ListMetrics')),
    String(calls.throttled()),
    fixed(peakMb, 0),
  ]);
  account.close();
  await cloud.close();
}

printTable(
  `A check of ${size('pools')} pools, ${size('active')} of them active.`,
  [
    'fleet',
    'Arriving',
    'NoActivity',
    'Unknown',
    'duration (s)',
    'duration ÷ searches at the quota',
    'FilterLogEvents calls',
    'GetMetricData calls',
    'ListMetrics calls',
    'throttled calls',
    'peak memory (MB)',
  ],
  rows,
);
