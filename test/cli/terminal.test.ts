import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BINARY, notifications, startWorld, type World } from './support/clr.ts';
import { hasTmux, onScreen, type Screen } from './support/tmux.ts';

// A pty is what this is about: without tmux there is none.
const inTerminal = hasTmux ? describe : describe.skip;

inTerminal('in a terminal', () => {
  let world: World;
  let screen: Screen | undefined;
  beforeAll(async () => {
    world = await startWorld();
    await writeFile(
      join(world.folder, 'a.json'),
      JSON.stringify({ LogConfigurations: [notifications('a')] }),
    );
  }, 60_000);
  afterEach(async () => {
    await screen?.close();
    screen = undefined;
  });
  afterAll(() => world.close());

  const start = async (...args: readonly string[]): Promise<Screen> => {
    screen = await onScreen([process.execPath, ...BINARY, ...args], { ...world.env, LC_ALL: 'C.UTF-8' });
    return screen;
  };
  const file = (): string => join(world.folder, 'a.json');

  test('a write asks, and y writes', async () => {
    const pool = await world.outside.createPool();
    const seen = await start('put', pool, file());
    expect(await seen.shows('Write it? [y/N]')).toContain('+ userNotification.LogLevel: "ERROR"');
    await seen.keys('y', 'Enter');
    await seen.shows('written as version 1');
    await seen.shows('exit 0');
  }, 30_000);

  test.each([
    [['n', 'Enter'], 'nothing was written', 'exit 1'],
    [['Enter'], 'nothing was written', 'exit 1'],
    [['C-c'], 'stopped; nothing was written', 'exit 130'],
  ])(
    '%j writes nothing',
    async (keys, said, code) => {
      const pool = await world.outside.createPool();
      const seen = await start('put', pool, file());
      await seen.shows('Write it? [y/N]');
      await seen.keys(...keys);
      await seen.shows(said);
      await seen.shows(code);
      expect((await world.clr(['get', pool])).code).toBe(1);
    },
    30_000,
  );

  test('what somebody writes while it asks is not overwritten', async () => {
    const pool = await world.outside.createPool();
    await world.outside.put(pool, { LogConfigurations: [] });
    const seen = await start('put', pool, file());
    await seen.shows('Write it? [y/N]');
    await world.outside.put(pool, { LogConfigurations: [notifications('theirs')] });
    await seen.keys('y', 'Enter');
    await seen.shows('the parameter changed meanwhile: version 1 before, version 2 now; nothing was written');
    await seen.shows('exit 1');
    expect((await world.clr(['get', pool])).stdout).toContain('theirs');
  }, 30_000);

  test('a long plan shows a bar with rate and remaining time; Ctrl-C says what was done', async () => {
    const ids = Array.from({ length: 300 }, (_, at) => `us-west-2_long${at}`);
    await world.seed({
      pools: ids.map((Id) => ({ Id })),
      parameters: ids.map((id) => ({
        Name: `/cognito-log-delivery/pools/${id}`,
        Value: '{"LogConfigurations":[]}',
      })),
    });
    const seen = await start('plan');
    await seen.shows(/planning █+─* {2}\d+\/30\d {2}[\d.]+\/s {2}0:\d\d left/);
    await seen.keys('C-c');
    const after = await seen.shows('exit 130');
    expect(after).toMatch(/stopped: \d+ of 30\d pools were looked at/);
    expect(after).not.toContain('█');
  }, 60_000);
});
