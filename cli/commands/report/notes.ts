import type { PoolView } from '../../../html/pool-view.ts';
import { isManagedRecord, type PoolRecord } from '../../../lib/domain/record.ts';
import {
  NOT_CHECKED_YET,
  NOTIFICATIONS_PROVE_NOTHING,
  silentStreamText,
  totalsText,
} from '../../arrival/arrival-text.ts';
import type { ArrivalTotals } from '../../arrival/arrival-view.ts';
import { freezeLine } from '../../freeze/freeze-text.ts';
import type { FreezeView } from '../../freeze/read-freeze.ts';
import { coverageOf, coverageText } from '../../policies/coverage.ts';
import { ownedSources } from '../../policies/owned-sources.ts';
import { holdText } from '../../pools/hold-text.ts';
import { isStopped } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import type { TrailSearch } from '../../service/trails.ts';
import { formatCounts, pluralize } from '../../terminal/text.ts';
import { formatTimestamp } from '../../terminal/time.ts';
import type { Deletions } from '../history/read-deletions.ts';
import type { ListedPools } from './list-pools.ts';
import type { Versions } from './read-versions.ts';

/** Says who froze the service: until it is unfrozen, differences and edits stay. */
export const freezeNotes = (freeze: FreezeView | string | undefined, now: Date): readonly string[] =>
  freeze === undefined ? [] : [freezeLine(freeze, now)];

export function sweepNotes(sweep: LastSweep | undefined): readonly string[] {
  if (sweep === undefined) return ['No sweep has run yet.'];
  const held = sweep.held ? [holdText(sweep.lost, sweep.heldPolicies)] : [];
  return [`The last sweep ended at ${formatTimestamp(sweep.at)} UTC.`, ...held];
}

/** Undefined totals: no check has run yet. */
export function arrivalNotes(totals: ArrivalTotals | undefined): readonly string[] {
  if (totals === undefined) return [NOT_CHECKED_YET];
  return [
    `Sign-in logs, checked at ${formatTimestamp(totals.checkedAt)} UTC: ${totalsText(totals)}.`,
    ...totals.silentStreams.map(silentStreamText),
    NOTIFICATIONS_PROVE_NOTHING,
  ];
}

/** Says how many pools policies and parameters manage, in a fleet with policies. */
export function coverageNotes(
  records: readonly PoolRecord[],
  sweep: LastSweep | undefined,
): readonly string[] {
  const pools = records.map((record) => ({
    isManaged: isManagedRecord(record),
    owners: ownedSources(record.Sources).flatMap(({ owner }) => owner ?? []),
  }));
  const text = coverageText(coverageOf(pools, sweep));
  return text === undefined ? [] : [text];
}

/** Names the rollouts that need an operator. */
export const rolloutNotes = (rollouts: readonly RolloutView[]): readonly string[] =>
  rollouts.filter(isStopped).map(({ policy, state, stopped }) => {
    const at = stopped === undefined ? '' : ` at ${formatTimestamp(stopped.at)} UTC`;
    return state === 'Halted'
      ? `The rollout of policy "${policy}" halted${at}: ${stopped?.reason ?? ''}`
      : `The rollout of policy "${policy}" was aborted${at}. The parameter is not the version that applies.`;
  });

export function trailNotes({ kind }: TrailSearch): readonly string[] {
  if (kind === 'Logging') return [];
  return [
    kind === 'None'
      ? 'No trail logs management events, so the actors of pool changes are not known.'
      : 'It is not known whether a trail logs management events. Without one, the actors of pool changes are not known.',
  ];
}

interface Read {
  readonly pools: readonly PoolView[];
  readonly listed: ListedPools;
  readonly versions: Pick<Versions, 'failed' | 'listFailed'>;
  readonly deletions: Deletions;
}

/** Returns what the report does not contain although it should. An empty list means that it is complete. */
export function missingNotes({ pools, listed, versions, deletions }: Read): readonly string[] {
  const unread = pools.flatMap(({ live }) => (live?.kind === 'Failed' ? [live.reason] : []));
  const { failed, listFailed } = versions;
  return [
    ...(unread.length === 0
      ? []
      : [
          `${unread.length} of ${pluralize(pools.length, 'pool')} could not be read. Their state is not known: ${formatCounts(unread)}.`,
        ]),
    ...(listed.missing === undefined ? [] : [listed.missing]),
    ...(listFailed === undefined
      ? []
      : [
          `The parameters could not be listed, so their versions and authors are missing: ssm:${listFailed}.`,
        ]),
    ...(failed.size === 0
      ? []
      : [
          `The versions and authors of ${pluralize(failed.size, 'parameter')} could not be read: ${formatCounts([...failed.values()])}.`,
        ]),
    ...(deletions.failed === undefined
      ? []
      : [
          `Not all actors of deleted parameters are known: CloudTrail's event history could not be read (cloudtrail:LookupEvents: ${deletions.failed}).`,
        ]),
  ];
}
