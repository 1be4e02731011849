import { advance, withCounts } from '../domain/rollout/advance.ts';
import { isQuiet, type WaveTime } from '../domain/rollout/limits.ts';
import { type Candidate, candidateOf } from '../domain/rollout/progress.ts';
import type { PolicyRollout } from '../domain/rollout/rollout.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import { type FleetLook, versionsWith } from './look-at-fleet.ts';
import { type NoticePorts, store } from './notice-policies.ts';
import { parseText } from './policy-inputs.ts';
import type { Backlog, Clock, Queue } from './ports.ts';
import { type RolloutDestinationPorts, withDestinations } from './rollout-destinations.ts';
import { poolsOwnedBy, poolsToDecide } from './rollout-messages.ts';

export interface AdvancePorts extends NoticePorts, RolloutDestinationPorts {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly backlog: Backlog;
}

/** Until when the service catches up after a freeze. */
export type CatchUp = Omit<WaveTime, 'now'>;

/**
 * Begins and ends waves, and sends one message for each pool that must be decided. A step is stored before its messages are sent, and
 * marked as sent after that: a crash between the two sends them again.
 */
export async function advanceRollouts(
  ports: AdvancePorts,
  look: FleetLook,
  rollouts: ReadonlyMap<string, PolicyRollout>,
  catchUp: CatchUp,
): Promise<{ readonly sent: number; readonly rollouts: ReadonlyMap<string, PolicyRollout> }> {
  const { settings } = ports;
  const current = new Map(rollouts);
  const before = versionsWith(ports, look, rollouts);
  const candidates = new Map<string, readonly Candidate[]>();
  for (const [name, rollout] of rollouts)
    if (rollout.Open?.Status === 'Running')
      candidates.set(name, await advanceOne(ports, rollout, look, { versions: before, catchUp }, current));
  const versions = versionsWith(ports, look, current);
  const waiting = await ports.backlog.waiting();
  const ids = new Set(
    look.names.flatMap((name) => {
      const rollout = current.get(name);
      if (rollout === undefined) return look.parameters.has(name) ? [] : poolsOwnedBy(name, look.fleet);
      const progress = { name, rollout, candidates: candidates.get(name) ?? [] };
      return poolsToDecide(progress, look.fleet, versions, settings, isQuiet(waiting));
    }),
  );
  const unknown = [...candidates.values()].flat().filter(({ isUnknown }) => isUnknown);
  await send(ports, look, ids, new Set(unknown.map(({ userPoolId }) => userPoolId)));
  for (const rollout of current.values()) {
    const sent = withSent(rollout);
    if (sent) await store(ports, current, sent, rollout);
  }
  return { sent: ids.size, rollouts: current };
}

/** Stores the next step of one rollout, and returns the pools for which its new version owns an event source. */
async function advanceOne(
  ports: AdvancePorts,
  rollout: PolicyRollout,
  { fleet }: FleetLook,
  { versions, catchUp }: { readonly versions: readonly PolicyVersions[]; readonly catchUp: CatchUp },
  current: Map<string, PolicyRollout>,
): Promise<readonly Candidate[]> {
  const { Name, Open } = rollout;
  if (Open === undefined) return [];
  const next = parseText(Open.Text, Name, ports.settings);
  const version = { next, startedAt: Open.Since ?? Open.StartedAt };
  const found = fleet
    .filter(({ isListed }) => isListed)
    .flatMap(({ pool }) => candidateOf(pool, versions, version, ports.settings) ?? []);
  const inside = found.filter(({ rank }) => rank <= Open.Threshold);
  const outside = found.filter(({ rank }) => rank > Open.Threshold);
  const candidates = [...(await withDestinations(ports, inside)), ...outside];
  const time = { ...catchUp, now: ports.clock.now() };
  const after = advance(rollout, next, candidates, time);
  // A completed rollout is reported with the pools that failed in its last wave.
  if (after) await store(ports, current, after, { ...rollout, Open: withCounts(Open, candidates, time) });
  return candidates;
}

/** @param unknown the pools whose facts show whether a policy applies, and are not known yet */
async function send(
  { queue }: AdvancePorts,
  { fleet }: FleetLook,
  ids: ReadonlySet<string>,
  unknown: ReadonlySet<string>,
): Promise<void> {
  const chosen = fleet.filter(({ pool }) => ids.has(pool.userPoolId));
  await queue.send(
    'upkeep',
    chosen.map(({ pool, coverage }) => ({
      Kind: 'Recheck',
      UserPoolId: pool.userPoolId,
      ...((coverage.hasNewFacts || unknown.has(pool.userPoolId)) && { ConfirmFacts: true }),
    })),
  );
}

/** Returns the rollout after its messages were sent; undefined if it had no messages to send. */
function withSent({ Restore, ...rest }: PolicyRollout): PolicyRollout | undefined {
  const { Open } = rest;
  if (Restore === undefined && (Open?.Status !== 'Running' || Open.Sent)) return undefined;
  return { ...rest, Revision: rest.Revision + 1, ...(Open && { Open: { ...Open, Sent: true } }) };
}
