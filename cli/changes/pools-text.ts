import { collapse } from '../pools/collapse.ts';
import { poolColumns } from '../pools/pool-columns.ts';
import { nameAndId } from '../pools/pool-names.ts';
import { type NamedPool, sameForMore } from '../pools/read-each.ts';
import { table } from '../terminal/table.ts';
import type { TerminalStyle } from '../terminal/terminal.ts';
import { formatCounts, indent } from '../terminal/text.ts';
import { isFailed } from './result.ts';
import type { PoolResult } from './write-pools.ts';

/** A pool in the list before the question. */
export interface ListedPool extends NamedPool {
  readonly version: number;
  /** What becomes of the pool. */
  readonly effect: string;
}

/** Returns every pool by its name, and below the pools with the same effect what becomes of them. */
export function listText(pools: readonly ListedPool[]): string {
  const groups = new Map<string, ListedPool[]>();
  for (const pool of pools) groups.set(pool.effect, [...(groups.get(pool.effect) ?? []), pool]);
  return [...groups]
    .flatMap(([effect, group]) => [
      ...group.map(
        ({ userPoolId, userPoolName, version }) =>
          `  ${nameAndId(userPoolId, userPoolName)}, version ${version}`,
      ),
      ...indent([effect]),
    ])
    .join('\n');
}

/** Returns a table of the pools whose parameter was not written or deleted, and a summary: `Delete: 2 deleted, 1 failed.` */
export function poolResultsText(label: string, results: readonly PoolResult[], style: TerminalStyle): string {
  const failed = results.filter(isFailed);
  const counts = formatCounts(results.map(({ result }) => result));
  const summary = `${label}: ${counts === '' ? 'no changes' : counts}.`;
  return failed.length === 0 ? summary : `${failedTable(failed, style)}\n\n${summary}`;
}

/** More than three pools with the same reason are one row: a missing permission concerns all of them. */
function failedTable(failed: readonly PoolResult[], style: TerminalStyle): string {
  const named = poolColumns(failed);
  const causeOf = ({ userPoolId, result, reason = '' }: PoolResult): string =>
    `${result} ${reason.replaceAll(userPoolId, '')}`;
  const rows = collapse(failed, causeOf).map(({ first, others }) => [
    ...named.cells(first),
    style.colors.red(first.result),
    [first.reason ?? '', ...sameForMore(others)].join('\n'),
  ]);
  return table([...named.columns, { head: 'RESULT' }, { head: 'REASON', wraps: true }], rows, style);
}
