import type { ArrivalResultView } from '../../../../html/arrival.ts';
import type { Side } from '../../../../html/configuration.ts';
import type { PoolView } from '../../../../html/pool-view.ts';
import { freezeMember } from '../../../freeze/freeze-json.ts';
import { presentSide, stateOf } from './pool-state.ts';
import { poolsIn, type ServiceReport } from './service-report.ts';

/** Returns the member `pools[]` of the report. docs/report/report.v2.schema.json describes it. */
export const reportPools = (reports: readonly ServiceReport[]) =>
  poolsIn(reports).map(({ report: { target }, pool }) => ({
    ...(target !== undefined && { target }),
    ...poolMember(pool),
  }));

/** Returns the members about the account and Region as a whole. */
export const reportMembers = ({ view, freeze }: ServiceReport) => ({
  service: view.service,
  madeAt: view.madeAt,
  clrVersion: view.version,
  live: view.isLive,
  missing: view.missing,
  notes: view.notes,
  ...(view.arrival !== undefined && { arrival: view.arrival }),
  freeze: freezeMember(freeze),
});

function poolMember(pool: PoolView) {
  const { id, name, recorded, unprocessed, live, arrival, history = [], missing = [] } = pool;
  const present = presentSide(pool);
  return {
    userPoolId: id,
    ...(name !== undefined && { userPoolName: name }),
    state: stateOf(pool),
    ...(recorded && {
      outcome: recorded.outcome,
      reasons: recorded.reasons,
      since: recorded.since,
      driftCount: recorded.driftCount,
      findings: recorded.findings ?? [],
      ...(recorded.appliedAt !== undefined && { appliedAt: recorded.appliedAt }),
      ...(recorded.otherWriter !== undefined && { otherWriter: recorded.otherWriter }),
    }),
    ...(unprocessed !== undefined && { unprocessed }),
    ...(live?.kind === 'Failed' && { liveError: live.reason }),
    ...(arrival && { arrival: arrivalMember(arrival) }),
    desired: entriesOf(pool.desired),
    present: present ? entriesOf(present) : null,
    history,
    missing,
  };
}

const arrivalMember = ({ text: _, ...arrival }: ArrivalResultView) => arrival;

const entriesOf = ({ entries }: Side) =>
  entries.map(({ source, level, arn }) => ({ eventSource: source, logLevel: level, destination: arn }));
