import type { DesiredState } from '../desired.ts';
import { sameConfiguration } from '../difference.ts';
import { EVENT_SOURCES, type EventSource } from '../log-configuration.ts';
import type { ValidationIssue } from '../validation-issue.ts';
import { type Layer, type LosingLayer, layersOf, type PoolLayers } from './layers.ts';
import { compareRank, formatOwner, type Owner, sameOwner } from './owner.ts';

/** The owner of one event source, and the state that applies to it. */
export type SourceOwner =
  | { readonly kind: 'Owned'; readonly owner: Owner; readonly state: DesiredState }
  /** The event source is left unchanged: its owner is invalid, or two policies disagree. */
  | {
      readonly kind: 'Rejected';
      readonly owner: Owner;
      readonly issues: readonly ValidationIssue[];
      /** The invalid layers, or those that disagree. */
      readonly by: readonly Owner[];
    }
  /**
   * The policy that owns the event source turned to mode Observe, is being rolled out, or needs facts that are not known: nothing is
   * written, and no other layer takes over.
   */
  | { readonly kind: 'Frozen'; readonly owner: Owner }
  | { readonly kind: 'Free' };

export interface SourceResolution {
  readonly source: EventSource;
  readonly winner: SourceOwner;
  /** The layers that do not own the event source, by rank, then the policies that do not apply. */
  readonly others: readonly LosingLayer[];
  /** The parameter and the policies that apply to the pool, the first one first. */
  readonly layers: readonly Owner[];
  /** The recorded owner still applies, although another layer may go before it. */
  readonly keepsOwner: boolean;
}

/**
 * Returns the owner of each event source. For each of them the first layer wins: mandatory policies by priority, the pool's
 * own parameter, default policies by priority. The result does not depend on the order of `policies`.
 */
export const resolveOwners = (pool: PoolLayers): readonly SourceResolution[] =>
  EVENT_SOURCES.map((source) => resolveSource(pool, source));

function resolveSource(pool: PoolLayers, source: EventSource): SourceResolution {
  const { layers, others } = layersOf(pool, source);
  const sorted = layers.toSorted((a, b) => byRank(a.owner, b.owner));
  const unselected = others.toSorted((a, b) => byRank(a.owner, b.owner));
  const recorded = pool.recorded.get(source);
  const keepsOwner = recorded !== undefined && layers.some(({ owner }) => sameOwner(owner, recorded));
  const owners = sorted.map(({ owner }) => owner);
  const found = { source, layers: owners, keepsOwner };
  const [first] = sorted;
  if (first === undefined) return { ...found, winner: { kind: 'Free' }, others: unselected };
  const equals = sorted.filter(({ owner }) => compareRank(owner, first.owner) === 0);
  const winner = winnerOf(first, equals, source);
  const beaten = sorted
    .filter((layer) => layer !== first)
    .map(({ owner }) => ({ owner, reason: beatenBy(first.owner, owner) }));
  return { ...found, winner, others: [...beaten, ...unselected] };
}

/** Returns whether the event source is rejected because layers with the same rank disagree, not because one is invalid. */
export const isConflict = ({ source, winner }: Pick<SourceResolution, 'source' | 'winner'>): boolean =>
  // An issue of an invalid layer has the path of its parameter.
  winner.kind === 'Rejected' && winner.issues.some(({ path }) => path === source);

const byRank = (a: Owner, b: Owner): number => compareRank(a, b) || byName(a, b);
const byName = (a: Owner, b: Owner): number => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0);
const nameOf = (owner: Owner): string => (owner.Kind === 'Policy' ? owner.Name : '');

/** `equals`: the layers with the rank of the first one. If one of them is broken, or if they disagree, none wins. */
function winnerOf(first: Layer, equals: readonly Layer[], source: EventSource): SourceOwner {
  const invalid = equals.flatMap((layer) => (layer.kind === 'Invalid' ? [layer] : []));
  const [broken] = invalid;
  if (broken)
    return {
      kind: 'Rejected',
      owner: broken.owner,
      issues: invalid.flatMap(({ issues }) => issues),
      by: invalid.map(({ owner }) => owner),
    };
  const frozen = equals.find(({ kind }) => kind === 'Frozen');
  if (frozen) return { kind: 'Frozen', owner: frozen.owner };
  if (first.kind !== 'Valid') return { kind: 'Frozen', owner: first.owner };
  const isConflict = equals.some((layer) => layer.kind === 'Valid' && !agree(layer.state, first.state));
  if (!isConflict) return { kind: 'Owned', owner: first.owner, state: first.state };
  return {
    kind: 'Rejected',
    owner: first.owner,
    issues: [conflictIssue(equals, source)],
    by: equals.map(({ owner }) => owner),
  };
}

const agree = (a: DesiredState, b: DesiredState): boolean =>
  a.OnDelete === b.OnDelete && sameConfiguration(a.LogConfigurations, b.LogConfigurations);

function conflictIssue(equals: readonly Layer[], source: EventSource): ValidationIssue {
  const names = equals.map(({ owner }) => formatOwner(owner)).join(' and ');
  return {
    path: source,
    found: names,
    expected: 'one policy that goes before the others',
    message: `${names} have the same precedence and priority, and disagree. Change the priority of one of them.`,
  };
}

function beatenBy(winner: Owner, loser: Owner): string {
  if (compareRank(winner, loser) === 0) return `${formatOwner(winner)} has the same rank`;
  if (winner.Kind === 'Parameter') return "the pool's own parameter goes before default policies";
  if (loser.Kind === 'Parameter' || winner.Precedence !== loser.Precedence)
    return `${formatOwner(winner)} is mandatory`;
  return `${formatOwner(winner)} has priority ${winner.Priority}, which goes before ${loser.Priority}`;
}
