import { ACCOUNT, startWorld, type World } from '../cli/support/clr.ts';
import { type E2eClient, e2eClient, eventually, waitForOutcome } from '../support/e2e-client.ts';

/** A stack in us-east-1, where the pool was created, and one in us-west-2, where its replica is. */
const [EAST, WEST] = ['us-east-1', 'us-west-2'] as const;
const POOL = 'us-east-1_shop';

let world: World;
let clients: Readonly<Record<string, E2eClient>>;
beforeAll(async () => {
  world = await startWorld(['--quota-scale', 'off', '--param', 'recheckDelay=1']);
  clients = {
    [EAST]: e2eClient(world.local.url, ACCOUNT, EAST),
    [WEST]: e2eClient(world.local.url, ACCOUNT, WEST),
  };
}, 180_000);
afterAll(() => world.close());

const client = (region: string): E2eClient => {
  const found = clients[region];
  if (found === undefined) throw new Error(`no client in ${region}`);
  return found;
};
const notification = (region: string, name: string) => ({
  EventSource: 'userNotification',
  LogLevel: 'ERROR',
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}` },
});
/** Creates a pool in us-east-1 with a replica in us-west-2. Both have a log delivery that no parameter describes. */
const seedReplicated = (id: string) =>
  world.seed({
    region: EAST,
    pools: [
      {
        Id: id,
        LogConfigurations: [notification(EAST, 'before')],
        ReplicaRegion: WEST,
        ReplicaLogConfigurations: [notification(WEST, 'before')],
      },
    ],
  });

test.each([
  ['replica', WEST, EAST],
  ['primary', EAST, WEST],
])(
  'the %s in %s gets its parameter and its drift repaired, and the pool in %s is unchanged',
  async (side, here, there) => {
    const id = `${POOL}${side}`;
    await seedReplicated(id);
    // The first call to a Region deploys the service there.
    const before = await client(there).pool(id);
    expect(before).toEqual([notification(there, 'before')]);
    const desired = [notification(here, 'desired')];
    await client(here).put(id, { LogConfigurations: desired });
    await waitForOutcome(client(here), id, 'Applied');
    expect(await client(here).pool(id)).toEqual(desired);
    await client(here).setPool(id, [notification(here, 'edited')]);
    await waitForOutcome(client(here), id, 'Repaired');
    expect(await client(here).pool(id)).toEqual(desired);
    expect(await client(there).pool(id)).toEqual(before);
    expect(await client(there).record(id)).toBeUndefined();
  },
  180_000,
);

test('a sweep repairs the drift of a replica that no event reports and no listing contains', async () => {
  const id = `${POOL}swept`;
  await seedReplicated(id);
  await client(WEST).put(id, { LogConfigurations: [notification(WEST, 'desired')] });
  await waitForOutcome(client(WEST), id, 'Applied');
  // A seed emits no event.
  await seedReplicated(id);
  expect((await client(WEST).sweep()).lost).toBe(0);
  await waitForOutcome(client(WEST), id, 'Repaired');
}, 180_000);

test('a parameter of a pool that is not in the Region is PoolNotFound, and its reason names the Region', async () => {
  await client(WEST).put('us-east-1_nowhere', { LogConfigurations: [notification(WEST, 'desired')] });
  const record = await waitForOutcome(client(WEST), 'us-east-1_nowhere', 'PoolNotFound');
  expect(record?.Status.Reasons).toEqual([
    `User pool us-east-1_nowhere does not exist in us-west-2 (account ${ACCOUNT}), and has no replica there. Its ID names the Region us-east-1.`,
  ]);
});

test('status, report and sweep show the replica of a managed pool, and doctor compares both Regions', async () => {
  const id = `${POOL}shown`;
  await seedReplicated(id);
  await client(EAST).put(id, { LogConfigurations: [notification(EAST, 'desired')] });
  await waitForOutcome(client(EAST), id, 'Applied');
  const inRegion = (args: readonly string[]) => world.clr([...args, '--region', EAST]);
  const swept = JSON.parse((await inRegion(['sweep', '-o', 'json'])).stdout);
  expect(swept.replicated).toBeGreaterThanOrEqual(1);
  const status = JSON.parse((await inRegion(['status', id, '-o', 'json'])).stdout);
  expect(status.pools).toEqual([expect.objectContaining({ userPoolId: id, replicaRegions: [WEST] })]);
  expect((await inRegion(['report', '--html', '-'])).stdout).toContain(
    'Replica in us-west-2, with a log delivery of its own.',
  );
  const findings = async (region: string) => {
    const { stdout } = await world.clr(['doctor', id, '-o', 'json', '--show-passing', '--region', region]);
    const all: readonly { level: string; subject: string; message: string }[] = JSON.parse(stdout).findings;
    return all.filter(({ subject, message }) => subject === id && message.includes('replica'));
  };
  expect((await findings(EAST)).map(({ level, message }) => [level, message])).toEqual([
    ['ok', 'The replica in us-west-2 exports the same event sources.'],
    ['warning', 'The replica in us-west-2 has no parameter.'],
  ]);
  await client(WEST).setPool(id, []);
  expect((await findings(EAST)).map(({ level, message }) => [level, message])).toEqual([
    ['problem', 'The pool in us-west-2 does not export userNotification, and its replica in us-east-1 does.'],
    ['warning', 'The replica in us-west-2 has no parameter.'],
  ]);
  expect((await findings(WEST)).map(({ level, message }) => [level, message])).toEqual([
    ['problem', 'The pool in us-west-2 does not export userNotification, and its replica in us-east-1 does.'],
    ['ok', 'The replica in us-east-1 has a parameter.'],
  ]);
}, 120_000);

test('clr puts and imports the parameter of a replica in its Region', async () => {
  const id = `${POOL}put`;
  await seedReplicated(id);
  const imported = await world.clr(['import', id, '--put', '--yes']);
  expect(imported).toMatchObject({ code: 0, stdout: 'Import: 1 written.\n' });
  await eventually(
    () => client(WEST).record(id),
    (record) => record?.Status.Outcome === 'InSync' || record?.Status.Outcome === 'Applied',
  );
  const text = JSON.stringify({ LogConfigurations: [notification(WEST, 'put')] });
  const put = await world.clr(['put', id, '-', '--yes'], { input: text });
  expect(put.code).toBe(0);
  await eventually(
    () => client(WEST).pool(id),
    ([entry]) => JSON.stringify(entry) === JSON.stringify(notification(WEST, 'put')),
  );
  expect((await world.clr(['validate', '-'], { input: text })).code).toBe(0);
}, 180_000);
