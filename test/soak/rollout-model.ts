import { EVENT_SOURCES, type EventSource } from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
import type { PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { type ModelPolicy, type ModelPool, type PutPolicy, same, type Version } from './model.ts';
import { askedByPolicy, policyText } from './policy-model.ts';

/** The text of a policy that applies to a pool. */
export interface PolicyInForce {
  readonly wanted: PutPolicy;
  /** `Open`: nothing leaves the policy. `Pending`: the policy owns nothing new, and nothing leaves it. */
  readonly stage?: 'Open' | 'Pending';
}

/** Returns the value at a time. */
const valueAt = <W>(versions: readonly Version<W>[], at: number): W | undefined =>
  versions.findLast(({ from }) => from <= at)?.wanted;

/** Returns the text of a policy that applies to a pool at a time, by the stored rollout at that time. */
export function inForce(
  policy: ModelPolicy,
  pool: ModelPool,
  at = Number.POSITIVE_INFINITY,
): PolicyInForce | undefined {
  const current = valueAt(policy.versions, at);
  if (current === undefined) return undefined;
  const pending: PolicyInForce = { wanted: current, stage: 'Pending' };
  const { Settled, Open, DeletedAt } = valueAt(policy.rollouts, at) ?? {};
  if (DeletedAt !== undefined) return pending;
  const settled = Settled && policy.texts.get(Settled.Text);
  if (settled && policyText(current) === policyText(settled)) return { wanted: current };
  if (Open === undefined) return settled ? { wanted: settled } : pending;
  if (Open.Status === 'Aborted') return settled && { wanted: settled };
  const next = policy.texts.get(Open.Text);
  const isInside = next && rankOf(policy.name, pool.id) <= Open.Threshold;
  if (isInside && (Open.Status === 'Running' || hasText(policy.name, next, settled, pool)))
    return { wanted: next, stage: 'Open' };
  return settled ? { wanted: settled, stage: 'Open' } : pending;
}

/**
 * Whether the record shows that this text was applied to the pool or rejected, by an event source for which it says something else than
 * the settled text. A first write that was not confirmed does not show it.
 */
function hasText(
  name: string,
  wanted: PutPolicy,
  settled: PutPolicy | undefined,
  { id, recorded, facts }: ModelPool,
): boolean {
  const [known] = facts;
  const numberOf = (text: PutPolicy | undefined, source: EventSource): number | undefined =>
    source === 'userAuthEvents' ? text?.signIns : text?.notification;
  const isSameRank =
    settled?.precedence === wanted.precedence &&
    settled.priority === wanted.priority &&
    settled.onDelete === wanted.onDelete;
  const sources = EVENT_SOURCES.filter((source) => numberOf(wanted, source) !== undefined);
  const changed = sources.filter(
    (source) => !isSameRank || numberOf(settled, source) !== numberOf(wanted, source),
  );
  return (changed.length > 0 ? changed : sources).some((source) => {
    const { Owner, Desired, Intent } = recorded?.Sources?.[source] ?? {};
    if (Owner?.Kind !== 'Policy' || Owner.Name !== name || known === undefined) return false;
    if (Intent?.Outcome === 'Applied') return false;
    const poolName = recorded?.Facts?.name ?? known.wanted.name;
    const asked = askedByPolicy(wanted, id, { ...known.wanted, name: poolName }, source);
    const isRank = Owner.Precedence === wanted.precedence && Owner.Priority === wanted.priority;
    const isSame = asked !== 'Broken' && same(asked, Desired?.LogConfigurations);
    return isRank && Desired?.OnDelete === wanted.onDelete && isSame;
  });
}

/** Returns since when the text of a policy that is in force applies to a pool. The rollout of the policy can reach the pool late. */
export function reachedAt(policy: ModelPolicy, pool: ModelPool): number {
  const times = [...policy.versions, ...policy.rollouts].map(({ from }) => from).toSorted((a, b) => a - b);
  const current = keyOf(inForce(policy, pool));
  const last = times.findLastIndex((at) => keyOf(inForce(policy, pool, at)) !== current);
  return times[last + 1] ?? Number.NEGATIVE_INFINITY;
}

const keyOf = (applied: PolicyInForce | undefined): string | undefined =>
  applied && applied.stage !== 'Pending' ? policyText(applied.wanted) : undefined;

/** Returns the texts that can have been in force for any pool between these times. */
export function textsBetween(policy: ModelPolicy, from: number, to: number): readonly PutPolicy[] {
  const stored = policy.rollouts.filter(
    (version, at) =>
      version.from <= to && (policy.rollouts[at + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
  );
  const texts = stored.flatMap(({ wanted: { Settled, Open } }) => [Settled?.Text, Open?.Text]);
  return texts.flatMap((text) => (text === undefined ? [] : (policy.texts.get(text) ?? [])));
}

/** Whether the service has processed the last edit of a policy and rolls out nothing. */
export function isSettledPolicy({ versions, rollouts, texts }: ModelPolicy): boolean {
  const current = versions.at(-1)?.wanted;
  const stored = rollouts.at(-1)?.wanted;
  if (current === undefined) return stored === undefined || stored.DeletedAt !== undefined;
  if (stored === undefined) return current.fault !== undefined;
  if (stored.Open !== undefined || stored.DeletedAt !== undefined) return false;
  const settled = stored.Settled && texts.get(stored.Settled.Text);
  return (
    current.fault !== undefined || (settled !== undefined && policyText(settled) === policyText(current))
  );
}

/** Stores a rollout in the model, and returns the rules that its change violates. */
export function rolloutStored(policy: ModelPolicy, stored: PolicyRollout, from: number): readonly string[] {
  const before = policy.rollouts.at(-1)?.wanted;
  if (before?.Revision === stored.Revision) return [];
  policy.rollouts.push({ wanted: stored, from });
  const why = (text: string): string =>
    `rollout of ${policy.name}: ${text}: ${JSON.stringify([before, stored])}`;
  const [old, now] = [before?.Open, stored.Open];
  const isSameRollout = old && now && old.StartedAt === now.StartedAt && old.Text === now.Text;
  return [
    ...(isSameRollout && now.Threshold < old.Threshold ? [why('its fraction became smaller')] : []),
    ...(isSameRollout && old.Status !== 'Running' && now.Threshold !== old.Threshold
      ? [why('it went on after it stopped')]
      : []),
    ...(old && !now && stored.Settled?.Text !== before?.Settled?.Text && stored.Settled?.Text !== old.Text
      ? [why('another text than the new one was settled')]
      : []),
    ...(old && !now && old.Status !== 'Running' && stored.Settled?.Text !== before?.Settled?.Text
      ? [why('a stopped rollout was completed')]
      : []),
  ];
}

/** The record of a pool as a worker last read or stored it. */
export const recordSeen = (pool: ModelPool | undefined, record: PoolRecord | undefined): void => {
  if (pool) pool.recorded = record;
};
