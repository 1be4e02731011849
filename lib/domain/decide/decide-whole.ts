import { blankRecord } from '../record.ts';
import { formatIssue } from '../validation-issue.ts';
import { decideAbsent } from './absent.ts';
import type { Action, Situation } from './action.ts';
import { storeIfNew, withStatus } from './next-record.ts';
import { decideValid } from './valid.ts';

/**
 * Decides for a pool whose configuration has one owner, or for one event source. The function is pure and total. After
 * the action is applied, a second decision returns `Nothing`. An invalid desired state never returns `Apply`.
 */
export function decideWhole(situation: Situation): Action {
  const { desired } = situation;
  switch (desired.kind) {
    case 'Absent':
      return decideAbsent(situation);
    case 'Invalid':
      return decideInvalid(situation, desired.issues.map(formatIssue));
    case 'Valid':
      return decideValid(situation, desired.state);
  }
}

/** Records the rejection. Every sweep validates the parameter again, because the allow-list can change. */
function decideInvalid({ recorded, userPoolId, now }: Situation, reasons: readonly string[]): Action {
  const { DeletedAt: _deletedAt, Rejection: _rejection, ...base } = recorded ?? blankRecord(userPoolId, now);
  return storeIfNew(recorded, withStatus(base, { to: 'Rejected', reasons, now }));
}
