import { driveRollouts } from '../../lib/reconcile/drive-rollouts.ts';
import { GAUGES } from '../../lib/reconcile/gauges.ts';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';
import { type SweepPorts, sweep } from '../../lib/reconcile/sweep.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { failing } from '../support/failing-ports.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { openRollout, settle, textOf } from '../support/rollouts.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { ACCOUNT, applied, parameter, settings, toLogGroup } from '../support/situation.ts';

/** Runs sweeps through the service's real adapters on the local cloud. */
const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;

let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let account = 100000000000;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(async () => {
  await cloud.close();
});
beforeEach(async () => {
  account += 1;
  service = await serviceAt(cloud.url, String(account));
});

const runSweep = (over: Partial<SweepPorts> = {}, acceptDeletions = 0) =>
  sweep({ ...service.ports, ...over })({ acceptDeletions }, context);
const EMPTY_PAGE = {
  userPoolIds: [],
  inheriting: new Map(),
  policies: new Map(),
  ignored: 0,
  misnamedPolicies: [],
};
const VALID = { LogConfigurations: [toLogGroup()] };
const storeManaged = async (UserPoolId: string, over = {}): Promise<void> => {
  await service.ports.records.write(applied({ UserPoolId, Revision: 1, ...over }));
};
async function receiveAll(): Promise<readonly { UserPoolId: string; Held: boolean }[]> {
  const all = [];
  for (let batch = await service.receive('upkeep'); batch.length > 0; batch = await service.receive('upkeep'))
    all.push(...batch.map(({ body }) => JSON.parse(body)));
  return all;
}

test('sends a message for each pool with a parameter or a record, and counts the other pools and parameters', async () => {
  const [one, two, three] = [
    await service.user.createPool(),
    await service.user.createPool(),
    await service.user.createPool(),
  ];
  await service.user.put(one, VALID);
  await storeManaged(one);
  await storeManaged(two);
  await service.user.putNamed(`${settings.prefix}/pools/${three}/note`, 'x');
  await service.user.putNamed(`${settings.prefix}/policies/Caps`, 'x');
  const fleet = await runSweep();
  expect(fleet).toMatchObject({
    Result: 'Swept',
    Managed: 2,
    Unmanaged: 1,
    UnmanagedSample: [three],
    IgnoredParameters: 2,
    MisnamedPolicies: ['Caps'],
    Lost: 1,
    Held: false,
    Outcomes: { Applied: 2 },
  });
  const messages = await receiveAll();
  expect(messages.map(({ UserPoolId }) => UserPoolId).sort()).toEqual([one, two].sort());
  expect(messages).toEqual(
    messages.map(({ UserPoolId }) => ({ Kind: 'Sweep', UserPoolId, SweepId: fleet.SweepId, Held: false })),
  );
  expect(service.recorded.values.get('Pools/Unmanaged')).toEqual([1]);
  expect(service.recorded.values.get('Pools/Applied')).toEqual([2]);
  expect(service.recorded.values.get('Pools/InSync')).toEqual([0]);
});

test('reads every page of pools, parameters and records', async () => {
  const ids = await Promise.all(Array.from({ length: 65 }, () => service.user.createPool()));
  await Promise.all(ids.map((id) => service.user.put(id, VALID)));
  await Promise.all(ids.slice(0, 30).map((id) => storeManaged(id)));
  expect(await runSweep()).toMatchObject({ Managed: 65, Unmanaged: 0, Lost: 0 });
  expect(await receiveAll()).toHaveLength(65);
});

test('stores the names of all pools, and reports a new unmanaged pool once, in the second sweep that finds it', async () => {
  const bus = recordingPublisher();
  const [managed, old] = [await service.user.createPool(), await service.user.createPool()];
  await service.user.put(managed, VALID);
  await runSweep({ publisher: bus.publisher });
  const [found, soonManaged] = [await service.user.createPool(), await service.user.createPool()];
  await runSweep({ publisher: bus.publisher });
  await service.user.put(soonManaged, VALID);
  await runSweep({ publisher: bus.publisher });
  await runSweep({ publisher: bus.publisher });
  const directory = await service.ports.directory.read();
  expect(directory?.get(managed)).toEqual({ name: 'a pool' });
  for (const id of [old, found])
    expect(directory?.get(id)).toEqual({ name: 'a pool', unmanagedSince: expect.any(String) });
  const events = bus.events.filter(({ detailType }) => detailType === 'Unmanaged Pool Found');
  expect(events.map(({ detail }) => [detail.userPoolId, detail.userPoolName])).toEqual([[found, 'a pool']]);
  expect(events.flatMap(schemaErrors)).toEqual([]);
  expect(service.recorded.values.get('NewUnmanagedPools')).toEqual([0, 0, 1, 0]);
});

