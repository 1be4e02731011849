import { nameAndId } from '../../pools/pool-names.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { indent } from '../../terminal/text.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { Finding, Level } from './finding.ts';

const SIGNS = { problem: '!', warning: '~', unknown: '?', ok: '=' } as const;
const COLORS = { problem: 'red', warning: 'yellow', unknown: 'dim', ok: 'green' } as const;
const INDENT = 4;
/** The sign of a finding is part of the indentation of its heading. */
const HANG = INDENT - 2;

/** Formats message, reason and hint. */
export function findingText(finding: Finding, { colors, width }: TerminalStyle): string {
  const { level, subject, userPoolName, message, reason, hint } = finding;
  const head = `${SIGNS[level]} ${nameAndId(subject, userPoolName)}  ${message}`;
  const below = [
    ...(reason === undefined ? [] : [reason]),
    ...(hint === undefined ? [] : [colors.cyan(hint)]),
  ];
  return [
    colors[COLORS[level]](wrapText(head, width, HANG)),
    ...indent(below, INDENT).map((line) => wrapText(line, width)),
  ].join('\n');
}

const SUMMARY_LABELS: readonly (readonly [Level, string, string])[] = [
  ['problem', 'problem', 'problems'],
  ['warning', 'warning', 'warnings'],
  ['unknown', 'not checked', 'not checked'],
  ['ok', 'ok', 'ok'],
];

export function doctorSummary(findings: readonly Finding[]): string {
  const counts = SUMMARY_LABELS.flatMap(([level, one, many]) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return `Doctor: ${counts.join(', ')}.`;
}
