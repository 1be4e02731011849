import type { Arrivals, PoolArrival } from '../../../../lib/domain/arrival/arrival.ts';
import type { LogConfiguration } from '../../../../lib/domain/log-configuration.ts';
import {
  arrivalText,
  NOT_ARRIVING_HELP,
  NOTIFICATIONS_PROVE_NOTHING,
  shortTime,
  silentStreamText,
} from '../../../arrival/arrival-text.ts';
import { type ArrivalView, arrivalView, silentStreamViews } from '../../../arrival/arrival-view.ts';
import { type Finding, ok, problem, withValues } from '../finding.ts';

const NEXT_STEPS = `Fix the other problems of the pool and of its destination first. ${NOT_ARRIVING_HELP}`;

/** Reports what the last check found out about the pools, and each stream that received no record of them. */
export const checkArrivals = (arrivals: readonly PoolArrival[], last: Arrivals): readonly Finding[] => [
  ...arrivals.map((arrival) => poolFinding(arrival.UserPoolId, arrivalView(arrival), last.To)),
  ...silentStreamViews(arrivals).map((stream) =>
    problem(stream.arn, 'The stream receives no records.', silentStreamText(stream), NEXT_STEPS),
  ),
];

function poolFinding(id: string, arrival: ArrivalView, windowEnd: string): Finding {
  const { result, reason, since, missedSince = since, lastRecordAt } = arrival;
  const window = `The last check compared the time until ${shortTime(windowEnd)}.`;
  const found = `${arrivalText(arrival)} ${window}`;
  // Pools with one cause have different times.
  const values = {
    SINCE: shortTime(result === 'NotArriving' ? missedSince : since),
    WINDOWS: String(arrival.missedWindows),
    ...(lastRecordAt !== undefined && { LAST: shortTime(lastRecordAt) }),
  };
  switch (result) {
    case 'NotArriving':
      return withValues(problem(id, 'The sign-in logs do not arrive.', found, NEXT_STEPS), values);
    case 'Unknown': {
      const hint =
        reason === 'PermissionMissing' ? 'Deploy the service again, and check its boundary.' : undefined;
      const message = 'It is not known whether the sign-in logs arrive.';
      const unknown: Finding = {
        level: 'unknown',
        subject: id,
        message,
        reason: found,
        ...(hint && { hint }),
      };
      return withValues(unknown, values);
    }
    default:
      return ok(id, found);
  }
}

/** Says that the check is not about the logs of `userNotification`. */
export const noteNotifications = (id: string, entries: readonly LogConfiguration[]): readonly Finding[] =>
  entries.some(({ EventSource }) => EventSource === 'userNotification')
    ? [ok(id, NOTIFICATIONS_PROVE_NOTHING)]
    : [];
