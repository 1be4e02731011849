import { describeDifference, difference } from '../domain/difference.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { MetricName, Publisher, ServiceEvent, Telemetry } from '../domain/ports.ts';
import type { Transition } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import type { PoolReport } from './pool.ts';

const METRIC_OF: Partial<Record<Outcome, MetricName>> = {
  Applied: 'ChangesApplied',
  Repaired: 'DriftRepaired',
  Contested: 'Contested',
  Rejected: 'Rejected',
  PoolMissing: 'PoolsMissing',
  Cleared: 'Cleared',
  Released: 'Released',
  Differs: 'Differs',
};

interface ReportPorts {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly settings: Pick<Settings, 'account' | 'region' | 'partition'>;
}

/**
 * Turns what happened to a pool into log, metrics and events: here and nowhere else, on transitions alone.
 * An event that EventBridge does not take is counted and logged; the record has it all the same.
 */
export async function reportPool(ports: ReportPorts, report: PoolReport): Promise<void> {
  const { telemetry, publisher } = ports;
  const { userPoolId, transitions } = report;
  if (transitions.length === 0) return;
  if (report.kind === 'Finished' && report.warnings.length > 0) {
    const paths = report.warnings;
    telemetry.warn('the parameter departs from the documented pairings', { userPoolId, paths });
  }
  for (const { transition, revision } of transitions) {
    const metric = METRIC_OF[transition.To];
    if (metric) telemetry.count(metric);
    // No reasons: they quote what stood in the parameter.
    telemetry.info('pool', {
      userPoolId,
      revision,
      from: transition.From,
      to: transition.To,
      reasons: transition.Reasons.length,
      witness: transition.Witness?.Arn,
    });
  }
  try {
    await publisher.publish(transitions.map((one) => event(ports, userPoolId, one)));
  } catch {
    telemetry.count('EventsLost', transitions.length);
    telemetry.error('EventBridge did not take the events', { userPoolId, events: transitions.length });
  }
}

/** One detail type an outcome. The id is the same however often this transition is told. */
function event(
  { settings: { partition, region, account } }: ReportPorts,
  userPoolId: string,
  { transition, revision }: { readonly transition: Transition; readonly revision: number },
): ServiceEvent {
  const { Before: before, After: after, Witness: witness, From, To, Reasons, At } = transition;
  return {
    detailType: `Pool ${To}`,
    resources: [`arn:${partition}:cognito-idp:${region}:${account}:userpool/${userPoolId}`],
    detail: {
      version: '1',
      id: `${userPoolId}/${revision}`,
      userPoolId,
      outcome: To,
      previousOutcome: From,
      reasons: Reasons,
      at: At,
      ...(before && after && { differences: difference(before, after).map(describeDifference) }),
      ...(before && { before }),
      ...(after && { after }),
      ...(witness && { witness }),
    },
  };
}
