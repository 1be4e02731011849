import { Cron } from 'croner';

/** A running schedule. `stop` ends it. */
export interface Schedule {
  stop(): void;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Starts a schedule with an expression of EventBridge: `rate(n minutes|hours|days)`, or `cron(minutes hours
 * day-of-month month day-of-week year)` in UTC. A rate runs for the first time after its interval. Throws an
 * Error for any other expression.
 */
export function startSchedule(expression: string, run: () => void): Schedule {
  const [, count, name = ''] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unit = UNIT_MS[name];
  if (count !== undefined && unit !== undefined) return every(Number(count) * unit, run);
  const fields = /^cron\(([^)]+)\)$/.exec(expression)?.[1]?.split(/\s+/);
  if (fields?.length !== 6)
    throw new Error(`schedule ${JSON.stringify(expression)}: expected rate(n unit) or cron(six fields)`);
  const [minute, hour, day, month, weekday = '*', year] = fields;
  const job = new Cron(
    `0 ${minute} ${hour} ${day} ${month} ${fromSundayIsZero(weekday)} ${year}`,
    { timezone: 'UTC', unref: true },
    run,
  );
  return { stop: () => job.stop() };
}

/** EventBridge counts Sunday as 1, croner as 0. A number after `#` or `/` is not a day. */
function fromSundayIsZero(field: string): string {
  return field.replace(/(?<![#/\d])\d+/g, (day) => String(Number(day) - 1));
}

/** The longest timer of Node.js: about 2^31 milliseconds, 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function every(milliseconds: number, run: () => void): Schedule {
  let timer: NodeJS.Timeout | undefined;
  const wait = (left: number) => {
    const now = Math.min(left, MAX_TIMER_MS);
    timer = setTimeout(() => {
      if (left === now) run();
      wait(left === now ? milliseconds : left - now);
    }, now);
    timer.unref();
  };
  wait(milliseconds);
  return { stop: () => clearTimeout(timer) };
}
