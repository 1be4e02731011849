import { OUTCOMES } from '../domain/outcome.ts';
import { secondsSince } from './elapsed.ts';
import { sweepHeldEvent, sweepStartedEvent } from './events.ts';
import type { Fleet, LastFleet } from './fleet.ts';
import type { Clock, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

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

/** Reports the fleet as metrics and a log line, and a hold as an event when it begins. */
export async function reportFleet(
  ports: SweepReportPorts,
  fleet: Fleet,
  last: Pick<LastFleet, 'Held'> | undefined,
): Promise<void> {
  const { telemetry } = ports;
  const { SweepId: sweepId, Outcomes } = fleet;
  telemetry.count('Sweeps');
  telemetry.measure('PoolsSwept', fleet.Managed);
  telemetry.measure('ParametersIgnored', fleet.IgnoredParameters);
  telemetry.measure('SweepHeld', fleet.Held ? 1 : 0);
  telemetry.measure('PoolsNotDelivering', fleet.PoolsNotDelivering);
  telemetry.measure('DestinationsMissing', fleet.DestinationsMissing);
  telemetry.measure('RejectedPools', Outcomes.Rejected ?? 0);
  telemetry.measure('ContestedPools', Outcomes.Contested ?? 0);
  // Zeros are published too: otherwise an outcome without pools would keep its last value.
  for (const outcome of OUTCOMES)
    telemetry.measurePools(outcome, outcome === 'Unmanaged' ? fleet.Unmanaged : (Outcomes[outcome] ?? 0));
  const fields = { sweepId, managed: fleet.Managed, unmanaged: fleet.Unmanaged, lost: fleet.Lost };
  telemetry.info('sweep completed', fields);
  if (!fleet.Held) return;
  telemetry.error('mass deletion on hold', fields);
  if (last?.Held) return;
  await publishOrCount(ports, [sweepHeldEvent(fleet)], { sweepId });
}