test('a sweep that cannot store its result publishes no number of new unmanaged pools; the next one does', async () => {
  await runSweep();
  await service.user.createPool();
  await runSweep();
  const before = service.recorded.values.get('NewUnmanagedPools');
  const fleet = { ...service.ports.fleet, write: failing('PutItem', 'Transient') };
  await expect(runSweep({ fleet })).rejects.toThrow();
  expect(service.recorded.values.get('NewUnmanagedPools')).toEqual(before);
  await runSweep();
  expect(service.recorded.values.get('NewUnmanagedPools')).toEqual([...(before ?? []), 1]);
});

test('publishes a 0 in the first sweeps of a fleet without a problem, and later only writes it to the log', async () => {
  for (let at = 0; at < 5; at++) {
    const { now, sleep } = service.ports.clock;
    await runSweep({ clock: { sleep, now: () => new Date(now().getTime() + at * 3_600_000) } });
  }
  for (const gauge of GAUGES) {
    expect(service.recorded.values.get(gauge)).toEqual([0, 0, 0]);
    expect(service.recorded.logged.get(gauge)).toEqual([0, 0]);
  }
  expect(service.recorded.values.get('RejectedPools')).toEqual([0, 0, 0, 0, 0]);
});

test('writes the directory only when it changed', async () => {
  await service.user.createPool();
  let writes = 0;
  const { directory } = service.ports;
  const counting: SweepPorts['directory'] = {
    read: directory.read,
    write(pools) {
      writes += 1;
      return directory.write(pools);
    },
  };
  await runSweep({ directory: counting });
  await runSweep({ directory: counting });
  expect(writes).toBe(1);
});

test('sends no message for a released pool until it has a parameter again', async () => {
  const [released, managedAgain] = [await service.user.createPool(), await service.user.createPool()];
  const over = { Status: { Outcome: 'Released', Reasons: [], Since: '2026-03-01T12:00:00Z' } };
  await storeManaged(released, over);
  await storeManaged(managedAgain, over);
  await service.user.put(managedAgain, VALID);
  expect(await runSweep()).toMatchObject({ Managed: 1, Unmanaged: 1, Lost: 0 });
  expect((await receiveAll()).map(({ UserPoolId }) => UserPoolId)).toEqual([managedAgain]);
});

describe('a mass deletion', () => {
  let bus: ReturnType<typeof recordingPublisher>;
  const eventTypes = () => bus.events.map(({ detailType }) => detailType);
  let ids: readonly string[];
  beforeEach(async () => {
    bus = recordingPublisher();
    ids = Array.from({ length: 20 }, (_, at) => `eu-west-1_pool${String(at).padStart(2, '0')}`);
    await Promise.all(ids.map((id) => storeManaged(id)));
    await Promise.all(ids.slice(6).map((id) => service.user.put(id, VALID)));
  });

  afterEach(() => expect(bus.events.flatMap(schemaErrors)).toEqual([]));

  test('a mass deletion is put on hold and reported, and only the messages of lost pools contain the hold', async () => {
    expect(await runSweep({ publisher: bus.publisher })).toMatchObject({ Lost: 6, Held: true });
    const held = (await receiveAll()).filter(({ Held }) => Held);
    expect(held.map(({ UserPoolId }) => UserPoolId).sort()).toEqual(ids.slice(0, 6));
    expect(service.recorded.values.get('SweepHeld')).toEqual([1]);
    expect(eventTypes()).toEqual(['Sweep Started', 'Sweep Held']);
  });

  test('a mass deletion proceeds when an operator accepts at least as many deletions as there are', async () => {
    expect(await runSweep({ publisher: bus.publisher }, 5)).toMatchObject({ Held: true });
    expect(await runSweep({ publisher: bus.publisher }, 6)).toMatchObject({ Held: false });
    expect(eventTypes().filter((type) => type === 'Sweep Held')).toHaveLength(1);
    expect(service.recorded.values.get('SweepHeld')).toEqual([1, 0]);
  });

  test('a mass deletion stays on hold when the fleet grows and the share of deletions falls', async () => {
    await runSweep({ publisher: bus.publisher });
    const more = Array.from({ length: 30 }, (_, at) => `eu-west-1_more${String(at).padStart(2, '0')}`);
    await Promise.all(more.map((id) => storeManaged(id)));
    await Promise.all(more.map((id) => service.user.put(id, VALID)));
    expect(await runSweep({ publisher: bus.publisher })).toMatchObject({ Managed: 50, Lost: 6, Held: true });
    await Promise.all(ids.slice(0, 2).map((id) => service.user.put(id, VALID)));
    expect(await runSweep({ publisher: bus.publisher })).toMatchObject({ Lost: 4, Held: false });
  });

  test('publishes an event for the first sweep of a hold only', async () => {
    await runSweep({ publisher: bus.publisher });
    await runSweep({ publisher: bus.publisher });
    expect(eventTypes()).toEqual(['Sweep Started', 'Sweep Held', 'Sweep Started']);
    await runSweep({ publisher: bus.publisher }, 6);
    await runSweep({ publisher: bus.publisher });
    expect(eventTypes().filter((type) => type === 'Sweep Held')).toHaveLength(2);
  });
});

