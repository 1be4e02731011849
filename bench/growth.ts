import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalCloud } from '../local/cloud.ts';
import { type Account, openAccount } from './harness/account.ts';
import { edited, seedFleet } from './harness/fleet.ts';
import { applied, callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { startSweep, startWorkers } from './harness/processes.ts';
import { emptyUpkeep } from './harness/quiet-fleet.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Measures fleets of several sizes at AWS's own quotas, with as many workers as a deployment has: first all pools change, then a sweep
 * finds all of them in sync. No value may grow with the number of pools. `--pools 10000 --steps 1` measures one size and takes 20
 * minutes.
 */
const size = sizes({ pools: 100, steps: 3, scale: 1, edits: 5, upkeep: 2 });
const scale = size('scale');
const STEPS = [1, 10, 30];

/** Upkeep workers also process edits, so there are `edits` workers of edits. Returns a function that stops all of them. */
async function startDeployed(account: Account): Promise<() => Promise<unknown>> {
  const upkeep = await startWorkers(account, size('upkeep'));
  const others = await startWorkers(account, size('edits') - size('upkeep'), ['edits']);
  return () => Promise.all([upkeep.stop(), others.stop()]);
}

const rows: string[][] = [];
for (const times of STEPS.slice(0, size('steps'))) {
  const pools = size('pools') * times;
  const cloud = await startLocalCloud({ quotaScale: scale });
  const account = await openAccount(cloud, { scale });
  const ids = seedFleet(account, pools, () => false);
  const stopWorkers = await startDeployed(account);
  const idealChange = idealSeconds(pools, 15 * scale);
  await account.send('edits', ids.map(edited));
  const changed = await secondsUntil(() => applied(account, ids) === pools, idealChange * 20 + 120);
  const change = callsOf(account);
  // The last worker stores its outcomes, and the buckets of the quotas fill up.
  await sleep(2_000);
  await emptyUpkeep(account);
  const before = callsOf(account);
  const idealSweep = idealSeconds(pools, 20 * scale);
  const sweep = await startSweep(account);
  const [swept, seconds] = await Promise.all([
    sweep.end,
    secondsUntil(() => callsOf(account).gets - before.gets >= pools, idealSweep * 20 + 120),
  ]);
  await stopWorkers();
  const after = callsOf(account);
  rows.push([
    String(pools),
    fixed(changed / idealChange),
    fixed(change.cognito / pools),
    fixed((change.recordWrites + change.rateLimiterWrites) / pools),
    fixed(seconds / idealSweep),
    fixed((after.rateLimiterWrites - before.rateLimiterWrites) / pools, 3),
    fixed(swept.peakMb, 0),
    String(after.throttled),
  ]);
  account.close();
  await cloud.close();
}

printTable(
  `All pools change, then a sweep runs; scale ${scale}, ${size('edits')} workers of edits and ${size('upkeep')} of upkeep.`,
  [
    'pools',
    'changes: wall ÷ ideal',
    'changes: Cognito calls per pool',
    'changes: DynamoDB writes per pool',
    'sweep: wall ÷ ideal',
    'sweep: rate limiter writes per pool',
    'sweep: peak memory (MB)',
    'throttled calls',
  ],
  rows,
);
