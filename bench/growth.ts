import { startLocalCloud } from '../local/cloud.ts';
import { openAccount } from './harness/account.ts';
import { edited, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startSweep, startWorkers } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Measures up to three fleet sizes with quotas in proportion. No value may grow faster than the number of
 * pools.
 */
const size = sizes({ smallest: 100, steps: 3, workers: 2 });
const rows: string[][] = [];
for (const times of [1, 10, 100].slice(0, size('steps'))) {
  const pools = size('smallest') * times;
  const scale = times;
  const cloud = await startLocalCloud({ quotaScale: scale });
  const account = await openAccount(cloud, { scale });
  const ids = seedFleet(account, pools, () => false);
  const workers = await startWorkers(account, size('workers'));
  const ideal = idealSeconds(pools, 15 * scale);
  await account.send('edits', ids.map(edited));
  const seconds = await secondsUntil(() => applied(account, ids) === pools, ideal * 20 + 120);
  const { cognito, recordWrites, rateLimiterWrites } = callsOf(account);
  const { peakMb, seconds: sweepSeconds } = await (await startSweep(account)).end;
  await workers.stop();
  rows.push([
    `${pools}, scale ${scale}`,
    fixed(seconds / ideal),
    fixed(cognito / pools),
    fixed((recordWrites + rateLimiterWrites) / pools),
    fixed(peakMb, 0),
    fixed((sweepSeconds * 1000) / pools),
  ]);
  account.close();
  await cloud.close();
}

printTable(
  'All pools change, then a sweep runs. High scales also measure this machine, dynalite and fauxqs.',
  [
    'pools',
    'wall ÷ ideal',
    'Cognito calls per pool',
    'DynamoDB writes per pool',
    'peak memory of the sweep (MB)',
    'sweep time per pool (ms)',
  ],
  rows,
);
