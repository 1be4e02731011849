import { OUTCOMES } from '../domain/outcome.ts';
import type { Clock, Fleet, LastFleet, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';
import { secondsSince } from './report.ts';

interface SweepReportPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
}

/** How old the last complete sweep is when another one begins, be it skipped. */
export function tellLast({ telemetry, clock }: SweepReportPorts, last: LastFleet | undefined): void {
  if (last) telemetry.measure('LastSweepAge', secondsSince(last.At, clock.now()));
}

export async function tellStart(ports: SweepReportPorts, sweepId: string): Promise<void> {
  const detail = { version: '1', id: `${sweepId}/started`, sweepId, at: sweepId };
  await publishOrCount(ports, [{ detailType: 'Sweep Started', resources: [], detail }], { sweepId });
}

/** The fleet as metrics and a log line, and the hold as an event when it begins. */
export async function tellFleet(
  ports: SweepReportPorts,
  fleet: Fleet,
  last: LastFleet | undefined,
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
  // Zeros too: an outcome that no pool has any more must not keep its last figure.
  for (const outcome of OUTCOMES)
    telemetry.measurePools(outcome, outcome === 'Unmanaged' ? fleet.Unmanaged : (Outcomes[outcome] ?? 0));
  const fields = { sweepId, managed: fleet.Managed, unmanaged: fleet.Unmanaged, lost: fleet.Lost };
  telemetry.info('sweep', fields);
  if (!fleet.Held) return;
  telemetry.error('many parameters are gone at once: nothing is cleared until a person decides', fields);
  if (last?.Held) return;
  const detail = {
    version: '1',
    id: `${sweepId}/held`,
    sweepId,
    at: fleet.At,
    managed: fleet.Managed,
    lost: fleet.Lost,
  };
  await publishOrCount(ports, [{ detailType: 'Sweep Held', resources: [], detail }], { sweepId });
}
