import type { DestinationFinding, DestinationProblem, PoolProblem } from '../../lib/domain/finding.ts';
import { destinationArns } from '../../lib/domain/finding.ts';
import { isFinished, isSettled, OUTCOMES, type Outcome } from '../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { Replicas } from '../../lib/domain/replicas.ts';
import type { ArrivalView } from '../arrival/arrival-view.ts';
import type { ManagedPool } from '../policies/coverage.ts';
import { type OwnedSource, ownedSources, type RecordedSources } from '../policies/owned-sources.ts';
import type { PoolNames } from './pool-names.ts';

export interface RowFinding {
  readonly problem: DestinationProblem | PoolProblem;
  /** ISO 8601. */
  readonly since: string;
  /** The destination's ARN; undefined for a problem of the pool's own settings. */
  readonly destination?: string;
}

/** A row of `clr status`, and a member of its JSON. */
export interface StatusRow {
  readonly userPoolId: string;
  /** The name of the pool at the last sweep. */
  readonly userPoolName?: string;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  /** ISO 8601. */
  readonly since: string;
  readonly retryAt?: string;
  readonly lastAppliedAt?: string;
  readonly driftCount: number;
  /** The ARN of the other writer of a contested pool. */
  readonly otherWriter?: string;
  /** Why the pool does not deliver logs although it is in sync. */
  readonly findings: readonly RowFinding[];
  /** Whether the sign-in logs arrive. Missing without the setting arrivalChecks, before the first check, and if they are not managed. */
  readonly arrival?: ArrivalView;
  /** The other Regions in which the pool has a replica, with a log delivery of its own. */
  readonly replicaRegions: readonly string[];
  /** The event sources one by one; set if it is not the parameter that owns both. */
  readonly sources?: readonly OwnedSource[];
  /** With `--live`: what the service would do about the pool now. */
  readonly live?: string;
  /** With `--live` or `--unmanaged`: why the parameter or the pool was not read. */
  readonly liveError?: string;
}

/** The part of a record that a row needs. */
type Recorded = Pick<
  PoolRecord,
  'UserPoolId' | 'Status' | 'LastAppliedAt' | 'DriftCount' | 'LastApplied' | 'Finding'
> & {
  readonly Sources?: RecordedSources;
  readonly Contest?: { readonly Writer?: { readonly Arn: string } };
};

/** Builds a row. `missing`: the destinations that cannot receive logs, by ARN. */
export function rowOf(
  { UserPoolId, Status, LastAppliedAt, DriftCount, Contest, LastApplied = [], Finding, Sources }: Recorded,
  missing: ReadonlyMap<string, DestinationFinding>,
  replicas: Replicas,
  names: PoolNames = new Map(),
): StatusRow {
  const userPoolName = names.get(UserPoolId);
  const writer = Contest?.Writer?.Arn;
  return {
    userPoolId: UserPoolId,
    ...(userPoolName && { userPoolName }),
    ...outcomeOf(Status, Sources),
    since: Status.Since,
    ...(Status.RetryAt !== undefined && { retryAt: Status.RetryAt }),
    ...(LastAppliedAt !== undefined && { lastAppliedAt: LastAppliedAt }),
    driftCount: DriftCount,
    ...(Sources && { sources: ownedSources(Sources) }),
    replicaRegions: replicas.get(UserPoolId) ?? [],
    findings: [
      ...(Finding ? [{ problem: Finding.Problem, since: Finding.Since }] : []),
      ...(isSettled(Status.Outcome) ? destinationArns(LastApplied) : []).flatMap((arn) => {
        const found = missing.get(arn);
        return found ? [{ problem: found.Problem, since: found.Since, destination: arn }] : [];
      }),
    ],
    ...(writer !== undefined && { otherWriter: writer }),
  };
}

/** Returns who manages the pool of a row, for the coverage of the fleet. */
export const managedPool = ({ outcome, sources = [] }: StatusRow): ManagedPool => ({
  isManaged: !isFinished(outcome) && outcome !== 'Unmanaged',
  owners: sources.flatMap(({ owner }) => owner ?? []),
});

/**
 * A record is stored before the first write to its pool. It has no outcome until the write is confirmed. The record of an
 * unmanaged pool can contain only facts.
 */
const outcomeOf = (
  { Outcome, Reasons }: Recorded['Status'],
  sources: RecordedSources | undefined,
): Pick<StatusRow, 'outcome' | 'reasons'> =>
  Outcome === 'Unmanaged' && !(sources && Object.keys(sources).length === 0)
    ? { outcome: 'Waiting', reasons: ['The service is writing the pool.'] }
    : { outcome: Outcome, reasons: Reasons };

/** The most urgent outcome is first. A pool that does not deliver logs comes after these. */
const URGENT: readonly Outcome[] = ['Rejected', 'Contested', 'PoolNotFound'];
const LESS_URGENT: readonly Outcome[] = ['Waiting', 'OutOfSync'];

function urgency(row: StatusRow): number {
  const { outcome, liveError } = row;
  const urgent = URGENT.indexOf(outcome);
  if (urgent !== -1) return urgent;
  if (isSilent(row) || liveError !== undefined) return URGENT.length;
  const less = LESS_URGENT.indexOf(outcome);
  if (less !== -1) return URGENT.length + 1 + less;
  return 10 + (isFinished(outcome) ? OUTCOMES.length : 0) + OUTCOMES.indexOf(outcome);
}

export const byUrgency = (a: StatusRow, b: StatusRow): number =>
  urgency(a) - urgency(b) || compare(nameOf(a), nameOf(b)) || compare(a.userPoolId, b.userPoolId);

/** Returns the name of a pool; its ID if the name is not known. */
export const nameOf = ({
  userPoolId,
  userPoolName,
}: Pick<StatusRow, 'userPoolId' | 'userPoolName'>): string => userPoolName ?? userPoolId;

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Whether the logs of the pool cannot arrive, or were found not to arrive. */
const isSilent = ({ findings, arrival }: StatusRow): boolean =>
  findings.length > 0 || arrival?.result === 'NotArriving';

/** Whether the pool needs attention. */
export const isFailed = (row: StatusRow): boolean => isSilent(row) || hasFailedOutcome(row);

const hasFailedOutcome = ({ outcome, liveError }: StatusRow): boolean =>
  liveError !== undefined ||
  outcome === 'Rejected' ||
  outcome === 'Contested' ||
  outcome === 'PoolNotFound' ||
  outcome === 'Waiting';
