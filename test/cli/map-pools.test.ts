import { setImmediate as turn } from 'node:timers/promises';
import { vi } from 'vitest';
import { mapPools } from '../../cli/pools/map-pools.ts';
import { recordingTerminal } from './support/recording-terminal.ts';

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }),
);
afterEach(() => void vi.useRealTimers());

/** Runs three items, two at a time, and presses Ctrl-C when two have started. They end when `finish` is called. */
async function interrupted() {
  const { terminal, messages, interrupt } = recordingTerminal();
  const finish: (() => void)[] = [];
  const results = mapPools({ terminal, label: 'Reading', concurrency: 2 }, [1, 2, 3], async (item) => {
    await new Promise<void>((resolve) => finish.push(resolve));
    return item;
  });
  await turn();
  interrupt();
  return { messages, finish, results };
}

test('the first Ctrl-C starts no further item, and says how many calls it waits for and how to stop', async () => {
  const { messages, finish, results } = await interrupted();
  finish[0]?.();
  await turn();
  vi.advanceTimersByTime(250);
  expect(messages).toEqual(['Waiting for 1 call. Press Ctrl-C again to stop now.']);
  finish[1]?.();
  expect(await results).toEqual([1, 2]);
});

test('Ctrl-C prints no message when the calls end at once', async () => {
  const { messages, finish, results } = await interrupted();
  for (const end of finish) end();
  expect(await results).toEqual([1, 2]);
  vi.advanceTimersByTime(250);
  expect(messages).toEqual([]);
});

test('a failed item ends the message too', async () => {
  const { terminal, messages, interrupt } = recordingTerminal();
  const work = mapPools({ terminal, label: 'Reading' }, [1], () => Promise.reject(new Error('denied')));
  await expect(work).rejects.toThrow('denied');
  interrupt();
  vi.advanceTimersByTime(250);
  expect(messages).toEqual([]);
});
