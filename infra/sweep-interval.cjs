/** Seconds between two sweeps, by the setting `schedule`: the alarm on missing sweeps waits for two of them. */
const SECONDS = { minute: 60, hour: 3_600, day: 86_400 };
/** A cron() may leave out hours: it is taken for a daily sweep at the least. */
const CRON_SECONDS = 86_400;
/** CloudWatch looks back seven days at the most, and two intervals are waited for. */
const MOST_SECONDS = 302_400;

module.exports = async ({ resolveVariable }) => {
  const schedule = await resolveVariable('param:schedule');
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const seconds = unit === undefined ? CRON_SECONDS : Number(count) * SECONDS[unit];
  return { seconds: Math.min(seconds, MOST_SECONDS) };
};