test('a sweep is skipped and counted while too many messages wait in the upkeep queue', async () => {
  await service.user.put(await service.user.createPool(), VALID);
  const backlog = { waiting: async () => settings.sweepSkipBacklog + 1 };
  const skipped = await runSweep({ backlog });
  expect(skipped).toEqual({
    SweepId: expect.any(String),
    At: expect.any(String),
    Result: 'Skipped',
    Managed: 0,
    Unmanaged: 0,
    UnmanagedSample: [],
    IgnoredParameters: 0,
    Lost: 0,
    Held: false,
    PoolsNotDelivering: 0,
    DestinationsMissing: 0,
    Replicated: 0,
    Outcomes: {},
  });
  const waiting = settings.sweepSkipBacklog + 1;
  expect(service.recorded.lines).toEqual([
    {
      level: 'warn',
      text: `sweep skipped {"sweepId":"${skipped.SweepId}","waiting":${waiting}}`,
    },
  ]);
  expect(service.recorded.counts.get('SweepsSkipped')).toBe(1);
  expect(await receiveAll()).toEqual([]);
  expect(await runSweep({ backlog: { waiting: async () => settings.sweepSkipBacklog } })).toMatchObject({
    Managed: 1,
  });
});

test('sends the pools of a page of parameters before it reads the next page', async () => {
  const sentBefore: string[][] = [];
  const sent: string[] = [];
  const queue: SweepPorts['queue'] = {
    async send(_, messages) {
      sent.push(...messages.map(({ UserPoolId }) => UserPoolId));
    },
  };
  const parameters: SweepPorts['parameters'] = {
    async *pages() {
      yield { ...EMPTY_PAGE, userPoolIds: ['eu-west-1_a', 'eu-west-1_b'] };
      sentBefore.push([...sent]);
      yield { ...EMPTY_PAGE, userPoolIds: ['eu-west-1_b', 'eu-west-1_c'] };
      sentBefore.push([...sent]);
    },
  };
  await storeManaged('eu-west-1_lost');
  await runSweep({ parameters, queue });
  const first = ['eu-west-1_a', 'eu-west-1_b'];
  expect(sentBefore).toEqual([first, [...first, 'eu-west-1_c']]);
  expect(sent).toEqual([...first, 'eu-west-1_c', 'eu-west-1_lost']);
});

test('reports how many pools do not deliver, and the first 20 unmanaged pools', async () => {
  const Finding = { Problem: 'TierTooLow' as const, Since: '2026-03-01T12:00:00Z' };
  const Rejected = { Outcome: 'Rejected', Reasons: [], Since: '2026-03-01T12:00:00Z' };
  await storeManaged('eu-west-1_stopped', { Finding });
  await storeManaged('eu-west-1_delivers');
  // The finding of a pool that is not in sync does not count.
  await storeManaged('eu-west-1_rejected', { Finding, Status: Rejected });
  const unmanaged = await Promise.all(Array.from({ length: 21 }, () => service.user.createPool()));
  const fleet = await runSweep();
  expect(fleet).toMatchObject({ PoolsNotDelivering: 1, Unmanaged: 21 });
  expect(fleet.UnmanagedSample).toHaveLength(20);
  expect(unmanaged).toEqual(expect.arrayContaining([...fleet.UnmanagedSample]));
});

