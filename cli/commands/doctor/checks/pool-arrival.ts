import type { Arrivals, PoolArrival } from '../../../../lib/domain/arrival/arrival.ts';
import type { LogConfiguration } from '../../../../lib/domain/log-configuration.ts';
import {
  evidenceText,
  NOT_ARRIVING_HELP,
  NOTIFICATIONS_PROVE_NOTHING,
  resultText,
  shortTime,
  silentStreamText,
} from '../../../arrival/arrival-text.ts';
import { type ArrivalView, arrivalView, silentStreamViews } from '../../../arrival/arrival-view.ts';
import { type Finding, ok, problem, withValues } from '../finding.ts';

const nextSteps = (id: string): string =>
  `Fix the other problems of the pool and of its destination first. ${NOT_ARRIVING_HELP} To see whether the pool has another configuration, run: clr plan ${id}`;

/** Reports what the last check found out about the pools, and each stream that received no record of them. */
export const checkArrivals = (arrivals: readonly PoolArrival[], last: Arrivals): readonly Finding[] => [
  ...arrivals.map((arrival) => poolFinding(arrival.UserPoolId, arrivalView(arrival), last.To)),
  ...silentStreamViews(arrivals).map((stream) =>
    problem(stream.arn, 'The stream receives no records.', silentStreamText(stream), NOT_ARRIVING_HELP),
  ),
];

function poolFinding(id: string, arrival: ArrivalView, windowEnd: string): Finding {
  const { result, reason, since, missedSince = since, lastRecordAt } = arrival;
  const window = `The last check compared the time until ${shortTime(windowEnd)}.`;
  const message = resultText(result);
  const evidence = `${evidenceText(arrival)} ${window}`.trim();
  // Pools with one cause have different times.
  const values = {
    ...(result === 'NotArriving' && {
      SINCE: shortTime(missedSince),
      WINDOWS: String(arrival.missedWindows),
    }),
    ...(result === 'Arriving' && { SINCE: shortTime(since) }),
    ...(lastRecordAt !== undefined && { LAST: shortTime(lastRecordAt) }),
  };
  switch (result) {
    case 'NotArriving':
      return withValues(problem(id, message, evidence, nextSteps(id)), values);
    case 'Unknown': {
      const hint =
        reason === 'PermissionMissing'
          ? 'Deploy the service again, and check the permissions boundary of its roles.'
          : undefined;
      const unknown: Finding = {
        level: 'unknown',
        subject: id,
        message,
        reason: evidence,
        ...(hint && { hint }),
      };
      return withValues(unknown, values);
    }
    default:
      return withValues({ ...ok(id, message), reason: evidence }, values);
  }
}

/** Says that the check is not about the logs of `userNotification`. */
export const noteNotifications = (id: string, entries: readonly LogConfiguration[]): readonly Finding[] =>
  entries.some(({ EventSource }) => EventSource === 'userNotification')
    ? [ok(id, NOTIFICATIONS_PROVE_NOTHING)]
    : [];
