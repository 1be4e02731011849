import { type SweepPorts, sweep } from '../../lib/reconcile/sweep.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { faultsOf } from '../support/documented-events.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { applied, settings, toLogGroup } from '../support/situation.ts';

/** The sweep through the service's own adapters, against the local cloud. */
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

const run = (over: Partial<SweepPorts> = {}, acceptDeletions = 0) =>
  sweep({ ...service.ports, ...over })({ acceptDeletions }, context);
const wants = { LogConfigurations: [toLogGroup()] };
const managed = async (UserPoolId: string, over = {}): Promise<void> => {
  await service.ports.records.write(applied({ UserPoolId, Revision: 1, ...over }));
};
async function sent(): Promise<readonly { UserPoolId: string; Held: boolean }[]> {
  const all = [];
  for (let batch = await service.receive('upkeep'); batch.length > 0; batch = await service.receive('upkeep'))
    all.push(...batch.map(({ body }) => JSON.parse(body)));
  return all;
}

test('sends a message for each pool with a parameter or a record, and counts the rest', async () => {
  const [one, two, three] = [
    await service.user.createPool(),
    await service.user.createPool(),
    await service.user.createPool(),
  ];
  await service.user.put(one, wants);
  await managed(one);
  await managed(two);
  await service.user.putNamed(`${settings.prefix}/pools/${three}/note`, 'x');
  await service.user.putNamed(`${settings.prefix}/else`, 'x');
  const fleet = await run();
  expect(fleet).toMatchObject({
    Result: 'Swept',
    Managed: 2,
    Unmanaged: 1,
    UnmanagedSample: [three],
    IgnoredParameters: 2,
    Lost: 1,
    Held: false,
    Outcomes: { Applied: 2 },
  });
  const messages = await sent();
  expect(messages.map(({ UserPoolId }) => UserPoolId).sort()).toEqual([one, two].sort());
  expect(messages).toEqual(
    messages.map(({ UserPoolId }) => ({ Kind: 'Sweep', UserPoolId, SweepId: fleet.SweepId, Held: false })),
  );
  expect(service.recorded.values.get('Pools/Unmanaged')).toEqual([1]);
  expect(service.recorded.values.get('Pools/Applied')).toEqual([2]);
  expect(service.recorded.values.get('Pools/InSync')).toEqual([0]);
});

test('reads every page: more pools, parameters and records than one holds', async () => {
  const ids = await Promise.all(Array.from({ length: 65 }, () => service.user.createPool()));
  await Promise.all(ids.map((id) => service.user.put(id, wants)));
  await Promise.all(ids.slice(0, 30).map((id) => managed(id)));
  expect(await run()).toMatchObject({ Managed: 65, Unmanaged: 0, Lost: 0 });
  expect(await sent()).toHaveLength(65);
});

test('leaves alone what was let go, and takes it up again with a new parameter', async () => {
  const [gone, back] = [await service.user.createPool(), await service.user.createPool()];
  const released = { Status: { Outcome: 'Released', Reasons: [], Since: '2026-03-01T12:00:00Z' } };
  await managed(gone, released);
  await managed(back, released);
  await service.user.put(back, wants);
  expect(await run()).toMatchObject({ Managed: 1, Unmanaged: 1, Lost: 0 });
  expect((await sent()).map(({ UserPoolId }) => UserPoolId)).toEqual([back]);
});

describe('a mass deletion', () => {
  const events: string[] = [];
  const publisher: SweepPorts['publisher'] = {
    publish: async (all) => {
      expect(all.flatMap(faultsOf)).toEqual([]);
      events.push(...all.map(({ detailType }) => detailType));
    },
  };
  let ids: readonly string[];
  beforeEach(async () => {
    events.length = 0;
    ids = Array.from({ length: 20 }, (_, at) => `eu-west-1_pool${String(at).padStart(2, '0')}`);
    await Promise.all(ids.map((id) => managed(id)));
    await Promise.all(ids.slice(6).map((id) => service.user.put(id, wants)));
  });

  test('is held, said, and only the lost are', async () => {
    expect(await run({ publisher })).toMatchObject({ Lost: 6, Held: true });
    const held = (await sent()).filter(({ Held }) => Held);
    expect(held.map(({ UserPoolId }) => UserPoolId).sort()).toEqual(ids.slice(0, 6));
    expect(service.recorded.values.get('SweepHeld')).toEqual([1]);
    expect(events).toEqual(['Sweep Started', 'Sweep Held']);
  });

  test('goes on when a person accepts as many, and holds when more are gone than were accepted', async () => {
    expect(await run({ publisher }, 5)).toMatchObject({ Held: true });
    expect(await run({ publisher }, 6)).toMatchObject({ Held: false });
    expect(events.filter((type) => type === 'Sweep Held')).toHaveLength(1);
    expect(service.recorded.values.get('SweepHeld')).toEqual([1, 0]);
  });

  test('stays held when the fleet grows and the share falls', async () => {
    await run({ publisher });
    const more = Array.from({ length: 30 }, (_, at) => `eu-west-1_more${String(at).padStart(2, '0')}`);
    await Promise.all(more.map((id) => managed(id)));
    await Promise.all(more.map((id) => service.user.put(id, wants)));
    expect(await run({ publisher })).toMatchObject({ Managed: 50, Lost: 6, Held: true });
    await Promise.all(ids.slice(0, 2).map((id) => service.user.put(id, wants)));
    expect(await run({ publisher })).toMatchObject({ Lost: 4, Held: false });
  });

  test('is told once, however many sweeps it is held for', async () => {
    await run({ publisher });
    await run({ publisher });
    expect(events).toEqual(['Sweep Started', 'Sweep Held', 'Sweep Started']);
    await run({ publisher }, 6);
    await run({ publisher });
    expect(events.filter((type) => type === 'Sweep Held')).toHaveLength(2);
  });
});

