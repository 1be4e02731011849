import { isFinished } from '../../../lib/domain/outcome.ts';
import { formatOwner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { PoolRecord, SourceRecord, SourceRecords } from '../../../lib/domain/record.ts';
import type { Deletion } from './read-deletions.ts';

/** Whether the parameter of the pool was deleted, as far as the record shows. */
export const wasDeleted = (record: PoolRecord): boolean =>
  record.Sources
    ? deletionTimes(record).length > 0
    : record.DeletedAt !== undefined || record.Deleted !== undefined || isFinished(record.Status.Outcome);

/** The reason of the transition with which the service notices a deletion begins with one of these texts. */
const DELETED = ['Parameter deleted.', `Left ${formatOwner(PARAMETER)}.`];

/** Returns the times at which the service noticed that the parameter was deleted, oldest first. */
export function deletionTimes({ DeletedAt, Deleted, Transitions, Sources }: PoolRecord): readonly string[] {
  const noticed = Transitions.filter(
    ({ From, To, Reasons }) =>
      To === 'Waiting' && From !== 'Waiting' && DELETED.some((text) => Reasons[0]?.startsWith(text)),
  );
  // Event sources can also have lost a policy.
  const recorded = Sources
    ? parameterSources(Sources).map((source) => source.DeletedAt)
    : [DeletedAt, Deleted?.At];
  const times = [...recorded, ...noticed.map(({ At }) => At)];
  return [...new Set(times.filter((time) => time !== undefined))].toSorted();
}

/** Returns the event sources that the parameter of the pool owns. */
export const parameterSources = (sources: SourceRecords): readonly SourceRecord[] =>
  Object.values(sources).filter(({ Owner }) => Owner?.Kind === 'Parameter');

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
