import type { HistoryEntry } from '../../../html/pool-view.ts';
import type { DesiredState } from '../../../lib/domain/desired.ts';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import { OUTCOMES } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ParameterMetadata } from '../../parameters/parameter-metadata.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';
import { destinationOf } from '../../pools/short-destination.ts';
import { type HistoryEvent, historyOf } from '../history/events.ts';
import { deletionNoticedAt, deletionTimes } from './deletions-of.ts';
import type { Deletion } from './read-deletions.ts';

/** The sources of a pool's history. */
export interface HistorySources {
  readonly userPoolId: string;
  readonly record: PoolRecord | undefined;
  /** All versions of the parameter, if they were read. */
  readonly versions: readonly ParameterVersion[] | undefined;
  readonly latest: ParameterMetadata | undefined;
  /** The deletions of this parameter that CloudTrail lists. */
  readonly deletions: readonly Deletion[];
  readonly settings: Settings;
}

/** Returns the history of a pool, newest entry first: versions, deletions, outcomes and other writers. */
export function poolHistory(sources: HistorySources): readonly HistoryEntry[] {
  const { userPoolId, record, versions, latest, settings } = sources;
  const events = historyOf(versions ?? [], record, userPoolId, settings).map(entryOf);
  const only =
    versions === undefined && latest !== undefined
      ? [
          {
            at: latest.at,
            kind: 'edit' as const,
            title: `Parameter version ${latest.version}`,
            ...(latest.by !== undefined && { by: latest.by }),
            lines: [],
          },
        ]
      : [];
  return [...only, ...deletionEntries(sources)].reduce(insert, events).toReversed();
}

/** Inserts an entry before the first one that is later. */
function insert(entries: readonly HistoryEntry[], entry: HistoryEntry): readonly HistoryEntry[] {
  const at = entries.findIndex((one) => Date.parse(one.at) >= Date.parse(entry.at));
  return at === -1 ? [...entries, entry] : entries.toSpliced(at, 0, entry);
}

function entryOf({ at, kind, what, by, differences, reasons }: HistoryEvent): HistoryEntry {
  const outcome = kind === 'outcome' ? OUTCOMES.find((one) => one === what) : undefined;
  return {
    at,
    kind: kind === 'desired' ? 'edit' : kind,
    title: kind === 'desired' ? what.replace(/^p/, 'P') : what,
    ...(outcome !== undefined && { outcome }),
    ...(by !== undefined && { by }),
    lines: [...reasons, ...differences.map(formatDifference)],
  };
}

function deletionEntries({ record, deletions }: HistorySources): readonly HistoryEntry[] {
  if (record === undefined) return [];
  const times = deletionTimes(record);
  return times.map((time, index): HistoryEntry => {
    const found = deletionNoticedAt(time, times[index - 1], deletions);
    const isLast = index === times.length - 1;
    return {
      at: found?.at ?? time,
      kind: 'edit',
      title: found === undefined ? 'Parameter deleted, as the service noticed' : 'Parameter deleted',
      ...(found && { by: found.by }),
      lines: [
        ...(found === undefined ? ['CloudTrail does not list the actor of the deletion.'] : []),
        ...(isLast ? lastDesired(record, found?.at ?? time) : []),
      ],
    };
  });
}

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
