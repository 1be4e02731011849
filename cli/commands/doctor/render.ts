import { nameAndId } from '../../pools/pool-names.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { indent, wrapText } from '../../terminal/text.ts';
import type { Finding, Level } from './finding.ts';

const SIGNS = { problem: '!', warning: '~', unknown: '?', ok: '=' } as const;
const COLORS = { problem: 'red', warning: 'yellow', unknown: 'dim', ok: 'green' } as const;
const INDENT = 4;

/** Formats message, reason and hint. The hint is never wrapped, so that you can copy the command. */
export function findingText(finding: Finding, { colors, width }: TerminalStyle): string {
  const { level, subject, userPoolName, message, reason, hint } = finding;
  const fitted = (text: string, indent: number): readonly string[] =>
    (width === undefined ? text : wrapText(text, width - indent)).split('\n');
  const all = `${SIGNS[level]} ${nameAndId(subject, userPoolName)}  ${message}`;
  const [head = ''] = fitted(all, 0);
  const rest = all.slice(head.length).trimStart();
  return [
    colors[COLORS[level]](head),
    ...indent(rest === '' ? [] : fitted(rest, INDENT), INDENT),
    ...indent(reason === undefined ? [] : fitted(reason, INDENT), INDENT),
    ...indent(hint === undefined ? [] : [colors.cyan(hint)], INDENT),
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
