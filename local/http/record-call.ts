import type { Identity } from '../cell.ts';
import type { LocalCell } from '../cells.ts';
import { isFunction } from '../identity.ts';

/** Into the cell's log of calls. */
export function recordCallOf(
  cell: LocalCell,
  identity: Identity,
  operation: string,
  outcome: string,
  requestId: string,
): void {
  cell.calls.record({
    at: cell.now(),
    operation,
    by: identity.userIdentity.arn,
    caller: isFunction(identity) ? 'functions' : 'clients',
    outcome,
    requestId,
  });
}
