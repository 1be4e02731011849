import type { ArrivalResultView } from '../../../html/arrival.ts';
import { desiredSide, noteSide, observedSide, type Side } from '../../../html/configuration.ts';
import type { LiveRead, PoolView } from '../../../html/pool-view.ts';
import type { PoolArrival } from '../../../lib/domain/arrival/arrival.ts';
import { recordedOwners } from '../../../lib/domain/decide/sources/source-records.ts';
import { sameConfiguration } from '../../../lib/domain/difference.ts';
import type { DestinationFinding } from '../../../lib/domain/finding.ts';
import { isFinished } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Replicas } from '../../../lib/domain/replicas.ts';
import { arrivalText } from '../../arrival/arrival-text.ts';
import { arrivalView } from '../../arrival/arrival-view.ts';
import type { OwnedSource } from '../../policies/owned-sources.ts';
import { shortOwner } from '../../policies/owner-view.ts';
import { replicaText } from '../../pools/replica-text.ts';
import { rowOf } from '../../pools/status-row.ts';
import { type HistorySources, poolHistory } from './pool-history.ts';
import type { LiveResult } from './read-live.ts';
import { unprocessedChange } from './unprocessed.ts';

/** The data that was read about one pool. */
export interface PoolSources extends HistorySources {
  readonly name: string | undefined;
  /** Undefined if the pool was not read for this report. */
  readonly live: LiveResult | undefined;
  /** Whether the pool has a parameter; undefined if that is not known. */
  readonly exists: boolean | undefined;
  /** Data of this pool that could not be read, as full sentences. */
  readonly missing: readonly string[];
}

/** The findings and replicas of the fleet. */
export interface FleetFacts {
  /** The destinations that cannot receive logs, by ARN. */
  readonly findings: ReadonlyMap<string, DestinationFinding>;
  readonly replicas: Replicas;
  /** The results of the last check whether sign-in logs arrive, by pool ID. */
  readonly arrivals: ReadonlyMap<string, PoolArrival>;
}

/** Builds the view of a pool from its record and from the data that was read about it. */
export function poolView(sources: PoolSources, { findings, replicas, arrivals }: FleetFacts): PoolView {
  const { userPoolId, name, record, versions, live, exists, missing, settings } = sources;
  const history = poolHistory(sources);
  const base = {
    id: userPoolId,
    ...(name && { name }),
    ...(exists !== undefined && { hasParameter: exists }),
    observed: observed(live),
    ...(history.length > 0 && { history }),
    ...(missing.length > 0 && { missing }),
  };
  if (record === undefined)
    return {
      ...base,
      desired: desiredSide(versions?.at(-1)?.value),
      ...(live && { live: liveOf(live, 'Same') }),
    };
  const arrival = arrivals.get(userPoolId);
  const row = rowOf(record, findings, replicas);
  // The parameter of a pool does not show whether the service has processed a policy.
  const unprocessed = record.Sources
    ? undefined
    : unprocessedChange(record, exists, versions?.at(-1), settings);
  const replica = row.replicaRegions.length === 0 ? [] : [replicaText(row.replicaRegions)];
  return {
    ...base,
    desired: record.Sources ? ownedSide(record) : desired(sources, record),
    ...(row.sources && { notes: row.sources.map(ownerNote) }),
    // One invalid layer is not a conflict.
    ...(row.sources?.some(({ rejectedBy = [] }) => rejectedBy.length > 1) && { isConflicting: true }),
    ...(live && { live: liveOf(live, comparison(record, live)) }),
    ...(unprocessed !== undefined && { unprocessed }),
    ...(arrival && { arrival: shownArrival(arrival) }),
    recorded: {
      outcome: row.outcome,
      reasons: [...row.reasons, ...replica],
      since: row.since,
      driftCount: row.driftCount,
      findings: row.findings,
      ...(row.lastAppliedAt !== undefined && { appliedAt: row.lastAppliedAt }),
      ...(row.otherWriter !== undefined && { otherWriter: row.otherWriter }),
      ...(record.Original && { original: observedSide(record.Original.LogConfigurations) }),
    },
  };
}

const shownArrival = (arrival: PoolArrival): ArrivalResultView => {
  const view = arrivalView(arrival);
  return { ...view, text: arrivalText(view) };
};

/** Without a live read, the observed side is empty: the last applied configuration was not observed for this report. */
function observed(live: LiveResult | undefined): Side {
  if (live === undefined) return noteSide('not read for this report');
  if (live.kind === 'Failed') return noteSide(`could not be read: ${live.reason}`);
  return live.kind === 'PoolNotFound' ? noteSide('pool not found') : observedSide(live.LogConfigurations);
}

/** The record keeps the last valid state, so the value of the parameter has priority if it is known. */
function desired({ versions, exists }: PoolSources, { Desired, Status, Rejection }: PoolRecord): Side {
  if (exists === false || isFinished(Status.Outcome)) return noteSide('no parameter');
  const value = versions?.at(-1)?.value;
  if (value !== undefined) return desiredSide(value);
  const isCurrent = Desired !== undefined && (Status.Outcome !== 'Rejected' || Rejection !== undefined);
  return isCurrent ? observedSide(Desired.LogConfigurations) : noteSide('no valid parameter');
}

/** The desired state of the event sources that a parameter or policy owns. */
const ownedSide = ({ Desired, Status }: PoolRecord): Side =>
  Desired === undefined || isFinished(Status.Outcome)
    ? noteSide('no parameter or policy')
    : observedSide(Desired.LogConfigurations);

const ownerNote = ({ eventSource, owner }: OwnedSource): string =>
  `${eventSource}: ${owner ? shortOwner(owner) : 'no owner'}`;

/** Compares a pool that was read with the desired state of its record. */
function comparison(record: PoolRecord, live: LiveResult): 'Same' | 'Differs' {
  const { Desired, Status, Sources } = record;
  if (live.kind !== 'Present' || isFinished(Status.Outcome)) return 'Same';
  if (Status.Outcome === 'PoolNotFound') return 'Differs';
  if (Desired === undefined) return 'Same';
  // An event source without an owner, or one that was always rejected, is left unchanged.
  const owned = [...recordedOwners(record).keys()];
  const compared = Sources
    ? live.LogConfigurations.filter((entry) => owned.some((source) => source === entry.EventSource))
    : live.LogConfigurations;
  return sameConfiguration(compared, Desired.LogConfigurations) ? 'Same' : 'Differs';
}

const liveOf = (live: LiveResult, compared: 'Same' | 'Differs'): LiveRead =>
  live.kind === 'Present' ? { kind: compared } : live;
