import { entriesOf } from '../decide/sources/source-records.ts';
import { sameConfiguration } from '../difference.ts';
import type { EventSource } from '../log-configuration.ts';
import { entryForPool } from '../policy/entry-for-pool.ts';
import type { LayerSettings } from '../policy/layers.ts';
import type { ParsedPolicy, Policy, PoolFacts } from '../policy/policy.ts';
import type { RecordedSources } from '../record.ts';
import { sameContent } from './policy-text.ts';
import { rankOf } from './rank.ts';
import type { OpenRollout, PolicyRollout } from './rollout.ts';

/** A policy parameter with the versions of its rollout. */
export interface PolicyVersions {
  readonly name: string;
  /** The parameter. */
  readonly current: ParsedPolicy;
  /** The last settled version, if there is one. */
  readonly settled?: ParsedPolicy;
  /** The version that is rolled out, and how far. */
  readonly open?: { readonly next: ParsedPolicy } & Pick<OpenRollout, 'Status' | 'Threshold'>;
  /** The parameter was deleted and created again, and the service has not processed that yet. */
  readonly isRecreated?: true;
}

/** Returns the versions from the stored texts. `parse` parses the text of a version. */
export function versionsOf(
  current: ParsedPolicy,
  rollout: PolicyRollout | undefined,
  parse: (text: string) => ParsedPolicy,
): PolicyVersions {
  const { Settled, Open, DeletedAt } = rollout ?? {};
  return {
    name: current.name,
    current,
    ...(Settled && { settled: parse(Settled.Text) }),
    ...(Open && { open: { next: parse(Open.Text), Status: Open.Status, Threshold: Open.Threshold } }),
    ...(DeletedAt !== undefined && { isRecreated: true }),
  };
}

/** Returns a policy as if it had been settled: it applies to all its pools. */
export const settledPolicy = (policy: ParsedPolicy): PolicyVersions => ({
  name: policy.name,
  current: policy,
  settled: policy,
});

/** A pool and what is recorded of its event sources. */
export interface RecordedPool {
  readonly userPoolId: string;
  readonly recorded: { readonly Sources?: RecordedSources; readonly Facts?: PoolFacts } | undefined;
}

/** Returns the version of each policy that applies to a pool. */
export const policiesFor = (
  versions: readonly PolicyVersions[],
  pool: RecordedPool,
  settings: LayerSettings,
): readonly ParsedPolicy[] => versions.flatMap((policy) => versionFor(policy, pool, settings) ?? []);

/**
 * Returns the version that applies to a pool: the new one inside the fraction of the rollout, else the settled one. Without a
 * settled version, the policy is pending: it owns nothing new, and nothing leaves it. Undefined if the policy applies to no
 * pool, as if it were deleted.
 */
export function versionFor(
  versions: PolicyVersions,
  pool: RecordedPool,
  settings: LayerSettings,
): ParsedPolicy | undefined {
  const { current, settled, open, isRecreated } = versions;
  if (isRecreated) return pending(current);
  // An edit back to the settled version ends a rollout at once.
  if (settled && sameContent(current, settled)) return current;
  if (open === undefined) return settled ?? pending(current);
  if (open.Status === 'Aborted') return settled;
  if (isReached(versions, open, pool, settings)) return withStage(open.next, 'Open');
  return settled ? withStage(settled, 'Open') : pending(current);
}

/** A halted rollout changes no further pools: the messages of its last wave can still be in the queue. */
function isReached(
  { name, settled }: PolicyVersions,
  { next, Status, Threshold }: NonNullable<PolicyVersions['open']>,
  pool: RecordedPool,
  settings: LayerSettings,
): boolean {
  if (rankOf(name, pool.userPoolId) > Threshold) return false;
  return Status === 'Running' || (next.kind === 'Valid' && hasVersion(next.policy, settled, pool, settings));
}

/**
 * Returns whether the record shows that this version was applied, or that it was rejected. An event source for which both versions
 * say the same does not show it, unless they differ in nothing else.
 */
export function hasVersion(
  policy: Policy,
  settled: ParsedPolicy | undefined,
  pool: RecordedPool,
  settings: LayerSettings,
): boolean {
  const sources = policy.LogConfigurations.map(({ EventSource }) => EventSource);
  const changed = sources.filter((source) => !saysTheSame(policy, settled, source));
  return (changed.length > 0 ? changed : sources).some((source) => hasSource(policy, source, pool, settings));
}

/** Returns whether both versions say the same about an event source of the pools that both select. */
export function saysTheSame(policy: Policy, settled: ParsedPolicy | undefined, source: EventSource): boolean {
  if (settled?.kind !== 'Valid') return false;
  const { Precedence, Priority, OnDelete, LogConfigurations } = settled.policy;
  return (
    Precedence === policy.Precedence &&
    Priority === policy.Priority &&
    OnDelete === policy.OnDelete &&
    sameConfiguration(entriesOf(LogConfigurations, source), entriesOf(policy.LogConfigurations, source))
  );
}

/** The same as `hasVersion` for one event source. An intent without confirmation does not show that the version was applied. */
export function hasSource(
  policy: Policy,
  source: EventSource,
  { userPoolId, recorded }: RecordedPool,
  { account, region, allowedDestinations }: LayerSettings,
): boolean {
  const { Owner, Desired, Intent } = recorded?.Sources?.[source] ?? {};
  // A repair follows a confirmed write of the same version.
  if (Intent?.Outcome === 'Applied') return false;
  const entry = policy.LogConfigurations.find(({ EventSource }) => EventSource === source);
  if (Owner?.Kind !== 'Policy' || Desired === undefined || entry === undefined) return false;
  const isOwner =
    Owner.Name === policy.Name &&
    Owner.Precedence === policy.Precedence &&
    Owner.Priority === policy.Priority &&
    Desired.OnDelete === policy.OnDelete;
  const values = { account, region, userPoolId, name: recorded?.Facts?.name };
  const expanded = entryForPool(entry, values, { account, allowedDestinations });
  return (
    isOwner && expanded.kind === 'Expanded' && sameConfiguration(Desired.LogConfigurations, [expanded.value])
  );
}

const withStage = (parsed: ParsedPolicy, stage: 'Open' | 'Pending'): ParsedPolicy =>
  parsed.kind === 'Valid' ? { ...parsed, stage } : parsed;

/** An invalid policy that never applied owns nothing. The pools that it already owns stay unchanged. */
const pending = (parsed: ParsedPolicy): ParsedPolicy =>
  parsed.kind === 'Valid' ? withStage(parsed, 'Pending') : { ...parsed, readable: undefined };
