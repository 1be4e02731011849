import { observedSide, type Side } from '../../../html/configuration-lines.ts';
import type { HistoryEntry, PoolView } from '../../../html/pool-table.ts';
import { difference, formatDifference } from '../../../lib/domain/difference.ts';
import type { DestinationFinding } from '../../../lib/domain/finding.ts';
import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { isSettled } from '../../../lib/domain/outcome.ts';
import type { PoolRecord, Transition } from '../../../lib/domain/record.ts';
import type { Replicas } from '../../../lib/domain/replicas.ts';
import { problemText } from '../../pools/problems.ts';
import { replicaText } from '../../pools/replica-text.ts';
import { rowOf } from '../../pools/status-row.ts';

/** Converts a record for the report. `missing`: the destinations that cannot receive logs, by ARN. */
export function poolView(
  record: PoolRecord,
  missing: ReadonlyMap<string, DestinationFinding>,
  live: readonly ObservedConfiguration[] | 'PoolNotFound' | undefined,
  replicas: Replicas,
): PoolView {
  const { UserPoolId, Status, Desired, Original, Transitions, DriftCount, LastAppliedAt, Contest } = record;
  const { findings, replicaRegions } = rowOf(record, missing, replicas);
  return {
    id: UserPoolId,
    desired: Desired ? observedSide(Desired.LogConfigurations) : { lines: [], note: 'no valid parameter' },
    observed: observed(record, live),
    recorded: {
      outcome: Status.Outcome,
      reasons: [...Status.Reasons, ...(replicaRegions.length === 0 ? [] : [replicaText(replicaRegions)])],
      since: Status.Since,
      driftCount: DriftCount,
      findings: findings.map(
        ({ problem, since, destination }) =>
          `Not delivering logs since ${since} or earlier: ${problemText(problem)}${destination === undefined ? '' : ` (${destination})`}.`,
      ),
      ...(LastAppliedAt !== undefined && { appliedAt: LastAppliedAt }),
      ...(Contest?.Writer && { otherWriter: Contest.Writer.Arn }),
      ...(Original && { original: observedSide(Original.LogConfigurations) }),
      history: Transitions.map(historyEntry).toReversed(),
    },
  };
}

/** Without a live read, a pool that is in sync is shown with the last applied configuration. */
function observed(
  { Status, LastApplied }: PoolRecord,
  live: readonly ObservedConfiguration[] | 'PoolNotFound' | undefined,
): Side {
  if (live === 'PoolNotFound') return { lines: [], note: 'pool not found' };
  if (live !== undefined) return observedSide(live);
  if (isSettled(Status.Outcome) && LastApplied) return observedSide(LastApplied);
  return {
    lines: [],
    note: Status.Outcome === 'PoolNotFound' ? 'pool not found' : 'not read; add --live',
  };
}

function historyEntry({ At, From, To, Reasons, Before, After, Actor }: Transition): HistoryEntry {
  const differences = Before && After ? difference(Before, After).map(formatDifference) : [];
  return {
    at: At,
    change: From === To ? To : `${From} → ${To}`,
    ...(Actor && { trigger: `${Actor.EventName} by ${Actor.Arn} at ${Actor.At}` }),
    lines: [...Reasons, ...differences],
  };
}
