import { indented } from '../../terminal/difference.ts';
import { wrapped } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { Finding, Level } from './finding.ts';

const SIGNS = { problem: '!', warning: '~', unknown: '?', well: '=' } as const;
const TONES = { problem: 'red', warning: 'yellow', unknown: 'dim', well: 'green' } as const;
const INDENT = 4;

/** What, why, and the command that mends it, which is never broken: it is there to be copied. */
export function findingText(
  finding: Finding,
  { colours, width }: Pick<Terminal, 'colours' | 'width'>,
): string {
  const { level, subject, what, why, remedy } = finding;
  const fitted = (text: string, indent: number): readonly string[] =>
    (width === undefined ? text : wrapped(text, width - indent)).split('\n');
  const [head = '', ...rest] = fitted(`${SIGNS[level]} ${subject}  ${what}`, 0);
  return [
    colours[TONES[level]](head),
    ...indented(rest, INDENT),
    ...indented(why === undefined ? [] : fitted(why, INDENT), INDENT),
    ...indented(remedy === undefined ? [] : [colours.cyan(remedy)], INDENT),
  ].join('\n');
}

const COUNTED: readonly (readonly [Level, string, string])[] = [
  ['problem', 'problem', 'problems'],
  ['warning', 'warning', 'warnings'],
  ['unknown', 'not checked', 'not checked'],
  ['well', 'well', 'well'],
];

export function doctorSummary(findings: readonly Finding[]): string {
  const told = COUNTED.flatMap(([level, one, many]) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return `Doctor: ${told.join(', ')}.`;
}
