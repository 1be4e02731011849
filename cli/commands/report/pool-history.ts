import type { HistoryEntry } from '../../../html/pool-view.ts';
import { formatDifference } from '../../../lib/domain/difference.ts';
import { OUTCOMES } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { ParameterMetadata } from '../../parameters/parameter-metadata.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';
import { type HistoryEvent, historyOf } from '../history/events.ts';
import type { Deletions } from '../history/read-deletions.ts';
import { insertByTime, withDeletions } from '../history/with-deletions.ts';

/** The sources of a pool's history. */
export interface HistorySources {
  readonly userPoolId: string;
  readonly record: PoolRecord | undefined;
  /** All versions of the parameter, if they were read. */
  readonly versions: readonly ParameterVersion[] | undefined;
  readonly latest: ParameterMetadata | undefined;
  /** The deletions of this parameter. */
  readonly deletions: Deletions;
  readonly settings: Settings;
}

/** Returns the history of a pool, newest entry first: versions, deletions, outcomes and other writers. */
export function poolHistory(sources: HistorySources): readonly HistoryEntry[] {
  const { userPoolId, record, versions, latest, settings } = sources;
  const history = historyOf(versions ?? [], record, userPoolId, settings);
  const events = withDeletions(history, record, sources.deletions).map(entryOf);
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
  return insertByTime(events, only).toReversed();
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
