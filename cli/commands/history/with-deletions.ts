import type { DesiredState } from '../../../lib/domain/desired.ts';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { destinationOf } from '../../pools/short-destination.ts';
import { deletionNoticedAt, deletionTimes } from './deletions-of.ts';
import type { HistoryEvent } from './events.ts';
import type { Deletions } from './read-deletions.ts';

/**
 * Adds the deletions of the parameter, each with its actor and the last one with the state that was desired until then.
 * Parameter Store forgets both. `deletions`: those of this parameter.
 */
export const withDeletions = (
  events: readonly HistoryEvent[],
  record: PoolRecord | undefined,
  deletions: Deletions,
): readonly HistoryEvent[] =>
  record === undefined ? events : insertByTime(events, deletionEvents(record, deletions));

/** Returns the items with each added one before the first item that is not earlier. */
export function insertByTime<T extends { readonly at: string }>(
  items: readonly T[],
  added: readonly T[],
): readonly T[] {
  const all = [...items];
  for (const item of added) {
    const at = all.findIndex((one) => Date.parse(one.at) >= Date.parse(item.at));
    all.splice(at === -1 ? all.length : at, 0, item);
  }
  return all;
}

function deletionEvents(record: PoolRecord, deletions: Deletions): readonly HistoryEvent[] {
  const times = deletionTimes(record);
  return times.map((time, index) => {
    const found = deletionNoticedAt(time, times[index - 1], deletions.found);
    const at = found?.at ?? time;
    return {
      at,
      kind: 'desired',
      what: found === undefined ? 'parameter deleted, as the service noticed' : 'parameter deleted',
      ...(found && { by: found.by }),
      differences: [],
      reasons: [
        ...(found === undefined ? [unknownActor(deletions)] : []),
        ...(index === times.length - 1 ? lastDesired(record, at) : []),
      ],
    };
  });
}

const unknownActor = ({ failed }: Deletions): string =>
  failed === undefined
    ? 'CloudTrail does not list the actor of the deletion.'
    : `The actor of the deletion is not known (cloudtrail:LookupEvents: ${failed}).`;

/** Describes the state that was desired before the last deletion, or else the last write to the pool before it. */
function lastDesired(
  { Desired, DeletedAt, Deleted, Transitions }: PoolRecord,
  deletedAt: string,
): readonly string[] {
  const state = DeletedAt === undefined ? Deleted?.Desired : Desired;
  if (state !== undefined) return ['Desired until then:', ...stateLines(state)];
  const written = Transitions.findLast(
    ({ At, To, After }) => After !== undefined && To !== 'Cleared' && Date.parse(At) < Date.parse(deletedAt),
  )?.After;
  if (written === undefined) return [];
  return ['Last written to the pool by the service:', ...difference([], written).map(formatDifference)];
}

const stateLines = ({ LogConfigurations, Mode, OnDelete }: DesiredState): readonly string[] => [
  ...(LogConfigurations.length === 0
    ? ['no log delivery']
    : LogConfigurations.map(
        (entry) => `${entry.EventSource} ${entry.LogLevel} → ${destinationOf(entry) ?? 'no destination'}`,
      )),
  `Mode ${Mode}, OnDelete ${OnDelete}`,
];
