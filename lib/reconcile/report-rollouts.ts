import type { OpenRollout, PolicyRollout } from '../domain/rollout/rollout.ts';
import { type RolloutEventType, rolloutEvent } from './events.ts';
import type { Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

interface Ports {
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
}

/** Reports a stored change of a rollout as a log line and, if it started, stopped or ended, as an event. */
export async function reportRollout(
  ports: Ports,
  after: PolicyRollout,
  before: PolicyRollout | undefined,
): Promise<void> {
  const change = changeOf(after, before);
  if (change === undefined) return;
  const { detailType, rollout } = change;
  const { Name: policy, Revision: revision } = after;
  const { Pools: pools, Failed: failed, Total: total } = rollout;
  ports.telemetry.info(detailType.toLowerCase(), { policy, revision, pools, failed, total });
  await publishOrCount(ports, [rolloutEvent(detailType, after, rollout)], { policy });
}

/** Reports how many rollouts are halted. The zero after the last one ends the alarm. */
export function reportHalted(telemetry: Telemetry, rollouts: Iterable<PolicyRollout>): void {
  const halted = [...rollouts].filter(({ Open }) => Open?.Status === 'Halted').length;
  telemetry.measure('RolloutsHalted', halted);
}

function changeOf(
  { Open: after, Settled }: PolicyRollout,
  before: PolicyRollout | undefined,
): { readonly detailType: RolloutEventType; readonly rollout: OpenRollout } | undefined {
  const old = before?.Open;
  if (after && old?.StartedAt !== after.StartedAt) return { detailType: 'Rollout Started', rollout: after };
  if (after && after.Status !== old?.Status)
    return { detailType: STATUS_EVENTS[after.Status], rollout: after };
  const isCompleted = old && after === undefined && Settled?.Text === old.Text && Settled !== before?.Settled;
  return isCompleted ? { detailType: 'Rollout Completed', rollout: old } : undefined;
}

const STATUS_EVENTS = {
  Running: 'Rollout Resumed',
  Halted: 'Rollout Halted',
  Aborted: 'Rollout Aborted',
} as const;
