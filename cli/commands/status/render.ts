import { problemText } from '../../pools/problems.ts';
import { type RowFinding, type StatusRow, tone } from '../../pools/status-row.ts';
import type { LastSweep } from '../../service/status-records.ts';
import { type Column, table, wrapped } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { ago } from '../../terminal/time.ts';
import { some } from '../sweep/render.ts';

type Look = Pick<Terminal, 'colours' | 'width'>;

export interface FleetStatus {
  readonly rows: readonly StatusRow[];
  readonly lastSweep: LastSweep | undefined;
  readonly trail: 'Logging' | 'None' | 'Unknown';
  readonly now: Date;
}

export function statusText({ rows, lastSweep, trail, now }: FleetStatus, look: Look): string {
  const isLive = rows.some(({ live }) => live !== undefined);
  const columns: readonly Column[] = [
    { head: 'POOL' },
    { head: 'OUTCOME' },
    ...(isLive ? [{ head: 'LIVE' }] : []),
    { head: 'SINCE' },
    { head: 'APPLIED' },
    { head: 'DRIFTS' },
    { head: 'REASON', wraps: true },
  ];
  const lines = rows.map((row) => [
    row.userPoolId,
    look.colours[row.findings.length > 0 ? 'red' : tone(row.outcome)](row.outcome),
    ...(isLive ? [row.live ?? '-'] : []),
    ago(row.since, now),
    ago(row.lastAppliedAt, now),
    String(row.driftCount),
    reasonOf(row, now),
  ]);
  const listed = rows.length === 0 ? [] : [table(columns, lines, look), ''];
  const told = summary(rows, lastSweep, trail, now);
  return [
    ...listed,
    ...told.map((line) => (look.width === undefined ? line : wrapped(line, look.width))),
  ].join('\n');
}

function reasonOf({ reasons, retryAt, otherWriter, findings }: StatusRow, now: Date): string {
  const again = retryAt !== undefined && Date.parse(retryAt) > now.getTime();
  return [
    ...findings.map((finding) => findingText(finding, now)),
    ...reasons,
    ...(otherWriter === undefined ? [] : [`by ${otherWriter}`]),
    ...(again ? [`again in ${ago(now.toISOString(), new Date(retryAt))}`] : []),
  ].join('\n');
}

const findingText = ({ problem, since, destination }: RowFinding, now: Date): string =>
  `no logs flow, found ${ago(since, now)} ago: ${problemText(problem)}${destination === undefined ? '' : ` (${destination})`}`;

function summary(
  rows: readonly StatusRow[],
  sweep: LastSweep | undefined,
  trail: FleetStatus['trail'],
  now: Date,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const { outcome } of rows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const pools = `${rows.length} pool${rows.length === 1 ? '' : 's'}`;
  const silent = rows.filter(({ findings }) => findings.length > 0).length;
  return [
    told === '' ? `${pools}.` : `${pools}: ${told}.`,
    sweep === undefined
      ? 'No sweep has been yet.'
      : `Last sweep ${ago(sweep.At, now)} ago; ${sweep.Unmanaged} unmanaged${unmanaged(sweep)}.`,
    ...(silent === 0
      ? []
      : [
          `No logs flow of ${silent} pool${silent === 1 ? '' : 's'}: docs/operations.md, Logs do not arrive.`,
        ]),
    ...(sweep?.Held
      ? [`Held: ${sweep.Lost} parameters are gone at once. Meant? clr sweep --accept-deletions ${sweep.Lost}`]
      : []),
    ...(trail === 'None' ? ['No trail logs management events: drift waits for the sweep.'] : []),
  ];
}

const unmanaged = ({ Unmanaged, UnmanagedSample }: LastSweep): string =>
  UnmanagedSample.length === 0 ? '' : `: ${some(UnmanagedSample, Unmanaged)}`;
