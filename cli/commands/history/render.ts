import { nameAndId } from '../../pools/pool-names.ts';
import { type NamedPool, readOnes } from '../../pools/read-each.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { indent } from '../../terminal/text.ts';
import { formatTimestamp } from '../../terminal/time.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { HistoryEvent } from './events.ts';
import type { Histories } from './read-history.ts';

const INDENT = 4;

/** Formats the histories of pools, each below the name of its pool. */
export const historiesText = (histories: Histories, style: TerminalStyle): string =>
  readOnes(histories)
    .map((pool) => historyText(pool, pool.value, style))
    .join('\n\n');

/** Formats the history of a pool. */
export const historyText = (
  { userPoolId, userPoolName }: NamedPool,
  events: readonly HistoryEvent[],
  style: TerminalStyle,
): string => eventsText(nameAndId(userPoolId, userPoolName), events, style);

/**
 * Formats a history similarly to `git log`: its subject, then time, event and author, and below them the differences. Times
 * are UTC.
 */
export function eventsText(subject: string, events: readonly HistoryEvent[], style: TerminalStyle): string {
  const width = style.width === undefined ? undefined : style.width - INDENT;
  const entries = events.map((event) => {
    const { at, kind, what, by, reasons, differences } = event;
    const paint = kind === 'outcome' ? style.colors.bold : kind === 'writer' ? style.colors.yellow : plain;
    const head = `${style.colors.dim(formatTimestamp(at))}  ${paint(what)}${sourceText(event)}${by === undefined ? '' : `  by ${shortName(by)}`}`;
    const below = [...reasons, ...differenceLines(differences, { colors: style.colors, width })];
    return [
      wrapText(head, style.width, INDENT),
      ...indent(below, INDENT).map((line) => wrapText(line, style.width)),
    ].join('\n');
  });
  return [style.colors.bold(subject), ...entries].join('\n');
}

/** Returns the event source and its owner: `  userAuthEvents (policy "prod")`. */
function sourceText({ eventSource, owner }: HistoryEvent): string {
  if (eventSource === undefined) return '';
  const name = owner?.kind === 'policy' ? `policy "${owner.policy}"` : owner?.kind;
  return `  ${eventSource}${name === undefined ? '' : ` (${name})`}`;
}

const plain = (text: string): string => text;

/** Returns the part of an ARN after the account, for example `assumed-role/Admin/jane`. */
const shortName = (arn: string): string => arn.split(':').slice(5).join(':') || arn;
