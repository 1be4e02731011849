import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import { type ArrivalTotals, arrivalTotals } from '../../arrival/arrival-view.ts';
import { readArrivalCheck } from '../../arrival/read-arrivals.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { freezeMember } from '../../freeze/freeze-json.ts';
import { type FreezeView, freezeIfReadable } from '../../freeze/read-freeze.ts';
import { type Coverage, coverageOf } from '../../policies/coverage.ts';
import {
  type RecordedObserving,
  readObserving,
  recordedObservingLine,
} from '../../policies/observing-records.ts';
import { readDirectory } from '../../pools/pool-names.ts';
import { byUrgency, isFailed, managedPool, type StatusRow } from '../../pools/status-row.ts';
import type { Unchecked } from '../../pools/unchecked.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { rolloutExitCode } from '../../rollouts/rollout-lines.ts';
import type { RolloutView } from '../../rollouts/rollout-view.ts';
import { type LastSweep, readLastSweep } from '../../service/last-sweep.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { TrailSearch } from '../../service/trails.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type RowsRead, readRows } from './read-rows.ts';
import { readUnmanagedRows } from './read-unmanaged.ts';
import type { FleetStatus } from './render.ts';

export interface StatusWanted {
  /** The IDs of the pools; empty for the whole fleet. Undefined: no pool is selected. */
  readonly pools: readonly string[] | undefined;
  readonly failed: boolean;
  readonly live: boolean;
  readonly unmanaged: boolean;
  /** Show each pool in a row of its own. */
  readonly all: boolean;
  readonly trail: TrailSearch;
}

/** The status of one account and Region. */
export interface StatusRead {
  readonly rows: readonly StatusRow[];
  readonly coverage: Coverage | undefined;
  /** A text if it is not known. */
  readonly observing: readonly RecordedObserving[] | string;
  readonly rollouts: readonly RolloutView[] | undefined;
  /** Undefined if the service is not frozen; a text if it is not known. */
  readonly freeze: FreezeView | string | undefined;
  readonly lastSweep: LastSweep | undefined;
  /** Undefined if the service does not check whether sign-in logs arrive. */
  readonly arrival: { readonly totals: ArrivalTotals | undefined } | undefined;
  readonly trail: TrailSearch['kind'];
  readonly unchecked: readonly Unchecked[];
  readonly now: Date;
  readonly code: ExitCode;
}

const NO_ROWS: RowsRead = { rows: [], unchecked: [], arrivals: [] };

/** Reads what `clr status` shows of one account and Region. */
export async function readStatus(
  terminal: Terminal,
  service: OpenService,
  { pools, failed, live, unmanaged, trail }: StatusWanted,
): Promise<StatusRead> {
  const check = await readArrivalCheck(service);
  const { rows, unchecked, arrivals } =
    pools === undefined
      ? NO_ROWS
      : unmanaged
        ? { rows: await readUnmanagedRows(terminal, service, pools), unchecked: [], arrivals: [] }
        : await readRows(terminal, service, { pools, live, check });
  const shown = rows.filter((row) => !failed || isFailed(row)).sort(byUrgency);
  const lastSweep = await readLastSweep(service.table, service.deployed.stateTable);
  const isFleet = pools?.length === 0 && !unmanaged;
  const rollouts = isFleet ? await readRollouts(service) : undefined;
  const isFound = failed && shown.length > 0;
  const isUnread = rows.some(({ liveError }) => liveError !== undefined);
  return {
    rows: shown,
    coverage: isFleet ? coverageOf(rows.map(managedPool), lastSweep) : undefined,
    observing: isFleet ? await observingNow(service) : [],
    rollouts,
    freeze: await freezeIfReadable(service),
    lastSweep,
    arrival:
      check === undefined || unmanaged
        ? undefined
        : { totals: check.last && arrivalTotals(check.last, arrivals) },
    trail: trail.kind,
    unchecked,
    now: service.clock.now(),
    code: isFound || isUnread ? EXIT.somePoolsFailed : rolloutExitCode(rollouts ?? []),
  };
}

/** Returns what the table and the summary show. */
export const fleetStatus = ({ observing, ...read }: StatusRead, isComplete: boolean): FleetStatus => ({
  ...read,
  observing: typeof observing === 'string' ? [observing] : observing.map(recordedObservingLine),
  isComplete,
});

/** The members of the JSON about the account and Region as a whole. */
export const fleetMembers = ({
  coverage,
  observing,
  rollouts,
  freeze,
  lastSweep,
  arrival,
  trail,
}: StatusRead) => ({
  coverage: coverage ?? null,
  observing: typeof observing === 'string' ? null : observing,
  rollouts: rollouts ?? null,
  freeze: freezeMember(freeze),
  lastSweep: lastSweep ?? null,
  // Missing without the setting arrivalChecks; null before the first check.
  ...(arrival && { arrival: arrival.totals ?? null }),
  trail,
});

/** Returns the effect of the policies in mode Observe; without the permission to read policies, why it is not known. */
async function observingNow(service: OpenService): Promise<readonly RecordedObserving[] | string> {
  try {
    return await readObserving(service, await readDirectory(service));
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return `It is not known whether a policy only observes (ssm:${error.operation}: ${error.errorName}).`;
  }
}
