import type { ArrivalResult, UnknownReason } from '../../lib/domain/arrival/arrival.ts';
import { kindOf } from '../../lib/domain/destination-arn.ts';
import { pluralize } from '../terminal/text.ts';
import { formatAge } from '../terminal/time.ts';
import type { ArrivalTotals, ArrivalView, SilentStreamView } from './arrival-view.ts';

export const NOT_ARRIVING_HELP = 'See "Logs do not arrive" in docs/operations.md.';

export const NOT_CHECKED_YET = 'The service has not checked yet whether sign-in logs arrive.';

export const NOTIFICATIONS_PROVE_NOTHING =
  'Whether logs of userNotification arrive is not checked: Cognito logs only errors, so silence proves nothing.';

const REASONS: Readonly<Record<UnknownReason, string>> = {
  TierTooLow: 'The tier of the pool is below PLUS, so Cognito sends no sign-in logs.',
  ThreatProtectionOff: 'Threat protection is off, so Cognito sends no sign-in logs.',
  NotInSync: 'The pool may not have the desired configuration, so its destination is not certain.',
  ChangedRecently:
    'The configuration or the outcome of the pool changed during or after the window of the last check.',
  OtherAccountOrRegion:
    'The destination is in another account or Region, and its metrics are not visible here.',
  BucketNotReadable: 'AWS does not document where in a bucket the logs of a pool are.',
  StreamReceives:
    'The stream receives records, but its metrics do not show from which pools. Check for this pool where the stream delivers to.',
  MetricNotPublished:
    'Cognito published no activity of the pool in two weeks: the pool was not active, or threat protection does not run.',
  OneWindow: 'One window with activity had no record. Only a second one is evidence.',
  NoMatchWithinLimit:
    'The search through the log group reached its limit before it found a record of the pool.',
  NotSearchable: 'The log group cannot be searched, for example because of its class.',
  PermissionMissing:
    'The role of the arrival function lacks a permission. Its log names the call ("arrival not checked").',
  NotChecked: 'A call of the check failed, or the check used up its time or its number of metrics.',
};

/** Returns why it is not known whether the logs of a pool arrive, as a sentence or two. */
export const reasonText = (reason: UnknownReason): string => REASONS[reason];

/** Returns a time as one word: `2026-11-23T09:30Z`. */
export const shortTime = (at: string): string => `${at.slice(0, 16)}Z`;

const RESULTS: Readonly<Record<ArrivalResult, string>> = {
  NotArriving: 'The sign-in logs do not arrive.',
  Unknown: 'It is not known whether the sign-in logs arrive.',
  NoActivity: 'The pool was not active in the last window, so no sign-in log was expected.',
  Arriving: 'The sign-in logs arrive.',
};

/** Returns the result as a sentence. */
export const resultText = (result: ArrivalResult): string => RESULTS[result];

/** Returns what the result is based on, as sentences. Empty if there is nothing to add. */
export function evidenceText({
  result,
  reason,
  since,
  destination,
  missedWindows,
  missedSince = since,
  lastRecordAt,
}: ArrivalView): string {
  const missed = `No record in ${pluralize(missedWindows, 'window')} with activity since ${shortTime(missedSince)} (${destination}).`;
  // The records of a pool are visible only in a log group.
  const isSearched = result === 'NotArriving' && kindOf(destination) === 'LogGroup';
  return [
    ...(result === 'NotArriving' ? [missed] : []),
    ...(reason === undefined ? [] : [reasonText(reason)]),
    ...(result === 'Arriving' ? [`Found since ${shortTime(since)}.`] : []),
    ...(lastRecordAt === undefined ? [] : [`Last record: ${shortTime(lastRecordAt)}.`]),
    ...(lastRecordAt === undefined && isSearched ? ['No check has found a record.'] : []),
  ].join(' ');
}

/** Returns what the check found out about a pool, as sentences. */
export const arrivalText = (arrival: ArrivalView): string =>
  `${resultText(arrival.result)} ${evidenceText(arrival)}`.trim();

/** Returns why a row of `clr status` needs attention. */
export const missedText = ({ since, missedWindows, destination }: ArrivalView, now: Date): string =>
  `Sign-in logs do not arrive (found ${formatAge(since, now)} ago): no record in ${pluralize(missedWindows, 'window')} with activity (${destination}).`;

/** Returns the totals: `2 NotArriving, 1 Unknown (1 OneWindow), 250 Arriving`. */
export function totalsText(totals: ArrivalTotals): string {
  const reasons = Object.entries(totals.unknownReasons).map(([reason, pools]) => `${pools} ${reason}`);
  const counts: readonly (readonly [number, string])[] = [
    [totals.notArriving, 'NotArriving'],
    [totals.unknown, reasons.length === 0 ? 'Unknown' : `Unknown (${reasons.join(', ')})`],
    [totals.noActivity, 'NoActivity'],
    [totals.arriving, 'Arriving'],
  ];
  const shown = counts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  return shown.length === 0 ? 'no pool sends them' : shown.join(', ');
}

export const silentStreamText = ({ arn, since, pools }: SilentStreamView): string =>
  `The stream ${arn} received no record while its pools were active, since ${shortTime(since)} (${pluralize(pools, 'pool')}).`;

/** Returns the lines of a summary. Undefined totals: no check has run yet. */
export function totalsLines(totals: ArrivalTotals | undefined, now: Date): readonly string[] {
  if (totals === undefined) return [NOT_CHECKED_YET];
  const { notArriving } = totals;
  return [
    `Sign-in logs, checked ${formatAge(totals.checkedAt, now)} ago: ${totalsText(totals)}.`,
    ...totals.silentStreams.map(silentStreamText),
    ...(notArriving === 0
      ? []
      : [
          `The sign-in logs of ${pluralize(notArriving, 'pool')} do not arrive. ${NOT_ARRIVING_HELP} For each pool, run: clr doctor POOL`,
        ]),
  ];
}
