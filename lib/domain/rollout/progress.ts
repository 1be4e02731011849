import { recordedOwners } from '../decide/sources/source-records.ts';
import type { Desired } from '../desired.ts';
import { destinationArns, type PoolProblem } from '../finding.ts';
import type { EventSource } from '../log-configuration.ts';
import { isSettled } from '../outcome.ts';
import type { LayerSettings } from '../policy/layers.ts';
import { compareRank, isPolicy } from '../policy/owner.ts';
import type { ParsedPolicy, PoolFacts } from '../policy/policy.ts';
import { resolveOwners, type SourceResolution } from '../policy/resolve.ts';
import type { RecordedOwners } from '../record.ts';
import { formatIssue } from '../validation-issue.ts';
import { rankOf } from './rank.ts';
import type { Rank } from './rollout.ts';
import { hasSource, type PolicyVersions, policiesFor, saysTheSame } from './versions.ts';

/** A pool as listings and its record show it. */
export interface RolloutPool {
  readonly userPoolId: string;
  readonly desired: Desired;
  /** The facts of the listing with the tier of the record; undefined if the pool was not listed. */
  readonly facts: PoolFacts | undefined;
  readonly recorded:
    | (RecordedOwners & {
        readonly Facts?: PoolFacts;
        readonly Finding?: { readonly Problem: PoolProblem; readonly Since: string };
      })
    | undefined;
}

/** A pool for which the new version of a policy owns an event source, and how far it has come. */
export interface Candidate {
  readonly userPoolId: string;
  readonly rank: Rank;
  readonly state: 'Done' | 'Failed' | 'Pending';
  /** The facts of the pool that show whether the policy applies to it are not known yet. */
  readonly isUnknown?: boolean;
  /** Why the pool failed. */
  readonly reason?: string;
  /** The ARNs that the policy applied to the pool. */
  readonly destinations: readonly string[];
}

/** The version that is rolled out, and since when. */
export interface NextVersion {
  readonly next: ParsedPolicy;
  readonly startedAt: string;
}

/**
 * Returns the state of a pool in the rollout of `next`; undefined if the new version owns no event source of it. Event sources of
 * other owners do not count. A pool that delivered no logs before the rollout has not failed because of it.
 */
export function candidateOf(
  pool: RolloutPool,
  versions: readonly PolicyVersions[],
  { next, startedAt }: NextVersion,
  settings: LayerSettings,
): Candidate | undefined {
  const { userPoolId, recorded } = pool;
  const others = versions.filter(({ name }) => name !== next.name);
  const all = resolveOwners({
    userPoolId,
    desired: pool.desired,
    policies: [...policiesFor(others, pool, settings), next],
    facts: pool.facts,
    recorded: recordedOwners(recorded),
    settings,
  });
  const resolutions = all.filter((resolution) => isTop(resolution, next.name));
  const found = { userPoolId, rank: rankOf(next.name, userPoolId), destinations: [] };
  const isUnread = pool.facts !== undefined && recorded?.Facts === undefined;
  if (resolutions.length === 0)
    return isUnread && all.some((one) => isUnknownFor(one, next.name))
      ? { ...found, state: 'Pending', isUnknown: true }
      : undefined;
  const settled = versions.find(({ name }) => name === next.name)?.settled;
  const results = resolutions.map((one) => sourceState(pool, one, { next, startedAt, settled }, settings));
  const failed = results.find(({ state }) => state === 'Failed');
  const pending = results.find(({ state }) => state === 'Pending');
  const needsTier = resolutions.some(({ source }) => source === 'userAuthEvents');
  return {
    ...found,
    destinations: results.flatMap(({ destinations = [] }) => destinations),
    state: 'Done',
    ...(failed ?? pending),
    ...(needsTier && isUnread && { isUnknown: true }),
  };
}

/** Listings do not show whether the policy selects the pool. */
const isUnknownFor = ({ others }: SourceResolution, name: string): boolean =>
  others.some(({ isUnknown, owner }) => isUnknown === true && isPolicy(owner, name));

/** Whether the policy owns the event source, or is one of the first layers that disagree. A preview owns nothing. */
function isTop({ winner, layers }: SourceResolution, name: string): boolean {
  if (winner.kind === 'Free' || winner.kind === 'Frozen') return false;
  return layers.some((owner) => isPolicy(owner, name) && compareRank(owner, winner.owner) === 0);
}

interface SourceState {
  readonly state: Candidate['state'];
  readonly reason?: string;
  readonly destinations?: readonly string[];
}

function sourceState(
  pool: RolloutPool,
  { source, winner, keepsOwner }: SourceResolution,
  { next, startedAt, settled }: NextVersion & { readonly settled: ParsedPolicy | undefined },
  settings: LayerSettings,
): SourceState {
  if (winner.kind === 'Rejected')
    return { state: 'Failed', reason: `${source}: ${winner.issues.map(formatIssue).join(' ')}` };
  const owner = recordedOwners(pool.recorded).get(source);
  // Another owner left the event source. Its grace period is not part of the rollout.
  if (owner !== undefined && !keepsOwner && !isPolicy(owner, next.name)) return { state: 'Done' };
  if (next.kind !== 'Valid' || !hasSource(next.policy, source, pool, settings)) return { state: 'Pending' };
  return decidedState(pool, source, startedAt, saysTheSame(next.policy, settled, source));
}

/**
 * The record shows that the service decided for the new version.
 *
 * @param isUnchanged whether the settled version says the same about the event source. Then an older rejection is not a failure of the
 *   new version.
 */
function decidedState(
  { recorded }: RolloutPool,
  source: EventSource,
  startedAt: string,
  isUnchanged: boolean,
): SourceState {
  const { Status, Desired } = recorded?.Sources?.[source] ?? {};
  if (Status === undefined || Status.Outcome === 'Waiting') return { state: 'Pending' };
  if (Status.Outcome === 'Rejected' && isUnchanged && Status.Since < startedAt) return { state: 'Done' };
  if (Status.Outcome === 'Rejected')
    return { state: 'Failed', reason: `${source}: ${Status.Reasons.join(' ')}` };
  // A contested or deleted pool never blocks a wave, and mode Observe writes nothing.
  if (!isSettled(Status.Outcome)) return { state: 'Done' };
  const finding = source === 'userAuthEvents' ? recorded?.Finding : undefined;
  if (finding && finding.Since >= startedAt)
    return { state: 'Failed', reason: `${source}: ${PROBLEMS[finding.Problem]}` };
  return { state: 'Done', destinations: destinationArns(Desired?.LogConfigurations ?? []) };
}

const PROBLEMS: Readonly<Record<PoolProblem, string>> = {
  TierTooLow: 'the tier of the pool does not export sign-in activity',
  ThreatProtectionOff: 'threat protection of the pool is off',
};