test('is skipped, and counted, while the upkeep queue is long', async () => {
  await service.user.put(await service.user.createPool(), wants);
  const backlog = { waiting: async () => settings.sweepSkipBacklog + 1 };
  const skipped = await run({ backlog });
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
  expect(await sent()).toEqual([]);
  expect(await run({ backlog: { waiting: async () => settings.sweepSkipBacklog } })).toMatchObject({
    Managed: 1,
  });
});

test('sends a pool with a parameter before the next page is asked for', async () => {
  const seen: string[][] = [];
  const messages: string[] = [];
  const queue: SweepPorts['queue'] = {
    async sendOwn(_, sent) {
      messages.push(...sent.map(({ UserPoolId }) => UserPoolId));
    },
  };
  const parameters: SweepPorts['parameters'] = {
    async *pages() {
      yield { userPoolIds: ['eu-west-1_a', 'eu-west-1_b'], ignored: 0 };
      seen.push([...messages]);
      yield { userPoolIds: ['eu-west-1_b', 'eu-west-1_c'], ignored: 0 };
      seen.push([...messages]);
    },
  };
  await managed('eu-west-1_lost');
  await run({ parameters, queue });
  const first = ['eu-west-1_a', 'eu-west-1_b'];
  expect(seen).toEqual([first, [...first, 'eu-west-1_c']]);
  expect(messages).toEqual([...first, 'eu-west-1_c', 'eu-west-1_lost']);
});

test('tells how many pools are silent, and of unmanaged ones the first twenty', async () => {
  const Finding = { Problem: 'TierTooLow' as const, Since: '2026-03-01T12:00:00Z' };
  const Rejected = { Outcome: 'Rejected', Reasons: [], Since: '2026-03-01T12:00:00Z' };
  await managed('eu-west-1_silent', { Finding });
  await managed('eu-west-1_loud');
  // Of a pool that is not as desired its own outcome is what matters.
  await managed('eu-west-1_refused', { Finding, Status: Rejected });
  const unmanaged = await Promise.all(Array.from({ length: 21 }, () => service.user.createPool()));
  const fleet = await run();
  expect(fleet).toMatchObject({ PoolsNotDelivering: 1, Unmanaged: 21 });
  expect(fleet.UnmanagedSample).toHaveLength(20);
  expect(unmanaged).toEqual(expect.arrayContaining([...fleet.UnmanagedSample]));
});

test('looks once at each destination of pools that are as desired, and says how many send there', async () => {
  const looked: string[] = [];
  const stored: unknown[] = [];
  const destinations: SweepPorts['destinations'] = {
    async check(arn) {
      looked.push(arn);
      return 'LogGroupMissing';
    },
  };
  const findings: SweepPorts['findings'] = {
    read: async () => [],
    write: async (all) => void stored.push(...all.map(({ Pools }) => Pools)),
  };
  const Waiting = { Outcome: 'Waiting', Reasons: [], Since: '2026-03-01T12:00:00Z' };
  for (const id of ['a', 'b', 'c']) await managed(`eu-west-1_${id}`, { LastApplied: [toLogGroup()] });
  await managed('eu-west-1_waits', { LastApplied: [toLogGroup('other')], Status: Waiting });
  const { LastApplied: _, ...bare } = applied({ UserPoolId: 'eu-west-1_bare', Revision: 1 });
  await service.ports.records.write(bare);
  expect(await run({ destinations, findings })).toMatchObject({ DestinationsMissing: 1 });
  expect(looked).toEqual([toLogGroup().CloudWatchLogsConfiguration?.LogGroupArn]);
  expect(stored).toEqual([3]);
});

test('fails whole when a listing fails: half a listing would look like losses', async () => {
  const id = 'eu-west-1_managed0';
  await managed(id);
  const parameters: SweepPorts['parameters'] = {
    async *pages() {
      yield { userPoolIds: [], ignored: 0 };
      throw new Error('the second page');
    },
  };
  await expect(run({ parameters })).rejects.toThrow('the second page');
  expect(await sent()).toEqual([]);
});

test('tells how old the last complete sweep is, be this one skipped', async () => {
  await run();
  expect(service.recorded.values.has('LastSweepAge')).toBe(false);
  await run({ backlog: { waiting: async () => settings.sweepSkipBacklog + 1 } });
  const [age = -1] = service.recorded.values.get('LastSweepAge') ?? [];
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(10);
  expect(service.recorded.counts.get('Sweeps')).toBe(1);
});

test('EventBridge that takes nothing ends no sweep', async () => {
  const publisher: SweepPorts['publisher'] = {
    publish: async () => {
      throw new Error('none');
    },
  };
  expect(await run({ publisher })).toMatchObject({ Result: 'Swept' });
  expect(service.recorded.counts.get('EventsLost')).toBe(1);
});
