const SECONDS = { minute: 60, hour: 3_600, day: 86_400 };
/** A cron() expression may skip hours, so it counts as a daily schedule. */
const CRON_SECONDS = 86_400;
/** The alarm on missing sweeps evaluates two intervals, and CloudWatch evaluates at most seven days. */
const MAX_SECONDS = 302_400;

/** Returns the seconds between two sweeps, from the setting `schedule`. */
module.exports = async ({ resolveVariable }) => {
  const schedule = await resolveVariable('param:schedule');
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const seconds = unit === undefined ? CRON_SECONDS : Number(count) * SECONDS[unit];
  return { seconds: Math.min(seconds, MAX_SECONDS) };
};
