import { startLocalCloud } from '../local/cloud.ts';
import { adaptive, manyAttempts, oneForEach } from './alternatives.ts';
import { type Account, openAccount } from './harness/account.ts';
import { edited, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startWorkers } from './harness/processes.ts';
import { recoveryText, watchApplied } from './harness/rate.ts';
import { sizes } from './harness/size.ts';
import { fixed, percent, printTable } from './harness/table.ts';

/** Every pool is to be changed: how near to the quota, with how many calls throttled, and how many pools lost. */
const size = sizes({ pools: 600, scale: 1, most: 4 });
const [pools, scale, most] = [size('pools'), size('scale'), size('most')];
const ideal = idealSeconds(pools, 15 * scale);
const cloud = await startLocalCloud({ quotaScale: scale });
const rows: (string | number)[][] = [];

async function measure(
  name: string,
  run: (account: Account, ids: readonly string[]) => Promise<number>,
): Promise<void> {
  const account = await openAccount(cloud, { scale, visibilitySeconds: 30 });
  const ids = seedFleet(account, pools, () => false);
  const seconds = await run(account, ids);
  const { cognito, throttled, recordWrites, budgetWrites } = callsOf(account);
  const failed = pools - applied(account, ids);
  rows.push([
    name,
    fixed(seconds / ideal),
    percent(throttled, cognito),
    failed,
    fixed(cognito / pools),
    fixed((recordWrites + budgetWrites) / pools),
  ]);
  account.close();
}

let recovery: number | undefined;
const ours = (count: number, kill: boolean) => async (account: Account, ids: readonly string[]) => {
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

for (const count of [1, 2, 4].filter((one) => one <= most))
  await measure(`reconciler, ${count} ${count === 1 ? 'worker' : 'workers'}`, ours(count, false));
await measure('one function for each event, SDK defaults', oneForEach);
await measure('10 at once, 25 attempts', manyAttempts);
await measure('10 at once, SDK adaptive, 25 attempts', adaptive);
if (most >= 2)
  await measure('reconciler, 2 workers, one killed half-way (its messages return after 30 s)', ours(2, true));
await cloud.close();

printTable(
  `${pools} pools, all to be changed, AWS's figures times ${scale}; ideal ${fixed(ideal, 1)} s.`,
  ['caller', 'wall ÷ ideal', 'throttled', 'failed', 'Cognito calls a pool', 'DynamoDB writes a pool'],
  rows,
);
if (most >= 2)
  process.stdout.write(`After the kill the full rate was back in ${recoveryText(recovery)} seconds.\n`);
