import { NOT_ARRIVING } from '../../../../html/arrival.ts';
import type { ServiceReport } from './service-report.ts';

/** A stream whose records the last check compared with the activity of its pools. */
export interface CheckedStream {
  readonly arn: string;
  /** Whether it received no record while its pools were active. */
  readonly isSilent: boolean;
  /** The start of the first window without a record, ISO 8601. */
  readonly since?: string;
}

/** Returns the streams for which the last check shows whether they receive records, in the order of their ARNs. */
export function checkedStreams({ view }: ServiceReport): readonly CheckedStream[] {
  const streams = new Map<string, CheckedStream>();
  for (const { arn, since } of view.arrival?.silentStreams ?? [])
    streams.set(arn, { arn, since, isSilent: true });
  for (const { arrival } of view.pools) {
    if (arrival === undefined || streams.has(arrival.destination)) continue;
    if (arrival.reason === 'StreamReceives' && arrival.result !== NOT_ARRIVING)
      streams.set(arrival.destination, { arn: arrival.destination, isSilent: false });
  }
  return [...streams.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

export const STREAM_CHECK = {
  id: 'StreamArrival',
  title: 'receives no records',
  description:
    'User pools that send their sign-in logs to the stream were active, and the stream received no record in the same time.',
  remediation:
    'To see the pools, run: clr status --arrival NotArriving. See "Logs do not arrive" in docs/operations.md.',
  severity: 'HIGH',
} as const;
