import { differenceLines, indented } from '../../terminal/difference.ts';
import { wrapped } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { moment } from '../../terminal/time.ts';
import type { HistoryEvent } from './events.ts';

const INDENT = 4;

/** As `git log` tells: when and what, who, and below it what changed. Times are UTC. */
export function historyText(
  events: readonly HistoryEvent[],
  look: Pick<Terminal, 'colours' | 'width'>,
): string {
  const width = look.width === undefined ? undefined : look.width - INDENT;
  return events
    .map(({ at, kind, what, by, reasons, differences }) => {
      const paint = kind === 'outcome' ? look.colours.bold : kind === 'writer' ? look.colours.yellow : plain;
      const head = `${look.colours.dim(moment(at))}  ${paint(what)}${by === undefined ? '' : `  by ${shortName(by)}`}`;
      const told = reasons.flatMap((reason) => (width ? wrapped(reason, width) : reason).split('\n'));
      const below = [...told, ...differenceLines(differences, { colours: look.colours, width })];
      return [head, ...indented(below, INDENT)].join('\n');
    })
    .join('\n');
}

const plain = (text: string): string => text;

/** `assumed-role/Admin/jane` of an ARN: who reads this knows the account. */
const shortName = (arn: string): string => arn.split(':').slice(5).join(':') || arn;
