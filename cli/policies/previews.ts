import { type Difference, difference } from '../../lib/domain/difference.ts';
import type { EventSource, ObservedConfiguration } from '../../lib/domain/log-configuration.ts';
import type { PoolLayers } from '../../lib/domain/policy/layers.ts';
import { compareRank, isPolicy } from '../../lib/domain/policy/owner.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { resolveOwners } from '../../lib/domain/policy/resolve.ts';
import { selects } from '../../lib/domain/policy/select.ts';
import { formatIssue } from '../../lib/domain/validation-issue.ts';
import { type OwnerView, ownerView } from './owner-view.ts';

/** The change of one event source by a policy in mode Observe, if its mode were Enforce. */
export interface Preview {
  readonly policy: OwnerView;
  /** Whether the policy selects the pool. Undefined if it is not known. */
  readonly isSelected: boolean | undefined;
  /** Whether the event source would be rejected, because of a conflict or an invalid entry. */
  readonly isRejected: boolean;
  /** Whether the policy would own the event source. */
  readonly wouldOwn: boolean;
  /** Why it would not own the event source, or why the event source would be rejected. */
  readonly reasons: readonly string[];
  /** From the entry on the pool to the entry of the policy. */
  readonly differences: readonly Difference[];
}

type Layers = PoolLayers & { readonly observed: readonly ObservedConfiguration[] };

/** A valid policy in mode Observe. */
export type ObservingPolicy = Extract<ParsedPolicy, { kind: 'Valid' }>;

export const isObserving = (parsed: ParsedPolicy): parsed is ObservingPolicy =>
  parsed.kind === 'Valid' && parsed.policy.Mode === 'Observe';

/** Returns the policy as it would be in mode Enforce, after its rollout. */
export function enforced(parsed: ParsedPolicy): ParsedPolicy {
  if (!isObserving(parsed)) return parsed;
  const { stage: _stage, ...rest } = parsed;
  return { ...rest, policy: { ...rest.policy, Mode: 'Enforce' } };
}

/** Returns what each policy in mode Observe with an entry for the event source would do. */
export const previewsOf = (pool: Layers, source: EventSource): readonly Preview[] =>
  pool.policies.flatMap((parsed) => previewOf(pool, parsed, source) ?? []);

function previewOf(pool: Layers, parsed: ParsedPolicy, source: EventSource): Preview | undefined {
  if (!isObserving(parsed)) return undefined;
  const { policy, name } = parsed;
  if (!policy.LogConfigurations.some(({ EventSource }) => EventSource === source)) return undefined;
  const policies = pool.policies.map((one) => (one === parsed ? enforced(one) : one));
  const resolution = resolveOwners({ ...pool, policies }).find((one) => one.source === source);
  const { Precedence, Priority } = policy;
  const view = ownerView({ Kind: 'Policy', Name: name, Precedence, Priority });
  const selected = selects(policy.Select, pool.userPoolId, pool.facts);
  const isSelected = selected === 'Unknown' ? undefined : selected === 'Selected';
  const found = { policy: view, isSelected };
  const winner = resolution?.winner;
  const isOwn = winner !== undefined && winner.kind !== 'Free' && isPolicy(winner.owner, name);
  if (winner?.kind === 'Owned' && isOwn) {
    const onPool = pool.observed.filter(({ EventSource }) => EventSource === source);
    const differences = difference(onPool, winner.state.LogConfigurations);
    return { ...found, isRejected: false, wouldOwn: true, reasons: [], differences };
  }
  const lost = resolution?.others.find(({ owner }) => isPolicy(owner, name));
  const isRejected =
    winner?.kind === 'Rejected' &&
    (resolution?.layers ?? []).some((one) => isPolicy(one, name) && compareRank(one, winner.owner) === 0);
  const reasons =
    winner?.kind === 'Rejected' && isRejected
      ? winner.issues.map(formatIssue)
      : [lost?.reason ?? 'does not apply'];
  return { ...found, isRejected, wouldOwn: false, reasons, differences: [] };
}