test('checks each destination of the pools in sync once and stores how many pools use it', async () => {
  const checked: string[] = [];
  const stored: unknown[] = [];
  const destinations: SweepPorts['destinations'] = {
    async check(arn) {
      checked.push(arn);
      return 'LogGroupMissing';
    },
  };
  const findings: SweepPorts['findings'] = {
    read: async () => [],
    write: async (all) => void stored.push(...all.map(({ Pools }) => Pools)),
  };
  const Waiting = { Outcome: 'Waiting', Reasons: [], Since: '2026-03-01T12:00:00Z' };
  for (const id of ['a', 'b', 'c']) await storeManaged(`eu-west-1_${id}`, { LastApplied: [toLogGroup()] });
  await storeManaged('eu-west-1_waits', { LastApplied: [toLogGroup('other')], Status: Waiting });
  const { LastApplied: _, ...bare } = applied({ UserPoolId: 'eu-west-1_bare', Revision: 1 });
  await service.ports.records.write(bare);
  expect(await runSweep({ destinations, findings })).toMatchObject({ DestinationsMissing: 1 });
  expect(checked).toEqual([toLogGroup().CloudWatchLogsConfiguration?.LogGroupArn]);
  expect(stored).toEqual([3]);
});

test('fails without sending a message when a listing fails, because missing pages would look like deletions', async () => {
  const id = 'eu-west-1_managed0';
  await storeManaged(id);
  const parameters: SweepPorts['parameters'] = {
    async *pages() {
      yield EMPTY_PAGE;
      throw new Error('the second page');
    },
  };
  await expect(runSweep({ parameters })).rejects.toThrow('the second page');
  expect(await receiveAll()).toEqual([]);
});

test('measures the age of the last complete sweep, also when the sweep is skipped', async () => {
  await runSweep();
  expect(service.recorded.values.has('LastSweepAge')).toBe(false);
  await runSweep({ backlog: { waiting: async () => settings.sweepSkipBacklog + 1 } });
  const [age = -1] = service.recorded.values.get('LastSweepAge') ?? [];
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(10);
  expect(service.recorded.counts.get('Sweeps')).toBe(1);
});

test('completes the sweep and counts the event when EventBridge does not accept it', async () => {
  const publisher = { publish: () => Promise.reject(new Error('no bus')) };
  expect(await runSweep({ publisher })).toMatchObject({ Result: 'Swept' });
  expect(service.recorded.counts.get('EventsLost')).toBe(1);
});

test('forgets the name of a deleted policy only when its deletion is stored and its pools were sent', async () => {
  const { policyNames, rollouts } = service.ports;
  await policyNames.add(['gone']);
  await settle(rollouts, 'gone', textOf({ Name: 'gone' }));
  const write = failing('PutItem', 'Transient');
  await expect(runSweep({ rollouts: { ...rollouts, write } })).rejects.toThrow();
  expect(await policyNames.read()).toEqual(['gone']);
  await runSweep();
  expect((await rollouts.read(['gone'])).get('gone')?.DeletedAt).toBeDefined();
  expect(await policyNames.read()).toEqual(['gone']);
  await driveRollouts(service.ports)({ names: [] }, context);
  await runSweep();
  expect(await policyNames.read()).toEqual([]);
});

test('does not end a rollout because of a parameter that was listed before the edit', async () => {
  const allowedDestinations = [`arn:aws:logs:*:${account}:log-group:*`];
  const ports = {
    ...service.ports,
    settings: { ...service.ports.settings, allowedDestinations, recheckDelaySeconds: 0 },
  };
  const name = `${settings.prefix}/policies/p`;
  const LogGroupArn = 'arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/pools';
  const entry = { ...toLogGroup(), CloudWatchLogsConfiguration: { LogGroupArn } };
  const textFor = (Priority: number) => textOf({ Name: 'p', Priority, LogConfigurations: [entry] });
  await service.user.createPool();
  await settle(ports.rollouts, 'p', textFor(1));
  await service.user.putNamed(name, textFor(2));
  await driveRollouts(ports)({ names: ['p'] }, context);
  const open = (await ports.rollouts.read(['p'])).get('p');
  expect(open?.Open).toMatchObject({ Text: textFor(2), Status: 'Running' });
  async function* pages() {
    yield { ...EMPTY_PAGE, policies: new Map([['p', parameter(textFor(1), { name })]]) };
  }
  await runSweep({ ...ports, parameters: { pages } });
  expect((await ports.rollouts.read(['p'])).get('p')).toEqual(open);
});

