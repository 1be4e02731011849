import type { DesiredState } from '../../../lib/domain/desired.ts';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { destinationOf } from '../../pools/short-destination.ts';
import { deletionNoticedAt, deletionTimes, parameterSources } from './deletions-of.ts';
import type { HistoryEvent } from './events.ts';
import type { Deletions } from './read-deletions.ts';

/**
 * Adds the deletions of the parameter, each with its actor and, if it is known, the state that was desired until then.
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
        ...lastDesired(record, { time, previous: times[index - 1], at }),
      ],
    };
  });
}

const unknownActor = ({ failed }: Deletions): string =>
  failed === undefined
    ? 'CloudTrail does not list the actor of the deletion.'
    : `The actor of the deletion is not known (cloudtrail:LookupEvents: ${failed}).`;

/** A deletion: the time at which the service noticed it and the previous one, and the time of the deletion. */
interface Noticed {
  readonly time: string;
  readonly previous: string | undefined;
  readonly at: string;
}

/**
 * Describes the state that was desired before the deletion. The record keeps it of the last deletion, and of the last one that
 * a sweep processed. For the others it is the last write to the pool since the previous deletion.
 */
function lastDesired(record: PoolRecord, { time, previous, at }: Noticed): readonly string[] {
  const state = stateBefore(record, time);
  if (state !== undefined) return ['Desired until then:', ...stateLines(state)];
  const start = previous === undefined ? Number.NEGATIVE_INFINITY : Date.parse(previous);
  const written = record.Transitions.findLast(
    ({ At, To, After }) =>
      After !== undefined && To !== 'Cleared' && Date.parse(At) > start && Date.parse(At) < Date.parse(at),
  )?.After;
  if (written === undefined) return [];
  return ['Last written to the pool by the service:', ...difference([], written).map(formatDifference)];
}

function stateBefore(record: PoolRecord, time: string): DesiredState | undefined {
  const { Desired, DeletedAt, Deleted, Sources } = record;
  if (Sources) {
    const states = parameterSources(Sources).flatMap((source) => source.Desired ?? []);
    const [first] = states;
    return first && { ...first, LogConfigurations: states.flatMap((state) => state.LogConfigurations) };
  }
  if (time === DeletedAt) return Desired;
  return time === Deleted?.At ? Deleted.Desired : undefined;
}

const stateLines = ({ LogConfigurations, Mode, OnDelete, Inherit }: DesiredState): readonly string[] => [
  ...(LogConfigurations.length === 0
    ? ['no log delivery']
    : LogConfigurations.map(
        (entry) => `${entry.EventSource} ${entry.LogLevel} → ${destinationOf(entry) ?? 'no destination'}`,
      )),
  `Mode ${Mode}, OnDelete ${OnDelete}${Inherit ? ', Inherit' : ''}`,
];
