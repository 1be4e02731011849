import type { Desired, DesiredState } from '../desired.ts';
import type { EventSource } from '../log-configuration.ts';
import type { Settings } from '../settings.ts';
import { formatIssue, type ValidationIssue } from '../validation-issue.ts';
import { entryForPool } from './entry-for-pool.ts';
import { macrosIn } from './macros.ts';
import { higherRank, type Owner, PARAMETER } from './owner.ts';
import type { ParsedPolicy, PoolFacts } from './policy.ts';
import { selects } from './select.ts';

export type LayerSettings = Pick<Settings, 'account' | 'region' | 'allowedDestinations' | 'mode'>;

/** The inputs that the owners of a pool's event sources depend on. */
export interface PoolLayers {
  readonly userPoolId: string;
  /** The pool's own parameter. */
  readonly desired: Desired;
  readonly policies: readonly ParsedPolicy[];
  /** Undefined if no policy needs them, or if they are not known yet. */
  readonly facts: PoolFacts | undefined;
  /** The owner of each event source in the record. */
  readonly recorded: ReadonlyMap<EventSource, Owner>;
  readonly settings: LayerSettings;
}

/** A parameter or policy that would own one event source of the pool if no other layer went before it. */
export type Layer =
  | { readonly kind: 'Valid'; readonly owner: Owner; readonly state: DesiredState }
  | { readonly kind: 'Invalid'; readonly owner: Owner; readonly issues: readonly ValidationIssue[] }
  /** A policy that owned the event source and turned to mode Observe, or that is being rolled out. */
  | { readonly kind: 'Frozen'; readonly owner: Owner };

/** A layer that does not own the event source, and why. */
export interface LosingLayer {
  readonly owner: Owner;
  readonly reason: string;
  /** The policy selects the pool and has an entry for the event source, but the pool's tier cannot have it. */
  readonly isUncovered?: boolean;
  /** The answer depends on facts of the pool that are not known. */
  readonly isUnknown?: boolean;
}

/** Returns the layers of one event source and the policies that do not apply to it, in the order of the policies. */
export function layersOf(
  pool: PoolLayers,
  source: EventSource,
): { readonly layers: readonly Layer[]; readonly others: readonly LosingLayer[] } {
  const own = parameterLayer(pool.desired, source);
  const given = pool.policies.flatMap((policy) => policyLayer(pool, policy, source) ?? []);
  return {
    layers: [...(own ? [own] : []), ...given.flatMap((one) => ('kind' in one ? [one] : []))],
    others: given.flatMap((one) => ('reason' in one ? [one] : [])),
  };
}

function parameterLayer(desired: Desired, source: EventSource): Layer | undefined {
  if (desired.kind === 'Absent') return undefined;
  if (desired.kind === 'Invalid')
    return desired.sources && !desired.sources.includes(source)
      ? undefined
      : { kind: 'Invalid', owner: PARAMETER, issues: desired.issues };
  const { Inherit, ...state } = desired.state;
  const LogConfigurations = state.LogConfigurations.filter(({ EventSource }) => EventSource === source);
  if (Inherit && LogConfigurations.length === 0) return undefined;
  return { kind: 'Valid', owner: PARAMETER, state: { ...state, LogConfigurations } };
}

function policyLayer(
  pool: PoolLayers,
  parsed: ParsedPolicy,
  source: EventSource,
): Layer | LosingLayer | undefined {
  const before = pool.recorded.get(source);
  const isRecorded = before?.Kind === 'Policy' && before.Name === parsed.name;
  if (parsed.kind === 'Valid') return validLayer(pool, parsed, source, isRecorded ? before : undefined);
  const { readable, name, issues } = parsed;
  const unreadable: Layer | undefined =
    isRecorded && before
      ? { kind: 'Invalid', owner: before, issues: invalidIssues(name, issues) }
      : undefined;
  if (!readable?.sources.includes(source)) return unreadable;
  const owner: Owner = {
    Kind: 'Policy',
    Name: name,
    Precedence: readable.Precedence,
    Priority: readable.Priority,
  };
  // An edit that makes the owner invalid, or a preview, must not give its event sources to another layer.
  const rank = isRecorded && before ? higherRank(before, owner) : owner;
  if (readable.Mode === 'Observe') return isRecorded ? { kind: 'Frozen', owner: rank } : preview(owner);
  const selected = selects(readable.Select, pool.userPoolId, pool.facts);
  if (selected === 'Unknown') return isRecorded ? { kind: 'Frozen', owner: rank } : unknown(owner);
  if (selected === 'Selected') return { kind: 'Invalid', owner: rank, issues: invalidIssues(name, issues) };
  return unreadable ?? notSelected(owner);
}

function validLayer(
  pool: PoolLayers,
  { policy, stage }: Extract<ParsedPolicy, { kind: 'Valid' }>,
  source: EventSource,
  before: Owner | undefined,
): Layer | LosingLayer | undefined {
  const { Name, Precedence, Priority, Mode, OnDelete } = policy;
  const owner: Owner = { Kind: 'Policy', Name, Precedence, Priority };
  const frozen: Layer | undefined = before && { kind: 'Frozen', owner: higherRank(before, owner) };
  if ((Mode === 'Observe' || stage === 'Pending') && frozen) return frozen;
  // During a rollout, no event source leaves the policy.
  const kept = stage === 'Open' ? frozen : undefined;
  const entry = policy.LogConfigurations.find(({ EventSource }) => EventSource === source);
  if (entry === undefined) return kept;
  if (stage === 'Pending') return { owner, reason: 'its rollout has not reached the pool' };
  if (Mode === 'Observe') return preview(owner);
  const selected = selects(policy.Select, pool.userPoolId, pool.facts);
  if (selected === 'Unknown') return frozen ?? unknown(owner);
  if (selected === 'NotSelected') return kept ?? notSelected(owner);
  const tier = pool.facts?.tier;
  if (source === 'userAuthEvents' && tier !== undefined && tier !== 'PLUS')
    return { owner, reason: `not applicable: tier ${tier} cannot have ${source}`, isUncovered: true };
  const { account, region } = pool.settings;
  const isNameUnknown = pool.facts === undefined && macrosIn(entry).has('userPoolName');
  if (isNameUnknown) return frozen ?? unknown(owner);
  const expanded = entryForPool(
    entry,
    { account, region, userPoolId: pool.userPoolId, name: pool.facts?.name },
    pool.settings,
  );
  if (expanded.kind === 'Invalid')
    return { kind: 'Invalid', owner, issues: invalidIssues(Name, expanded.issues) };
  return {
    kind: 'Valid',
    owner,
    state: { LogConfigurations: [expanded.value], Mode: pool.settings.mode, OnDelete },
  };
}

const preview = (owner: Owner): LosingLayer => ({ owner, reason: 'mode Observe: a preview owns nothing' });
const notSelected = (owner: Owner): LosingLayer => ({ owner, reason: 'does not select the pool' });
/** Without the facts of the pool, a policy is not known to apply. One that owns the event source keeps it. */
const unknown = (owner: Owner): LosingLayer => ({
  owner,
  reason: 'the facts of the pool that it needs are not known',
  isUnknown: true,
});

/** Returns the issues of a policy as issues of the pool, each with the name of the policy. */
const invalidIssues = (name: string, issues: readonly ValidationIssue[]): readonly ValidationIssue[] =>
  issues.map((issue) => ({
    ...issue,
    path: `policies/${name}`,
    message: formatIssue(issue),
  }));
