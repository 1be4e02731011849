import { dynamoReplicas } from '../../../lib/aws/replicas.ts';
import type { PoolArrival } from '../../../lib/domain/arrival/arrival.ts';
import type { PoolDirectory } from '../../../lib/domain/pool-directory.ts';
import { arrivalView } from '../../arrival/arrival-view.ts';
import { currentArrival } from '../../arrival/current-arrival.ts';
import type { ArrivalCheck } from '../../arrival/read-arrivals.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { checkKnown } from '../../pools/check-exists.ts';
import { planPools } from '../../pools/plan-pools.ts';
import { namesIn, readDirectory } from '../../pools/pool-names.ts';
import { rowOf, type StatusRow } from '../../pools/status-row.ts';
import { selectFleet } from '../../pools/targets.ts';
import type { Unchecked } from '../../pools/unchecked.ts';
import { readMissingDestinations } from '../../service/missing-destinations.ts';
import type { OpenService } from '../../service/open-service.ts';
import { listStatus, type StatusRecord } from '../../service/status-records.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { unmanagedRow } from './read-unmanaged.ts';
import { withPlan } from './with-plan.ts';

/** What `clr status` reads. */
export interface RowsWanted {
  /** The IDs of the pools; empty for every pool with a record. */
  readonly pools: readonly string[];
  /** Adds what the service would do about each pool now. */
  readonly live: boolean;
  /** Undefined if the setting arrivalChecks is off. */
  readonly check: ArrivalCheck | undefined;
}

export interface RowsRead {
  readonly rows: readonly StatusRow[];
  /** The checks of the live plans that did not run. */
  readonly unchecked: readonly Unchecked[];
  /** Whether the sign-in logs of these pools arrive. */
  readonly arrivals: readonly PoolArrival[];
}

/** Returns the rows of the named pools, or of every pool with a record if none is named. */
export async function readRows(
  terminal: Terminal,
  service: OpenService,
  { pools, live, check }: RowsWanted,
): Promise<RowsRead> {
  const { table, deployed, settings } = service;
  const arrivals: PoolArrival[] = [];
  const wanted = new Set(pools);
  const rows = new Map<string, StatusRow>();
  const missing = await readMissingDestinations(service);
  const replicas = await dynamoReplicas(table, deployed.stateTable).read();
  const directory = await readDirectory(service);
  const names = namesIn(directory);
  for await (const page of listStatus(table, deployed.stateTable))
    for (const record of page)
      if (wanted.size === 0 ? hasState(record) : wanted.has(record.UserPoolId)) {
        const arrival = check?.last && currentArrival(record, settings, check.last);
        if (arrival !== undefined) arrivals.push(arrival);
        const row = rowOf(record, missing, replicas, names);
        rows.set(record.UserPoolId, { ...row, ...(arrival && { arrival: arrivalView(arrival) }) });
      }
  await checkKnown(terminal, service, pools, (id) => rows.has(id) || directory.has(id));
  for (const userPoolId of pools)
    if (!rows.has(userPoolId)) rows.set(userPoolId, rowWithoutRecord(service, userPoolId, directory));
  const read = live
    ? await withLive(terminal, service, rows, { pools, directory })
    : { rows: [...rows.values()], unchecked: [] };
  return { ...read, arrivals };
}

/** The record of an unmanaged pool can contain only facts. */
const hasState = ({ Status, Sources }: StatusRecord): boolean =>
  Sources === undefined || Status.Outcome !== 'Unmanaged' || Object.keys(Sources).length > 0;

const rowWithoutRecord = (
  { clock }: OpenService,
  userPoolId: string,
  directory: PoolDirectory,
): StatusRow => ({
  ...unmanagedRow(userPoolId, directory.get(userPoolId), clock.now()),
  reasons: ['No record: the pool has no parameter or was not processed yet.'],
});

/** Reads the parameters and pools too, and adds what `clr plan` says about each pool. */
async function withLive(
  terminal: Terminal,
  service: OpenService,
  rows: ReadonlyMap<string, StatusRow>,
  { pools, directory }: { readonly pools: readonly string[]; readonly directory: PoolDirectory },
): Promise<Omit<RowsRead, 'arrivals'>> {
  const policies = await storedPolicies(service);
  const targets = await selectFleet(service, terminal, pools, policies);
  const { plans, unchecked } = await planPools(terminal, service, targets, {
    policies,
    isNamed: pools.length > 0,
    checks: true,
    label: 'Reading pools',
  });
  const read = plans.map((plan) =>
    withPlan(rows.get(plan.userPoolId) ?? rowWithoutRecord(service, plan.userPoolId, directory), plan),
  );
  const seen = new Set(read.map(({ userPoolId }) => userPoolId));
  return {
    rows: [...read, ...[...rows.values()].filter(({ userPoolId }) => !seen.has(userPoolId))],
    unchecked,
  };
}
