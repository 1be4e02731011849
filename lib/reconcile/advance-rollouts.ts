import { advance } from '../domain/rollout/advance.ts';
import { type Candidate, candidateOf, type RolloutPool } from '../domain/rollout/progress.ts';
import type { OpenRollout, PolicyRollout } from '../domain/rollout/rollout.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import { type LearnPorts, learnedCandidates } from './learned-candidates.ts';
import { type FleetLook, versionsWith } from './look-at-fleet.ts';
import { type NoticePorts, store } from './notice-policies.ts';
import { parseText } from './policy-inputs.ts';
import type { Backlog, CallContext, Clock, Queue } from './ports.ts';
import { type RolloutDestinationPorts, withDestinations } from './rollout-destinations.ts';
import { poolsOwnedBy, poolsToDecide } from './rollout-messages.ts';

export interface AdvancePorts extends NoticePorts, RolloutDestinationPorts, LearnPorts {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly backlog: Backlog;
}

/** If no more messages than this are in the upkeep queue, those of a wave were processed. */
const MAX_QUIET = 10;

/**
 * Begins and ends waves, and sends one message for each pool that must be decided. A step is stored before its messages are sent, and
 * marked as sent after that: a crash between the two sends them again.
 */
export async function advanceRollouts(
  ports: AdvancePorts,
  look: FleetLook,
  rollouts: ReadonlyMap<string, PolicyRollout>,
  context: CallContext,
): Promise<{ readonly sent: number; readonly rollouts: ReadonlyMap<string, PolicyRollout> }> {
  const { settings } = ports;
  const current = new Map(rollouts);
  const before = versionsWith(ports, look, rollouts);
  const waiting = await ports.backlog.waiting();
  const advanceOne = advanceWith(ports, look, before, current, waiting === 0, context);
  const candidates = new Map<string, readonly Candidate[]>();
  for (const [name, rollout] of rollouts)
    if (rollout.Open?.Status === 'Running') candidates.set(name, await advanceOne(rollout, rollout.Open));
  const versions = versionsWith(ports, look, current);
  const ids = new Set(
    look.names.flatMap((name) => {
      const rollout = current.get(name);
      if (rollout === undefined) return look.parameters.has(name) ? [] : poolsOwnedBy(name, look.fleet);
      const progress = { name, rollout, candidates: candidates.get(name) ?? [] };
      return poolsToDecide(progress, look.fleet, versions, settings, waiting <= MAX_QUIET);
    }),
  );
  await send(ports, look, ids);
  for (const rollout of current.values()) {
    const sent = withSent(rollout);
    if (sent) await store(ports, current, sent, rollout);
  }
  return { sent: ids.size, rollouts: current };
}

/** Stores the next step of one rollout, and returns the pools for which its new version owns an event source. */
const advanceWith =
  (
    ports: AdvancePorts,
    { fleet }: FleetLook,
    versions: readonly PolicyVersions[],
    current: Map<string, PolicyRollout>,
    isDrained: boolean,
    context: CallContext,
  ) =>
  async (rollout: PolicyRollout, open: OpenRollout): Promise<readonly Candidate[]> => {
    const { settings, clock } = ports;
    const next = parseText(open.Text, rollout.Name, settings);
    const version = { next, startedAt: open.StartedAt };
    const candidate = (pool: RolloutPool) => candidateOf(pool, versions, version, settings);
    const pools = fleet.map(({ pool }) => pool);
    const found = await learnedCandidates(ports, open, pools, candidate, context);
    const inside = found.filter(({ rank }) => rank <= open.Threshold);
    const outside = found.filter(({ rank }) => rank > open.Threshold);
    const candidates = [...(await withDestinations(ports, inside)), ...outside];
    const after = advance(rollout, next, candidates, { now: clock.now(), isDrained });
    if (after) await store(ports, current, after, rollout);
    return candidates;
  };

async function send({ queue }: AdvancePorts, { fleet }: FleetLook, ids: ReadonlySet<string>): Promise<void> {
  const chosen = fleet.filter(({ pool }) => ids.has(pool.userPoolId));
  await queue.send(
    'upkeep',
    chosen.map(({ pool, coverage }) => ({
      Kind: 'Recheck',
      UserPoolId: pool.userPoolId,
      ...(coverage.hasNewFacts && { ConfirmFacts: true }),
    })),
  );
}

/** Returns the rollout after its messages were sent; undefined if it had no messages. */
function withSent({ Restore, ...rest }: PolicyRollout): PolicyRollout | undefined {
  const { Open } = rest;
  if (Restore === undefined && (Open?.Status !== 'Running' || Open.Sent)) return undefined;
  return { ...rest, Revision: rest.Revision + 1, ...(Open && { Open: { ...Open, Sent: true } }) };
}
