import { setTimeout as sleep } from 'node:timers/promises';
import { parameterName } from '../lib/domain/user-pool-id.ts';
import { seed } from '../local/admin/seed.ts';
import { startLocalCloud } from '../local/cloud.ts';
import { openAccount, PREFIX } from './harness/account.ts';
import { edited, toLogGroup } from './harness/fleet.ts';
import { callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { seedPolicies, seedTaggedPools } from './harness/policy-fleet.ts';
import { startFanOut, startSweep, startWorkers } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable, quantile } from './harness/table.ts';

/**
 * Measures three new policies that change every pool of a fleet, with edits of other pools at the same time, and then a sweep of the
 * fleet in sync. The ideal is the time that the quotas allow for the slowest kind of call: each pool needs a read and a write
 * of its log delivery, and one read of its facts, which shares its quota with other calls.
 */
const size = sizes({ pools: 10_000, scale: 10, workers: 2, edits: 20 });
const [pools, scale] = [size('pools'), size('scale')];
const cloud = await startLocalCloud({ quotaScale: scale });
const account = await openAccount(cloud, { scale });
const ids = seedTaggedPools(account, pools);
const workers = await startWorkers(account, size('workers'));
const names = seedPolicies(account);
const entriesOf = (id: string) => account.accountRegion.cognito.pools.get(id)?.logConfigurations ?? [];
const covered = (): number => ids.filter((id) => entriesOf(id).length === 2).length;

/** Edits the parameters of pools at random times while the policies reach the fleet. */
const ideal = idealSeconds(pools, 15 * scale);
const editedEntry = toLogGroup(account.id, 'edited');
async function edit(id: string): Promise<number> {
  await sleep(Math.random() * ideal * 800);
  const Value = JSON.stringify({ LogConfigurations: [editedEntry], Inherit: true });
  const parameter = { Name: parameterName(PREFIX, id), Type: 'String' as const, Value };
  seed(account.accountRegion, { events: false, pools: [], parameters: [parameter] });
  await account.send('edits', [edited(id)]);
  return secondsUntil(() => JSON.stringify(entriesOf(id)).includes(':log-group:edited'), 120);
}

const fanOut = await startFanOut(account, names);
const [edits, seconds, { peakMb: fanOutMb }] = await Promise.all([
  Promise.all(ids.slice(0, size('edits')).map(edit)),
  secondsUntil(() => covered() === pools, ideal * 4 + 120),
  fanOut.end,
]);
const changed = callsOf(account);

const sweep = await startSweep(account);
const [swept] = await Promise.all([
  sweep.end,
  secondsUntil(
    () => callsOf(account).gets - changed.gets >= pools,
    idealSeconds(pools, 20 * scale) * 4 + 120,
  ),
]);
await workers.stop();
const all = callsOf(account);
account.close();
await cloud.close();

printTable(
  `${pools} pools, 3 policies, ${size('workers')} workers, scale ${scale}; ideal of the change ${fixed(ideal, 1)} s.`,
  ['measure', 'value'],
  [
    ['wall ÷ ideal until the policies reached every pool', fixed(seconds / ideal)],
    ['median of an edit at the same time (s)', fixed(quantile(edits, 0.5))],
    ['reads of log delivery per changed pool', fixed(changed.gets / pools)],
    ['reads of facts per changed pool', fixed(changed.describes / pools)],
    ['throttled calls', String(all.throttled)],
    ['peak memory of the policies function (MB)', fixed(fanOutMb, 0)],
    ['sweep in sync: reads of log delivery per pool', fixed((all.gets - changed.gets) / pools, 3)],
    ['sweep in sync: writes of log delivery', String(all.sets - changed.sets)],
    ['sweep in sync: writes of records', String(all.recordWrites - changed.recordWrites)],
    ['sweep in sync: reads of facts', String(all.describes - changed.describes)],
    ['sweep in sync: listing calls', String(all.listings - changed.listings)],
    ['sweep in sync: duration of the function (s)', fixed(swept.seconds, 1)],
    ['sweep in sync: peak memory of the function (MB)', fixed(swept.peakMb, 0)],
  ],
);
