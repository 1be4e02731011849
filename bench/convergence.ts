import { startLocalCloud } from '../local/cloud.ts';
import { adaptive, functionPerEvent, manyAttempts } from './alternatives.ts';
import { type Account, openAccount } from './harness/account.ts';
import { edited, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startWorkers } from './harness/processes.ts';
import { recoveryText, watchApplied } from './harness/rate.ts';
import { sizes } from './harness/size.ts';
import { fixed, percent, printTable } from './harness/table.ts';

/**
 * Measures how close changes of all pools get to the quota, how many calls are throttled and how many pools
 * fail.
 */
const size = sizes({ pools: 600, scale: 1, workers: 4 });
const [pools, scale, maxWorkers] = [size('pools'), size('scale'), size('workers')];
const ideal = idealSeconds(pools, 15 * scale);
const cloud = await startLocalCloud({ quotaScale: scale });
const rows: (string | number)[][] = [];

async function measure(
  name: string,
  run: (account: Account, ids: readonly string[]) => Promise<number>,
): Promise<void> {
  const account = await openAccount(cloud, { scale });
  const ids = seedFleet(account, pools, () => false);
  const seconds = await run(account, ids);
  const { cognito, throttled, recordWrites, rateLimiterWrites } = callsOf(account);
  const failed = pools - applied(account, ids);
  rows.push([
    name,
    fixed(seconds / ideal),
    percent(throttled, cognito),
    failed,
    fixed(cognito / pools),
    fixed((recordWrites + rateLimiterWrites) / pools),
  ]);
  account.close();
}

let recovery: number | undefined;
const reconciler = (count: number, kill: boolean) => async (account: Account, ids: readonly string[]) => {
  const workers = await startWorkers(account, count);
  try {
    await account.send('edits', ids.map(edited));
    const watch = watchApplied(account, ids);
    if (kill) setTimeout(() => workers.killOne(), (ideal / 2) * 1000);
    const seconds = await secondsUntil(() => applied(account, ids) === ids.length, ideal * 3 + 60);
    watch.stop();
    if (kill) recovery = watch.recovered(ideal / 2, 15 * scale);
    return seconds;
  } finally {
    await workers.stop();
  }
};

for (const count of [1, 2, 4].filter((one) => one <= maxWorkers))
  await measure(`reconciler, ${count} ${count === 1 ? 'worker' : 'workers'}`, reconciler(count, false));
await measure('one function per event, SDK defaults', functionPerEvent);
await measure('10 concurrent, 25 attempts', manyAttempts);
await measure('10 concurrent, SDK adaptive, 25 attempts', adaptive);
if (maxWorkers >= 2) await measure('reconciler, 2 workers, one killed', reconciler(2, true));
await cloud.close();

printTable(
  `${pools} pools, all of which change, scale ${scale}; ideal ${fixed(ideal, 1)} s.`,
  ['caller', 'wall ÷ ideal', 'throttled', 'failed', 'Cognito calls per pool', 'DynamoDB writes per pool'],
  rows,
);
if (maxWorkers >= 2)
  process.stdout.write(`Seconds from the kill until the full rate: ${recoveryText(recovery)}.\n`);
