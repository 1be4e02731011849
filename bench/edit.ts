import { setTimeout as sleep } from 'node:timers/promises';
import { parameterName } from '../lib/domain/user-pool-id.ts';
import { seed } from '../local/admin/seed.ts';
import { startLocalCloud } from '../local/cloud.ts';
import { openAccount, PREFIX } from './harness/account.ts';
import { edited, recordApplied, seedFleet, toLogGroup } from './harness/fleet.ts';
import { callsOf, secondsUntil } from './harness/measure.ts';
import { startSweep, startWorkers } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable, quantile } from './harness/table.ts';

/**
 * Measures the seconds from a parameter event to the changed pool, for edits at random times during a sweep.
 */
const size = sizes({ pools: 1200, edits: 100, workers: 2, scale: 1 });
const scale = size('scale');
const cloud = await startLocalCloud({ quotaScale: scale });
const account = await openAccount(cloud, { scale });
const ids = seedFleet(account, size('pools'), () => true);
await recordApplied(account, ids);
const workers = await startWorkers(account, size('workers'));

/** The edits are spread over the time that the reads of the sweep take. */
const windowMs = (size('pools') / (20 * scale)) * 1000 * 0.8;
const desired = toLogGroup(account.id, 'edited');
const value = JSON.stringify({ LogConfigurations: [desired] });

async function edit(pool: string): Promise<number> {
  await sleep(Math.random() * windowMs);
  const Name = parameterName(PREFIX, pool);
  seed(account.accountRegion, {
    events: false,
    pools: [],
    parameters: [{ Name, Value: value, Type: 'String' }],
  });
  await account.send('edits', [edited(pool)]);
  const isApplied = () =>
    account.accountRegion.cognito.pools.get(pool)?.logConfigurations[0]?.CloudWatchLogsConfiguration
      ?.LogGroupArn === desired.CloudWatchLogsConfiguration?.LogGroupArn;
  return secondsUntil(isApplied, 60);
}

await (await startSweep(account)).end;
const step = Math.floor(ids.length / size('edits'));
const seconds = await Promise.all(
  ids
    .filter((_, at) => at % step === 0)
    .slice(0, size('edits'))
    .map(edit),
);
const { throttled } = callsOf(account);
await workers.stop();
account.close();
await cloud.close();

printTable(
  `${seconds.length} edits during a sweep of ${ids.length} pools, ${size('workers')} workers, scale ${scale}; ${throttled} throttled calls.`,
  ['from the event to the pool', 'seconds'],
  [
    ['median', fixed(quantile(seconds, 0.5))],
    ['99th percentile', fixed(quantile(seconds, 0.99))],
    ['maximum', fixed(Math.max(...seconds))],
  ],
);
