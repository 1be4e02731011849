import { vi } from 'vitest';
import { startSchedule } from '../../../../local/services/events/rules/schedule.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T11:59:30Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const hour = 3_600_000;

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(2 hours)', 2 * hour],
  ['rate(30 days)', 30 * 24 * hour],
])('runs %s after each interval until it is stopped', (expression, interval) => {
  const run = vi.fn();
  const schedule = startSchedule(expression, run);
  vi.advanceTimersByTime(interval - 1);
  expect(run).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(interval);
  expect(run).toHaveBeenCalledTimes(2);
  schedule.stop();
  vi.advanceTimersByTime(interval);
  expect(run).toHaveBeenCalledTimes(2);
});

test('runs a cron expression at its time in UTC', () => {
  const run = vi.fn();
  const schedule = startSchedule('cron(0 12 ? * 2 *)', run); // Mondays. 2026-11-23 is a Monday.
  vi.advanceTimersByTime(31_000);
  expect(run).toHaveBeenCalledTimes(1);
  // Moves the clock instead of the timers: croner sets a timer every 30 s.
  for (let day = 1; day < 7; day += 1) {
    vi.setSystemTime(Date.UTC(2026, 10, 23 + day, 11, 59, 30));
    vi.advanceTimersByTime(61_000);
    expect(run).toHaveBeenCalledTimes(1);
  }
  vi.setSystemTime(Date.UTC(2026, 10, 30, 11, 59, 30));
  vi.advanceTimersByTime(31_000);
  expect(run).toHaveBeenCalledTimes(2);
  schedule.stop();
});

test.each(['rate(0 minutes)', 'rate(1 fortnight)', 'cron(0 12 * * *)', 'hourly'])(
  'rejects the schedule %s and quotes it in the error',
  (expression) => {
    expect(() => startSchedule(expression, () => {})).toThrow(`schedule "${expression}"`);
  },
);
