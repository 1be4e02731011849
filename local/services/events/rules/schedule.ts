import { Cron } from 'croner';

/** A schedule at work; `stop` ends it. */
export interface Schedule {
  stop(): void;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * `rate(n minutes|hours|days)` and `cron(minutes hours day-of-month month day-of-week year)` in UTC, as
 * EventBridge writes them; the first run of a rate comes when its interval is over. Throws an Error that quotes
 * an expression that is neither.
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

/** EventBridge counts Sunday as 1, croner as 0; what stands after `#` or `/` is no day. */
function fromSundayIsZero(field: string): string {
  return field.replace(/(?<![#/\d])\d+/g, (day) => String(Number(day) - 1));
}

/** A timer of Node.js ends at 2^31 milliseconds, 24.8 days. */
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
