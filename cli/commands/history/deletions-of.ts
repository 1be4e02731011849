import { isFinished } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Deletion } from './read-deletions.ts';

/** Whether the parameter of the pool was deleted, as far as the record shows. */
export const wasDeleted = ({ DeletedAt, Deleted, Status }: PoolRecord): boolean =>
  DeletedAt !== undefined || Deleted !== undefined || isFinished(Status.Outcome);

/** The reason of the transition with which the service notices a deletion begins with this text. */
const DELETED = 'Parameter deleted.';

/** Returns the times at which the service noticed that the parameter was deleted, oldest first. */
export function deletionTimes({ DeletedAt, Deleted, Transitions }: PoolRecord): readonly string[] {
  const noticed = Transitions.filter(
    ({ From, To, Reasons }) => To === 'Waiting' && From !== 'Waiting' && Reasons[0]?.startsWith(DELETED),
  );
  const times = [DeletedAt, Deleted?.At, ...noticed.map(({ At }) => At)];
  return [...new Set(times.filter((time) => time !== undefined))].toSorted();
}

/** CloudTrail reports times in whole seconds, and the clocks of AWS and of the functions can differ. */
const TOLERANCE_MS = 5_000;

/** Returns the last deletion before the service noticed it, but not one that it noticed earlier. */
export function deletionNoticedAt(
  time: string,
  previous: string | undefined,
  deletions: readonly Deletion[],
): Deletion | undefined {
  const end = Date.parse(time) + TOLERANCE_MS;
  const start = previous === undefined ? Number.NEGATIVE_INFINITY : Date.parse(previous);
  return deletions
    .filter(({ at }) => Date.parse(at) > start && Date.parse(at) <= end)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}
