import { destinationArns } from '../domain/finding.ts';
import type { Fleet } from './fleet.ts';
import type { Clock, RecordSummary, Telemetry } from './ports.ts';

/** Returns the number of pools per outcome. */
export function countOutcomes(records: readonly RecordSummary[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Status } of records) counts[Status.Outcome] = (counts[Status.Outcome] ?? 0) + 1;
  return counts;
}

/** Returns how many pools send to each destination. */
export function poolsPerDestination(records: readonly RecordSummary[]): ReadonlyMap<string, number> {
  const pools = new Map<string, number>();
  for (const arn of records.flatMap(({ LastApplied = [] }) => destinationArns(LastApplied)))
    pools.set(arn, (pools.get(arn) ?? 0) + 1);
  return pools;
}

/** Reports a sweep that is skipped because messages of the last one are waiting. */
export function skip(
  { telemetry, clock }: { readonly telemetry: Telemetry; readonly clock: Pick<Clock, 'now'> },
  id: string,
  waiting: number,
): Fleet {
  telemetry.count('SweepsSkipped');
  telemetry.warn('sweep skipped', { sweepId: id, waiting });
  return {
    SweepId: id,
    At: clock.now().toISOString(),
    Result: 'Skipped',
    Managed: 0,
    Unmanaged: 0,
    UnmanagedSample: [],
    IgnoredParameters: 0,
    Lost: 0,
    Held: false,
    PoolsNotDelivering: 0,
    DestinationsMissing: 0,
    Replicated: 0,
    Outcomes: {},
  };
}
