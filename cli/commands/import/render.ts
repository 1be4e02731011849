import { type Column, table } from '../../terminal/table.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What came of adopting a pool. */
export interface ImportResult {
  readonly userPoolId: string;
  /** `exists`: it has a parameter, which was left as it is. */
  readonly result: 'written' | 'exists' | 'refused' | 'failed';
  /** The file, or the parameter's name. */
  readonly to?: string;
  readonly reasons: readonly string[];
}

export const isFailure = ({ result }: ImportResult): boolean => result === 'refused' || result === 'failed';

const COLUMNS: readonly Column[] = [{ head: 'POOL' }, { head: 'RESULT' }, { head: 'REASON', wraps: true }];

/** Those that were not written, and a line that counts them all. */
export function importText(
  results: readonly ImportResult[],
  look: Pick<Terminal, 'colours' | 'width'>,
): string {
  const rows = results
    .filter(({ result }) => result !== 'written')
    .map((one) => [
      one.userPoolId,
      isFailure(one) ? look.colours.red(one.result) : one.result,
      one.reasons.join('\n'),
    ]);
  const of = (result: ImportResult['result']): number =>
    results.filter((one) => one.result === result).length;
  const counted = (['written', 'exists', 'refused', 'failed'] as const)
    .filter((result) => of(result) > 0)
    .map((result) => `${of(result)} ${result === 'exists' ? 'had a parameter' : result}`);
  const summary = `Import: ${counted.length === 0 ? 'nothing to adopt' : counted.join(', ')}.`;
  return rows.length === 0 ? summary : `${table(COLUMNS, rows, look)}\n\n${summary}`;
}
