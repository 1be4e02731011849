import { poolColumns } from '../../pools/pool-columns.ts';
import { type Column, table } from '../../terminal/table.ts';
import type { TerminalStyle } from '../../terminal/terminal.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import { wrapText } from '../../terminal/wrap.ts';
import { quotedNames } from './policies-text.ts';
import { type ImportResult, isFailure } from './result.ts';

const COLUMNS: readonly Column[] = [{ head: 'RESULT' }, { head: 'REASON', wraps: true }];

/** Formats the pools that were not written, and a summary of all pools. */
export function importText(results: readonly ImportResult[], style: TerminalStyle): string {
  const shown = results.filter(({ result }) => result !== 'written' && result !== 'ofPolicies');
  const named = poolColumns(shown);
  const rows = shown.map((one) => [
    ...named.cells(one),
    isFailure(one) ? style.colors.red(one.result) : one.result,
    one.reasons.join('\n'),
  ]);
  const of = (result: ImportResult['result']): number =>
    results.filter((one) => one.result === result).length;
  const counts = (['written', 'exists', 'ofPolicies', 'rejected', 'failed'] as const)
    .filter((result) => of(result) > 0)
    .map((result) => `${of(result)} ${COUNTED[result]}`);
  const summary = `Import: ${counts.length === 0 ? 'no pools to import' : counts.join(', ')}.`;
  const shownTable = rows.length === 0 ? [] : [table([...named.columns, ...COLUMNS], rows, style), ''];
  return [...shownTable, ...leftLines(results, style), summary].join('\n');
}

const COUNTED: Readonly<Record<ImportResult['result'], string>> = {
  written: 'written',
  exists: 'already had a parameter',
  ofPolicies: 'left to policies',
  rejected: 'rejected',
  failed: 'failed',
};

/** Names some of the pools that are left to policies: a fleet can have thousands. */
function leftLines(results: readonly ImportResult[], { width }: TerminalStyle): readonly string[] {
  const left = results.filter(({ result }) => result === 'ofPolicies');
  if (left.length === 0) return [];
  const ids = left.map(({ userPoolId }) => userPoolId);
  const names = [...new Set(left.flatMap(({ policies = [] }) => policies))].sort();
  const text = `${pluralize(ids.length, 'pool')} left to policies (${quotedNames(names)}): ${formatSample(ids, ids.length)}. To see which policy applies, run: clr explain POOL`;
  return [wrapText(text, width)];
}
