import { groupProblems, type ProblemGroup } from '../../html/problem-groups.ts';
import type { StatusRow } from './status-row.ts';

/** The part of a status row that the grouping needs. */
type Row = Pick<StatusRow, 'userPoolId' | 'outcome' | 'reasons' | 'findings' | 'otherWriter'>;

/**
 * Groups the problems of rows by cause, the most urgent kind first and then the cause with the most pools. A row with
 * several causes is in several groups; a row without a problem is in none. `home` is the account and Region of the
 * service: destinations elsewhere are shown with theirs.
 */
export const problemGroups = (
  rows: readonly Row[],
  home: { readonly account: string; readonly region: string },
): readonly ProblemGroup[] =>
  groupProblems(
    rows.map(({ userPoolId, ...row }) => ({ id: userPoolId, ...row })),
    home,
  );
