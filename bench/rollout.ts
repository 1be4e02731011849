import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoRollouts } from '../lib/aws/rollouts.ts';
import { policyParameterName } from '../lib/domain/policy/policy.ts';
import type { PolicyRollout } from '../lib/domain/rollout/rollout.ts';
import { parameterName } from '../lib/domain/user-pool-id.ts';
import { seed } from '../local/admin/seed.ts';
import { startLocalCloud } from '../local/cloud.ts';
import { openAccount, PREFIX, REGION } from './harness/account.ts';
import { edited, toLogGroup } from './harness/fleet.ts';
import { callsOf, idealSeconds, secondsUntil } from './harness/measure.ts';
import { seedTaggedPools } from './harness/policy-fleet.ts';
import { startFanOut, startWorkers } from './harness/processes.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable, quantile } from './harness/table.ts';

/**
 * Measures two rollouts of a policy that changes every pool of a fleet. Cognito rejects the first version, which must halt after one
 * pool. The second one reaches all pools in the default waves, with edits of other pools at the same time. The schedule of the
 * rollouts runs every minute, as in the deployment. The waves' own waiting is the time between the last change of a wave and the
 * first change of the next one, and that before the first wave.
 */
const size = sizes({ pools: 1_000, scale: 1, workers: 2, edits: 20, tick: 60 });
const [pools, scale] = [size('pools'), size('scale')];
const cloud = await startLocalCloud({ quotaScale: scale });
const account = await openAccount(cloud, { scale });
const ids = seedTaggedPools(account, pools);
const workers = await startWorkers(account, size('workers'));
const dynamo = new DynamoDBClient({
  endpoint: account.endpoint,
  region: REGION,
  credentials: account.credentials,
});
const POLICY = 'errors';
const rollouts = dynamoRollouts(dynamo, 'state');
const stored = async (): Promise<PolicyRollout | undefined> => (await rollouts.read([POLICY])).get(POLICY);
const covered = (name: string): number =>
  ids.filter((id) => JSON.stringify(entriesOf(id)).includes(`:log-group:${name}"`)).length;
const entriesOf = (id: string) => account.accountRegion.cognito.pools.get(id)?.logConfigurations ?? [];

function putPolicy(name: string): void {
  const value = { Select: {}, LogConfigurations: [toLogGroup(account.id, name)] };
  seed(account.accountRegion, {
    events: false,
    pools: [],
    parameters: [{ Name: policyParameterName(PREFIX, POLICY), Type: 'String', Value: JSON.stringify(value) }],
  });
}

/** Within a wave, the quota allows a change every few milliseconds. */
const MIN_GAP_MS = 3_000;

/** Runs the policies function for the edit, and then every minute until the rollout is not running. Returns the seconds. */
async function rollOut(name: string): Promise<{ readonly seconds: number; readonly waiting: number }> {
  putPolicy(name);
  const startedAt = performance.now();
  let changedAt = startedAt;
  let before = covered(name);
  let waiting = 0;
  const watch = setInterval(() => {
    const now = covered(name);
    if (now === before) return;
    const gap = performance.now() - changedAt;
    if (gap > MIN_GAP_MS) waiting += gap;
    [before, changedAt] = [now, performance.now()];
  }, 50);
  const runs = [await startFanOut(account, [POLICY])];
  for (let at = 1; ; at++) {
    await sleep(Math.max(0, startedAt + at * size('tick') * 1000 - performance.now()));
    const { Open, Settled } = (await stored()) ?? {};
    if (Settled?.Text.includes(name) || (Open?.Text.includes(name) && Open.Status === 'Halted')) break;
    const run = await startFanOut(account, []);
    await run.end;
    runs.push(run);
  }
  clearInterval(watch);
  await Promise.all(runs.map(({ end }) => end));
  return { seconds: (changedAt - startedAt) / 1000, waiting: waiting / 1000 };
}

account.accountRegion.faults.add({
  operation: 'cognito-idp.SetLogDeliveryConfiguration',
  count: 1_000_000,
  do: 'fail',
  error: 'InvalidParameterException',
  status: 400,
});
const first = callsOf(account);
await rollOut('rejected');
const rejected = await stored();
const rejectedCalls = callsOf(account);
account.accountRegion.faults.clear();

// A pool of which the policy owns one event source needs three reads: the first, the one after the slot of the write, the last.
const ideal = Math.max(idealSeconds(pools, 15 * scale), idealSeconds(3 * pools, 20 * scale));
async function edit(id: string): Promise<number> {
  await sleep(Math.random() * (ideal + 2 * size('tick')) * 1000);
  const Value = JSON.stringify({ LogConfigurations: [toLogGroup(account.id, 'edited')], Inherit: true });
  const parameter = { Name: parameterName(PREFIX, id), Type: 'String' as const, Value };
  seed(account.accountRegion, { events: false, pools: [], parameters: [parameter] });
  await account.send('edits', [edited(id)]);
  return secondsUntil(() => JSON.stringify(entriesOf(id)).includes(':log-group:edited'), 120);
}
const others = ids.slice(0, size('edits'));
const [edits, { seconds, waiting }] = await Promise.all([Promise.all(others.map(edit)), rollOut('right')]);
const completed = await stored();
await workers.stop();
const all = callsOf(account);
dynamo.destroy();
account.close();
await cloud.close();

printTable(
  `${pools} pools, default waves, a run each ${size('tick')} s, ${size('workers')} workers, scale ${scale}; ideal ${fixed(ideal, 1)} s.`,
  ['measure', 'value'],
  [
    ['rejected version: state', rejected?.Open?.Status ?? 'completed'],
    ['rejected version: pools of the fraction', String(rejected?.Open?.Pools ?? pools)],
    ['rejected version: calls of SetLogDeliveryConfiguration', String(rejectedCalls.sets - first.sets)],
    ['right version: state', completed?.Open?.Status ?? 'Completed'],
    ['right version: seconds until the last pool changed', fixed(seconds, 1)],
    ['right version: of these, waiting of the waves (s)', fixed(waiting, 1)],
    ['right version: (seconds − waiting) ÷ ideal', fixed((seconds - waiting) / ideal)],
    ['median of an edit at the same time (s)', fixed(quantile(edits, 0.5))],
    ['listing calls of both rollouts', String(all.listings)],
    ['throttled calls', String(all.throttled)],
  ],
);