describe('invalid policies', () => {
  const putPolicy = (name: string, value: unknown) =>
    service.user.putNamed(`${settings.prefix}/policies/${name}`, JSON.stringify(value));
  const LogGroupArn = 'arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/pools';
  const entry = { ...toLogGroup(), CloudWatchLogsConfiguration: { LogGroupArn } };
  const GOOD = { Select: { Names: ['none'] }, LogConfigurations: [entry] };
  const BROKEN = { ...GOOD, Priority: 'a secret' };
  const rejected = (events: readonly ServiceEvent[]) =>
    events.filter(({ detailType }) => detailType === 'Policy Rejected');

  test('reports an invalid policy once, by an edit or a sweep, and again after it was valid', async () => {
    const { publisher, events } = recordingPublisher();
    const ports = {
      ...service.ports,
      publisher,
      settings: {
        ...service.ports.settings,
        recheckDelaySeconds: 0,
        allowedDestinations: [`arn:aws:logs:*:${account}:log-group:*`],
      },
    };
    await putPolicy('good', GOOD);
    await putPolicy('prod', BROKEN);
    await runSweep(ports);
    await driveRollouts(ports)({ names: ['prod'] }, context);
    await runSweep(ports);
    expect(rejected(events)).toHaveLength(1);
    expect(rejected(events).flatMap(schemaErrors)).toEqual([]);
    expect(rejected(events)[0]?.detail).toMatchObject({ policy: 'prod' });
    expect(JSON.stringify(events)).not.toContain('a secret');
    expect(JSON.stringify(service.recorded.lines)).not.toContain('a secret');
    await putPolicy('prod', GOOD);
    await driveRollouts(ports)({ names: ['prod'] }, context);
    await putPolicy('prod', BROKEN);
    await driveRollouts(ports)({ names: ['prod'] }, context);
    expect(rejected(events)).toHaveLength(2);
    await putPolicy('prod', { ...BROKEN, Mode: 'on' });
    await runSweep(ports);
    expect(rejected(events)).toHaveLength(3);
    expect(new Set(events.map(({ detail }) => detail.id)).size).toBe(events.length);
    expect(service.recorded.values.get('InvalidPolicies')).toEqual([1, 1, 1, 0, 1, 1]);
  });
});

describe('the rollouts of policies', () => {
  const text = JSON.stringify({ Select: {}, LogConfigurations: [toLogGroup()] });
  const put = () => service.user.putNamed(`${settings.prefix}/policies/prod`, text);
  const rolloutOf = async () => (await service.ports.rollouts.read(['prod'])).get('prod');

  test('start in a sweep if the event of the edit was lost, and send no message for the new version', async () => {
    const { publisher, events } = recordingPublisher();
    await service.user.createPool();
    const allowedDestinations = [`arn:aws:logs:*:${ACCOUNT}:log-group:*`];
    await put();
    const sweptSettings = { ...service.ports.settings, account: ACCOUNT, allowedDestinations };
    await runSweep({ publisher, settings: sweptSettings });
    expect((await rolloutOf())?.Open).toMatchObject({ Status: 'Running', Wave: -1, Text: text });
    expect(events.map(({ detailType }) => detailType)).toContain('Rollout Started');
    expect(events.flatMap(schemaErrors)).toEqual([]);
    expect(await service.ports.policyNames.read()).toEqual(['prod']);
    expect(await receiveAll()).toEqual([]);
  });

  test('end the alarm in the sweep that finds the policy of a halted rollout deleted', async () => {
    const Open = openRollout(text, { Status: 'Halted' });
    await service.ports.rollouts.write({ Name: 'prod', Revision: 1, Open });
    await service.ports.policyNames.add(['prod']);
    await put();
    await runSweep();
    await service.user.removeNamed(`${settings.prefix}/policies/prod`);
    await runSweep();
    expect(service.recorded.values.get('RolloutsHalted')).toEqual([1, 0]);
    expect((await rolloutOf())?.Open).toBeUndefined();
    // The schedule still sends its pools, and then a sweep removes the name.
    expect(await service.ports.policyNames.read()).toEqual(['prod']);
  });
});
