import { poolColumns } from '../../pools/pool-columns.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { type ImportResult, isFailure } from './result.ts';

const COLUMNS: readonly Column[] = [{ head: 'RESULT' }, { head: 'REASON', wraps: true }];

/** Formats the pools that were not written, and a summary of all pools. */
export function importText(results: readonly ImportResult[], style: TerminalStyle): string {
  const shown = results.filter(({ result }) => result !== 'written');
  const named = poolColumns(shown);
  const rows = shown.map((one) => [
    ...named.cells(one),
    isFailure(one) ? style.colors.red(one.result) : one.result,
    one.reasons.join('\n'),
  ]);
  const of = (result: ImportResult['result']): number =>
    results.filter((one) => one.result === result).length;
  const counts = (['written', 'exists', 'rejected', 'failed'] as const)
    .filter((result) => of(result) > 0)
    .map((result) => `${of(result)} ${result === 'exists' ? 'already had a parameter' : result}`);
  const summary = `Import: ${counts.length === 0 ? 'no pools to import' : counts.join(', ')}.`;
  return rows.length === 0 ? summary : `${table([...named.columns, ...COLUMNS], rows, style)}\n\n${summary}`;
}
