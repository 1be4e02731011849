import { tone } from '../../pools/status-row.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { SyncResult } from './result.ts';

const COLUMNS: readonly Column[] = [
  { head: 'POOL' },
  { head: 'OUTCOME' },
  { head: 'CHANGED' },
  { head: 'REASON', wraps: true },
];

/** What came of each pool that was not in sync already, and a line that counts them all. */
export function syncText(results: readonly SyncResult[], look: Pick<Terminal, 'colours' | 'width'>): string {
  const { colours } = look;
  const told = results.filter(({ outcome }) => outcome !== 'InSync');
  const rows = told.map(({ userPoolId, outcome, differences, reasons }) => [
    userPoolId,
    outcome === 'Pending' ? colours.yellow(outcome) : colours[tone(outcome)](outcome),
    differences.length === 0 ? '-' : String(differences.length),
    reasons.join('\n'),
  ]);
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const counted = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const summary = `Sync: ${counted === '' ? 'no pool is managed' : counted}.`;
  return rows.length === 0 ? summary : `${table(COLUMNS, rows, look)}\n\n${summary}`;
}
