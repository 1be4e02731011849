import { showInvisible } from '../../lib/domain/invisible.ts';
import type { Column } from '../terminal/table.ts';

interface NamedPool {
  readonly userPoolId: string;
  readonly userPoolName?: string;
}

export interface PoolColumns {
  readonly columns: readonly Column[];
  cells(pool: NamedPool): readonly string[];
}

/** Returns the first columns of a table of pools: the name, if the name of a pool is known, and the ID. */
export function poolColumns(pools: readonly NamedPool[]): PoolColumns {
  if (pools.every(({ userPoolName }) => userPoolName === undefined))
    return { columns: [{ head: 'POOL' }], cells: ({ userPoolId }) => [userPoolId] };
  return {
    columns: [{ head: 'NAME' }, { head: 'POOL' }],
    cells: ({ userPoolId, userPoolName }) => [showInvisible(userPoolName ?? '-'), userPoolId],
  };
}
