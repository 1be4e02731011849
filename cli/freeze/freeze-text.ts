import { formatAge, formatTimestamp } from '../terminal/time.ts';
import type { FreezeView } from './read-freeze.ts';

/** Returns who froze the service, when and why. */
export const freezeText = ({ since, by, reason, issue }: FreezeView, now: Date): string =>
  [
    `Frozen since ${formatTimestamp(since)} UTC (${formatAge(since, now)})${by === undefined ? '' : ` by ${by}`}:`,
    reason === undefined ? `no reason given. ${issue ?? ''}`.trim() : `${JSON.stringify(reason)}.`,
  ].join(' ');

/** Returns the line that commands print while the service is frozen. */
export const freezeLine = (freeze: FreezeView | string, now: Date): string =>
  typeof freeze === 'string'
    ? freeze
    : `${freezeText(freeze, now)} The service writes no pool. To start it again, run: clr unfreeze`;
