import { systemClock } from '../../lib/aws/system-clock.ts';

test('returns the time of this machine and sleeps in real time', async () => {
  const before = Date.now();
  await systemClock.sleep(20);
  expect(systemClock.now().getTime() - before).toBeGreaterThanOrEqual(19);
});
