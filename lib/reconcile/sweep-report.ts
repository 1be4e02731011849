import { OUTCOMES } from '../domain/outcome.ts';
import { secondsSince } from './elapsed.ts';
import { sweepHeldEvent, sweepStartedEvent } from './events.ts';
import type { Fleet, FleetCoverage, LastFleet } from './fleet.ts';
import { reportGauges } from './gauges.ts';
import type { Clock, LogFields, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';
import { NO_COVERAGE, reportCoverage } from './report-coverage.ts';

interface SweepReportPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
}

/** Measures the age of the last complete sweep. Called at the start of every sweep, also of a skipped one. */
export function reportLastSweep(
  { telemetry, clock }: SweepReportPorts,
  last: Pick<LastFleet, 'At'> | undefined,
): void {
  if (last) telemetry.measure('LastSweepAge', secondsSince(last.At, clock.now()));
}

export async function reportSweepStart(ports: SweepReportPorts, sweepId: string): Promise<void> {
  await publishOrCount(ports, [sweepStartedEvent(sweepId)], { sweepId });
}

/** Reports the fleet as metrics and a log line. Publishes an event when a hold begins, for the fleet or for a policy. */
export async function reportFleet(
  ports: SweepReportPorts,
  fleet: Fleet,
  last: Pick<LastFleet, 'Held' | 'HeldPolicies' | 'Coverage'> | undefined,
): Promise<void> {
  const { telemetry } = ports;
  const { SweepId: sweepId, Outcomes } = fleet;
  telemetry.count('Sweeps');
  telemetry.measure('PoolsSwept', fleet.Managed);
  telemetry.measure('ParametersIgnored', fleet.IgnoredParameters);
  telemetry.measure('PoolsNotDelivering', fleet.PoolsNotDelivering);
  reportGauges(telemetry, fleet);
  telemetry.measure('RejectedPools', Outcomes.Rejected ?? 0);
  telemetry.measure('ContestedPools', Outcomes.Contested ?? 0);
  // Zeros are published too: otherwise an outcome without pools would keep its last value.
  for (const outcome of OUTCOMES)
    telemetry.measurePools(outcome, outcome === 'Unmanaged' ? fleet.Unmanaged : (Outcomes[outcome] ?? 0));
  const { Coverage = NO_COVERAGE, HeldPolicies = [] } = fleet;
  const hasPolicies = Coverage.Policies > 0;
  // The zeros after the last policy was deleted end the alarms.
  if (hasPolicies || (last?.Coverage?.Policies ?? 0) > 0) reportCoverage(telemetry, Coverage);
  const counts = { sweepId, managed: fleet.Managed, unmanaged: fleet.Unmanaged, lost: fleet.Lost };
  telemetry.info('sweep completed', { ...counts, ...(hasPolicies && coverageFields(Coverage)) });
  if (!fleet.Held) return;
  telemetry.error('mass deletion on hold', {
    ...counts,
    ...(HeldPolicies.length > 0 && { policies: HeldPolicies }),
  });
  const isNew = !last?.Held || HeldPolicies.some((name) => !last.HeldPolicies?.includes(name));
  if (isNew) await publishOrCount(ports, [sweepHeldEvent(fleet)], { sweepId });
}

const coverageFields = (coverage: FleetCoverage): LogFields => ({
  policies: coverage.Policies,
  invalidPolicies: coverage.InvalidPolicies,
  byPolicy: coverage.ByPolicy,
  byParameter: coverage.ByParameter,
  uncovered: coverage.Uncovered,
  conflicting: coverage.Conflicting,
  rejected: coverage.Rejected,
});
