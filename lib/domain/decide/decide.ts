import { blankRecord } from '../record.ts';
import { formatIssue } from '../validation-issue.ts';
import { decideAbsent } from './absent.ts';
import type { Action, Situation } from './action.ts';
import { storeIfNew, withStatus } from './next-record.ts';
import { decideValid } from './valid.ts';

/**
 * What to do about one pool: pure, total, and shared by the function, the sweep and the command line.
 * Acting on it and deciding again gives `Nothing`; what is refused never gives `Apply`.
 */
export function decide(situation: Situation): Action {
  const { desired } = situation;
  switch (desired.kind) {
    case 'Absent':
      return decideAbsent(situation);
    case 'Invalid':
      return decideInvalid(situation, desired.faults.map(formatIssue));
    case 'Valid':
      return decideValid(situation, desired.state);
  }
}

/** We refuse it: said, stored, looked at again on each pass, since an allow-list can change. */
function decideInvalid({ recorded, userPoolId, now }: Situation, reasons: readonly string[]): Action {
  const { DeletedAt: _back, Rejection: _older, ...base } = recorded ?? blankRecord(userPoolId, now);
  return storeIfNew(recorded, withStatus(base, { to: 'Rejected', reasons, now }));
}
