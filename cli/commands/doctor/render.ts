import type { Home } from '../../../html/destinations.ts';
import { showInvisible } from '../../../lib/domain/invisible.ts';
import { nameAndId } from '../../pools/pool-names.ts';
import { shortDestination } from '../../pools/short-destination.ts';
import type { Terminal, TerminalStyle } from '../../terminal/terminal.ts';
import { formatSample, indent, pluralize } from '../../terminal/text.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { Finding, Level } from './finding.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';

const SIGNS = { problem: '!', warning: '~', unknown: '?', ok: '=' } as const;
const COLORS = { problem: 'red', warning: 'yellow', unknown: 'dim', ok: 'green' } as const;
const INDENT = 4;
/** The sign of a finding is part of the indentation of its heading. */
const HANG = INDENT - 2;

/** Formats the findings, those with the same cause as one. */
export const findingTexts = (
  findings: readonly Finding[],
  home: Home,
  style: TerminalStyle,
): readonly string[] =>
  groupFindings(findings).map((group) =>
    group.members.length === 0 ? findingText(group.finding, style) : groupText(group, home, style),
  );

/** Prints the findings, without those that passed unless the operator wants them. */
export function showFindings(
  terminal: Terminal,
  { settings }: { readonly settings: Home },
  findings: readonly Finding[],
  { showPassing, all }: { readonly showPassing: boolean; readonly all: boolean },
): void {
  const shown = findings.filter(({ level }) => showPassing || level !== 'ok');
  const texts = all
    ? shown.map((finding) => findingText(finding, terminal))
    : findingTexts(shown, settings, terminal);
  for (const text of texts) terminal.print(text);
}

/** Formats message, reason and hint. */
export const findingText = (finding: Finding, style: TerminalStyle): string =>
  textOf(nameAndId(finding.subject, finding.userPoolName), finding, [finding.reason], style);

function groupText({ finding, kind, members }: FindingGroup, home: Home, style: TerminalStyle): string {
  const names = members.map(({ subject, userPoolName }) =>
    kind === 'pool' ? showInvisible(userPoolName ?? subject) : shortDestination(subject, home),
  );
  const sample = `${kind === 'pool' ? 'Pools' : 'Destinations'}: ${formatSample(names, names.length)}`;
  return textOf(pluralize(members.length, kind), finding, [finding.reason, sample], style);
}

function textOf(
  subject: string,
  { level, message, hint }: Finding,
  details: readonly (string | undefined)[],
  { colors, width }: TerminalStyle,
): string {
  const head = `${SIGNS[level]} ${subject}  ${message}`;
  const below = [
    ...details.filter((detail) => detail !== undefined),
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

/** Counts the findings of each level. `listAll`: the command that lists each finding, if findings are grouped by cause. */
export function doctorSummary(findings: readonly Finding[], listAll?: string): string {
  const groups = listAll === undefined ? [] : groupFindings(findings);
  const counts = SUMMARY_LABELS.flatMap(([level, one, many]) => {
    const count = findings.filter((finding) => finding.level === level).length;
    const causes = groups.filter(({ finding }) => finding.level === level).length;
    const isGrouped = level !== 'ok' && causes > 0 && causes < count;
    if (count === 0) return [];
    return [`${count} ${count === 1 ? one : many}${isGrouped ? ` (${pluralize(causes, 'cause')})` : ''}`];
  });
  const isShorter = groups.some(({ finding, members }) => finding.level !== 'ok' && members.length > 0);
  const note = isShorter ? [`To see each pool and destination, run: ${listAll}`] : [];
  return [`Doctor: ${counts.join(', ')}.`, ...note].join('\n');
}
