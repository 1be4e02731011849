import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notifications, REGION, startWorld, type World } from './support/clr.ts';
import { widest } from './support/golden.ts';
import { CTRL_C, inTerminal, type RealTerminal } from './support/real-terminal.ts';

let world: World;
const POOLS = 120;
beforeAll(async () => {
  world = await startWorld();
  const ids = Array.from({ length: POOLS }, (_, at) => `${REGION}_many${at}`);
  const LogConfigurations = [notifications('a')];
  await world.seed({
    pools: ids.map((Id) => ({ Id, LogConfigurations })),
    parameters: ids.map((id) => ({
      Name: `/cognito-log-delivery/pools/${id}`,
      Value: JSON.stringify({ LogConfigurations }),
    })),
  });
  await writeFile(join(world.folder, 'shop.json'), JSON.stringify({ LogConfigurations }));
}, 180_000);
afterAll(() => world.close());

const terminal = (args: readonly string[], env: NodeJS.ProcessEnv = {}, columns = 80): RealTerminal =>
  inTerminal(args, { env: { ...world.env, ...env }, cwd: world.folder, columns });

const QUESTION = 'Write the parameter? [y/N] ';

test('put shows the difference and asks, and y writes the parameter', async () => {
  const pool = await world.client.createPool();
  const put = terminal(['put', pool, 'shop.json']);
  await put.shows(QUESTION);
  expect(put.screen()).toContain('\x1b[32m+ userNotification.LogLevel: "ERROR"');
  expect((await world.clr(['get', pool])).code).toBe(1);
  put.type('y\n');
  expect(await put.ended()).toBe(0);
  expect(put.screen()).toContain('Saved as version 1');
}, 180_000);

test.each([
  ['n', 'n\n', 1, 'No changes made.'],
  ['only Return', '\n', 1, 'No changes made.'],
  ['Ctrl-C', CTRL_C, 130, 'Interrupted. No changes made.'],
])(
  'put writes nothing after %s at the question',
  async (_, keys, code, message) => {
    const pool = await world.client.createPool();
    const put = terminal(['put', pool, 'shop.json']);
    await put.shows(QUESTION);
    put.type(keys);
    expect(await put.ended()).toBe(code);
    expect(put.screen()).toContain(message);
    expect((await world.clr(['get', pool])).code).toBe(1);
  },
  180_000,
);

test('put does not overwrite a change that another client makes while it asks', async () => {
  const pool = await world.client.createPool();
  await world.client.put(pool, { LogConfigurations: [] });
  const put = terminal(['put', pool, 'shop.json'], {}, 120);
  await put.shows(QUESTION);
  await world.client.put(pool, { LogConfigurations: [notifications('theirs')] });
  put.type('y\n');
  expect(await put.ended()).toBe(1);
  expect(put.screen()).toContain('Another client modified the parameter (version 1 → 2). No changes made.');
  expect((await world.clr(['get', pool])).stdout).toContain('theirs');
}, 180_000);

test('a long plan shows a progress bar; Ctrl-C removes it and prints the completed part', async () => {
  const plan = terminal(['plan']);
  await plan.shows(/Planning pools █+─+ {2}\d+\/\d+ {2}[\d.]+\/s {2}0:0\d left/);
  plan.type(CTRL_C);
  expect(await plan.ended()).toBe(130);
  const end = plan.screen().slice(plan.screen().lastIndexOf('\r\x1b[K'));
  const [, looked] = end.match(/Interrupted: (\d+) of \d+ pools were planned/) ?? [];
  expect(Number(looked)).toBeGreaterThan(20);
  expect(Number(looked)).toBeLessThan(POOLS);
  expect(end).toContain(`Plan: ${looked} in sync.`);
  expect(end).not.toContain('█');
}, 180_000);

test('Ctrl-C while plan reads the parameters of named pools ends it, and says which calls it waits for', async () => {
  const ids = Array.from({ length: POOLS }, (_, at) => `${REGION}_many${at}`);
  // The rate limiter of the service makes the calls wait for their slots.
  const plan = terminal(['plan', ...ids, `${REGION}_nothere`], {}, 120);
  await plan.shows(/Reading parameters █*─+ {2}\d+\/121/);
  plan.type(CTRL_C);
  await plan.shows(/Waiting for \d+ calls?\. Press Ctrl-C again to stop now\./);
  expect(await plan.ended()).toBe(130);
  expect(plan.screen()).toContain('Interrupted: 0 of 121 pools were planned.');
}, 180_000);

test('NO_COLOR turns off all colors, also in the progress bar', async () => {
  const plan = terminal(['plan'], { NO_COLOR: '1' });
  await plan.shows(/Planning pools █/);
  plan.type(CTRL_C);
  await plan.ended();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences start with one.
  expect(plan.screen()).not.toMatch(/\x1b\[\d*m/);
}, 180_000);

test('prints lists on a terminal that reports zero columns', async () => {
  await world.client.put(`${REGION}_sizeless`, { mode: 'Observe', LogConfigurations: [notifications('a')] });
  await world.clr(['sync', `${REGION}_sizeless`, '--timeout', '20']);
  const status = terminal(['status', `${REGION}_sizeless`], {}, 0);
  expect(await status.ended()).toBe(0);
  expect(status.screen()).toContain('Rejected');
}, 180_000);

test.each([40, 100])(
  'a list fits a terminal of %d columns',
  async (columns) => {
    const pool = `${REGION}_invalid${columns}`;
    await world.client.put(pool, { mode: 'Observe', LogConfigurations: [notifications('a')] });
    await world.clr(['sync', pool, '--timeout', '20']);
    const status = terminal(['status', pool], {}, columns);
    expect(await status.ended()).toBe(0);
    expect(status.screen()).toContain('\x1b[31mRejected');
    expect(widest(status.screen())).toBeLessThanOrEqual(columns);
  },
  180_000,
);

test('status --watch repeats until Ctrl-C', async () => {
  const watch = terminal(['status', `${REGION}_many0`, '--watch']);
  await watch.shows(/POOL[\s\S]*POOL/);
  watch.type(CTRL_C);
  expect(await watch.ended()).toBe(130);
}, 180_000);
