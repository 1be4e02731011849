import { wroteLogDelivery } from '../domain/actor.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Transition } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import { secondsSince } from './elapsed.ts';
import { foreignWriteEvent, poolEvent } from './events.ts';
import type { CountName, ValueName } from './metrics.ts';
import type { OverwrittenWrite } from './overwritten-writes.ts';
import type { PoolReport } from './pool.ts';
import type { Clock, Publisher, ServiceEvent, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

const COUNT_OF_OUTCOME: Partial<Record<Outcome, CountName>> = {
  Applied: 'ChangesApplied',
  Repaired: 'DriftRepaired',
  Contested: 'Contested',
  Rejected: 'Rejected',
  PoolNotFound: 'PoolsNotFound',
  Cleared: 'Cleared',
  Released: 'Released',
  OutOfSync: 'OutOfSync',
};

/** Outcomes whose alarm must not wait for the next sweep: reported at once as one pool. The sweep reports the total. */
const ALARM_OF_OUTCOME: Partial<Record<Outcome, ValueName>> = {
  Rejected: 'RejectedPools',
  Contested: 'ContestedPools',
};

interface ReportPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Pick<Settings, 'account' | 'region' | 'partition'>;
}

/**
 * Reports the transitions of one pool, and the writes of other clients that were overwritten, as log lines, metrics and
 * events. This is the only place that does so. A pool without either is not reported.
 */
export async function reportPool(ports: ReportPorts, report: PoolReport, editedAt?: string): Promise<void> {
  const { telemetry } = ports;
  const { userPoolId, transitions } = report;
  const overwritten = report.overwritten.map((write) => reportOverwritten(ports, userPoolId, write));
  await publishOrCount(ports, overwritten, { userPoolId });
  if (transitions.length === 0) return;
  if (report.kind === 'Finished' && report.warnings.length > 0)
    telemetry.warn('parameter has warnings', { userPoolId, paths: report.warnings });
  for (const { transition, revision } of transitions) {
    measure(ports, transition, editedAt);
    // The reasons are not logged: they quote the parameter's value.
    telemetry.info('pool status changed', {
      userPoolId,
      revision,
      from: transition.From,
      to: transition.To,
      reasons: transition.Reasons.length,
      actor: transition.Actor?.Arn,
      eventSource: transition.EventSource,
      owner: transition.Owner?.Kind,
      policy: transition.Owner?.Kind === 'Policy' ? transition.Owner.Name : undefined,
    });
  }
  const events = transitions.map((transition) => poolEvent(ports.settings, userPoolId, transition));
  await publishOrCount(ports, events, { userPoolId });
}

function reportOverwritten(
  { telemetry, settings }: ReportPorts,
  userPoolId: string,
  write: OverwrittenWrite,
): ServiceEvent {
  const { actor, window } = write;
  telemetry.count('ForeignWritesOverwritten');
  telemetry.warn('foreign write overwritten', {
    userPoolId,
    actor: actor.Arn,
    at: actor.At,
    from: window.From,
    to: window.To,
  });
  return foreignWriteEvent(settings, userPoolId, write);
}

function measure({ telemetry, clock }: ReportPorts, transition: Transition, editedAt?: string): void {
  const { To, Actor } = transition;
  const count = COUNT_OF_OUTCOME[To];
  if (count) telemetry.count(count);
  const alarm = ALARM_OF_OUTCOME[To];
  if (alarm) telemetry.measure(alarm, 1);
  const now = clock.now();
  if (To === 'Applied' && editedAt) telemetry.measure('EditToAppliedLatency', secondsSince(editedAt, now));
  if (To === 'Repaired' && Actor && wroteLogDelivery(Actor))
    telemetry.measure('DriftToRepairedLatency', secondsSince(Actor.At, now));
}
