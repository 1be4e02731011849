import { poolColumns } from '../../pools/pool-columns.ts';
import { outcomeColor } from '../../terminal/outcome-color.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatCounts } from '../../terminal/text.ts';
import type { SyncResult } from './result.ts';

const COLUMNS: readonly Column[] = [
  { head: 'OUTCOME' },
  { head: 'CHANGED' },
  { head: 'REASON', wraps: true },
];

/** Formats the outcome of each pool that was not in sync, and a summary of all pools. */
export function syncText(results: readonly SyncResult[], style: TerminalStyle): string {
  const { colors } = style;
  const changed = results.filter(({ outcome }) => outcome !== 'InSync');
  const named = poolColumns(changed);
  const rows = changed.map(({ outcome, differences, reasons, ...pool }) => [
    ...named.cells(pool),
    outcome === 'Pending' ? colors.yellow(outcome) : colors[outcomeColor(outcome)](outcome),
    differences.length === 0 ? '-' : String(differences.length),
    reasons.join('\n'),
  ]);
  const counts = formatCounts(results.map(({ outcome }) => outcome));
  const summary = `Sync: ${counts === '' ? 'no managed pools' : counts}.`;
  return rows.length === 0 ? summary : `${table([...named.columns, ...COLUMNS], rows, style)}\n\n${summary}`;
}
