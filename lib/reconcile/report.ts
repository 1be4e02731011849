import { wroteLogDelivery } from '../domain/actor.ts';
import { difference, formatDifference } from '../domain/difference.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Transition } from '../domain/record.ts';
import type { Settings } from '../domain/settings.ts';
import type { CountName, ValueName } from './metrics.ts';
import type { PoolReport } from './pool.ts';
import type { Clock, Publisher, ServiceEvent, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

const METRIC_OF: Partial<Record<Outcome, CountName>> = {
  Applied: 'ChangesApplied',
  Repaired: 'DriftRepaired',
  Contested: 'Contested',
  Rejected: 'Rejected',
  PoolNotFound: 'PoolsNotFound',
  Cleared: 'Cleared',
  Released: 'Released',
  OutOfSync: 'OutOfSync',
};

/** Of these a person is told at once: that it is one pool at least; the next sweep says how many. */
const STANDING: Partial<Record<Outcome, ValueName>> = {
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
 * Turns what happened to a pool into log, metrics and events: here and nowhere else, on transitions alone.
 * An event that EventBridge does not take is counted and logged; the record has it all the same.
 */
export async function reportPool(ports: ReportPorts, report: PoolReport, editedAt?: string): Promise<void> {
  const { telemetry } = ports;
  const { userPoolId, transitions } = report;
  if (transitions.length === 0) return;
  if (report.kind === 'Finished' && report.warnings.length > 0) {
    const paths = report.warnings;
    telemetry.warn('the parameter departs from the documented pairings', { userPoolId, paths });
  }
  for (const { transition, revision } of transitions) {
    measure(ports, transition, editedAt);
    // No reasons: they quote what stood in the parameter.
    telemetry.info('pool', {
      userPoolId,
      revision,
      from: transition.From,
      to: transition.To,
      reasons: transition.Reasons.length,
      actor: transition.Actor?.Arn,
    });
  }
  const events = transitions.map((one) => event(ports, userPoolId, one));
  await publishOrCount(ports, events, { userPoolId });
}

function measure({ telemetry, clock }: ReportPorts, transition: Transition, editedAt?: string): void {
  const { To, Actor } = transition;
  const count = METRIC_OF[To];
  if (count) telemetry.count(count);
  const standing = STANDING[To];
  if (standing) telemetry.measure(standing, 1);
  const now = clock.now();
  if (To === 'Applied' && editedAt) telemetry.measure('EditToAppliedLatency', secondsSince(editedAt, now));
  if (To === 'Repaired' && Actor && wroteLogDelivery(Actor))
    telemetry.measure('DriftToRepairedLatency', secondsSince(Actor.At, now));
}

/** AWS tells its events' times in whole seconds, and no clock agrees with another: never less than 0. */
export const secondsSince = (at: string, now: Date): number =>
  Math.max(0, (now.getTime() - Date.parse(at)) / 1000);

/** One detail type an outcome. The id is the same however often this transition is told. */
function event(
  { settings }: ReportPorts,
  userPoolId: string,
  { transition, revision }: { readonly transition: Transition; readonly revision: number },
): ServiceEvent {
  const { Before: before, After: after, Actor: actor, From, To, Reasons, At } = transition;
  return {
    detailType: `Pool ${To}`,
    resources: [poolArn(settings, userPoolId)],
    detail: {
      version: '1',
      id: `${userPoolId}/${revision}`,
      userPoolId,
      outcome: To,
      previousOutcome: From,
      reasons: Reasons,
      at: At,
      ...(before && after && { differences: difference(before, after).map(formatDifference) }),
      ...(before && { before }),
      ...(after && { after }),
      ...(actor && { actor }),
    },
  };
}

export const poolArn = (
  { partition, region, account }: Pick<Settings, 'account' | 'region' | 'partition'>,
  userPoolId: string,
): string => `arn:${partition}:cognito-idp:${region}:${account}:userpool/${userPoolId}`;
