import type { EventSource, LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { toLogGroup, toStream } from '../support/situation.ts';
import { entriesOf, latest, type Model, type ModelFacts, type ModelPool, type PutPolicy } from './model.ts';
import type { PolicyWanted, Selector } from './policy-steps.ts';
import { inForce, reachedAt } from './rollout-model.ts';
import type { Wanted } from './steps.ts';

/** The policies as their authors know them: what each of them says, which pools it selects, and which one goes first. */

const SELECTIONS: Readonly<Record<Exclude<Selector, 'ids'>, object>> = {
  all: {},
  prod: { Tags: { env: ['prod'] } },
  'dev-names': { Names: ['dev-*'] },
  plus: { Tiers: ['PLUS'] },
  'not-dev': { Exclude: { Tags: { env: ['dev'] } } },
  'tagged-not-shop': { Tags: { env: ['prod', 'dev'] }, Exclude: { Names: ['shop'] } },
};

/** The policies with `Ids` name every third pool that exists when they are written. */
export const idsOf = (pools: readonly ModelPool[]): readonly string[] =>
  pools.filter((_, at) => at % 3 === 0).map(({ id }) => id);

const MACROS: Readonly<Record<number, string>> = { 4: '-<userPoolId>', 5: '-<userPoolName>' };

/** Returns the policy's text. */
export function policyText(wanted: PutPolicy): string {
  const { precedence, priority, select, ids, notification, signIns, mode, onDelete, fault, waves } = wanted;
  if (fault === 'json') return '{ "Select": {';
  const entries = [
    ...(notification === undefined ? [] : [toLogGroup(`n${notification}${MACROS[notification] ?? ''}`)]),
    ...(signIns === undefined ? [] : [toStream(`s${signIns}${MACROS[signIns] ?? ''}`)]),
  ];
  const ofOtherAccount = JSON.stringify(entries).replaceAll(/:\d{12}:/g, ':999999999999:');
  return JSON.stringify({
    Precedence: precedence,
    Priority: fault === 'priority' ? 'high' : priority,
    ...(fault !== 'select' && { Select: select === 'ids' ? { Ids: ids } : SELECTIONS[select] }),
    LogConfigurations: fault === 'account' ? JSON.parse(ofOtherAccount) : entries,
    Mode: mode,
    OnDelete: onDelete,
    ...(waves && { Rollout: { Waves: waves } }),
    ...(fault === 'key' && { Colour: 'red' }),
  });
}

/** Returns the entries of one event source that the policy asks for. `Broken`: an ARN does not allow the pool's name. */
export function askedByPolicy(
  wanted: PutPolicy,
  id: string,
  { name }: ModelFacts,
  source: EventSource,
): readonly LogConfiguration[] | 'Broken' | undefined {
  const number = source === 'userAuthEvents' ? wanted.signIns : wanted.notification;
  if (number === undefined) return undefined;
  if (number === 5 && name.includes(' ')) return 'Broken';
  const suffix = number === 4 ? `-${id}` : number === 5 ? `-${name}` : '';
  return [source === 'userAuthEvents' ? toStream(`s${number}${suffix}`) : toLogGroup(`n${number}${suffix}`)];
}

/** Returns the entries of one event source that the parameter asks for; undefined if it leaves the source to policies. */
export function askedByParameter(
  wanted: Wanted | undefined,
  source: EventSource,
): readonly LogConfiguration[] | undefined {
  if (wanted?.kind !== 'Valid') return undefined;
  const entries = entriesOf(wanted).filter(({ EventSource }) => EventSource === source);
  return wanted.inherit && entries.length === 0 ? undefined : entries;
}

export function isSelected(
  { select, ids }: PutPolicy,
  id: string,
  { name, env, isPlus }: ModelFacts,
): boolean {
  switch (select) {
    case 'all':
      return true;
    case 'prod':
      return env === 'prod';
    case 'dev-names':
      return name.startsWith('dev-');
    case 'ids':
      return ids.includes(id);
    case 'plus':
      return isPlus;
    case 'not-dev':
      return env !== 'dev';
    case 'tagged-not-shop':
      return env !== undefined && name !== 'shop';
  }
}

/** Returns whether the tier of the pool can have the event source. */
export const isPossible = (source: EventSource, { isPlus }: ModelFacts): boolean =>
  source === 'userNotification' || isPlus;

export type Winner =
  | {
      readonly kind: 'Owned';
      /** Undefined: the parameter. */
      readonly name: string | undefined;
      readonly entries: readonly LogConfiguration[];
      readonly isEnforced: boolean;
    }
  /** `isFrozen`: the policy that owns the event source turned to mode Observe. */
  | { readonly kind: 'Untouchable'; readonly name: string | undefined; readonly isFrozen: boolean }
  | { readonly kind: 'Free' };

interface Layer {
  readonly rank: number;
  readonly name: string | undefined;
  readonly winner: Winner;
  /** Layers of equal rank agree if they have the same key. */
  readonly key: string;
}

const rankOf = (precedence: 'Mandatory' | 'Default', priority: number): number =>
  (precedence === 'Mandatory' ? 0 : 2_000) + priority;
const PARAMETER_RANK = 1_500;
export const standingOf = (owner: Owner): number =>
  owner.Kind === 'Policy' ? rankOf(owner.Precedence, owner.Priority) : PARAMETER_RANK;

/**
 * Returns the layers of one event source by the last edits. `owner` is the recorded owner: without it, a policy that cannot
 * be read or that only observes owns nothing.
 */
export function layersOf(
  model: Model,
  pool: ModelPool,
  source: EventSource,
  owner: Owner | undefined,
): readonly Layer[] {
  const facts = latest({ versions: pool.facts });
  if (facts === undefined) return [];
  const own = parameterLayer(latest(pool), source);
  const layers = model.policies.flatMap((policy): readonly Layer[] => {
    const { name } = policy;
    const { wanted, stage } = inForce(policy, pool) ?? {};
    if (wanted === undefined) return [];
    const before = owner?.Kind === 'Policy' && owner.Name === name ? owner : undefined;
    const isFrozen = wanted.mode === 'Observe' && isReadable(wanted);
    const untouchable: Winner = { kind: 'Untouchable', name, isFrozen };
    const asked = askedByPolicy(wanted, pool.id, facts, source);
    const rank = rankOf(wanted.precedence, wanted.priority);
    const recordedRank = before ? standingOf(before) : rank;
    // An owner that only observes or is invalid keeps the better one of its ranks, that of the record and that of its text.
    const better = Math.min(recordedRank, rank);
    const kept = (at: number, winner: Winner): readonly Layer[] =>
      before ? [{ rank: at, name, winner, key: 'kept' }] : [];
    // A policy that never applied owns nothing new. An invalid one shows nothing of what it would own.
    if (stage === 'Pending')
      return wanted.fault === undefined
        ? kept(better, { kind: 'Untouchable', name, isFrozen: true })
        : kept(recordedRank, { kind: 'Untouchable', name, isFrozen: false });
    if (!isReadable(wanted)) return kept(recordedRank, untouchable);
    if (asked === undefined && wanted.fault !== undefined)
      return kept(recordedRank, { kind: 'Untouchable', name, isFrozen: false });
    if (isFrozen) return kept(better, untouchable);
    // During a rollout, no event source leaves the policy.
    const left = stage === 'Open' ? kept(better, { kind: 'Untouchable', name, isFrozen: true }) : [];
    if (asked === undefined) return left;
    const isIn = isSelected(wanted, pool.id, facts);
    if (wanted.fault !== undefined)
      return isIn
        ? [{ rank: better, name, winner: untouchable, key: 'fault' }]
        : kept(recordedRank, untouchable);
    if (!isIn) return left;
    if (!isPossible(source, facts)) return [];
    if (asked === 'Broken') return [{ rank, name, winner: untouchable, key: 'name' }];
    const isEnforced = model.mode === 'Enforce';
    const key = JSON.stringify([asked, wanted.onDelete]);
    return [{ rank, name, winner: { kind: 'Owned', name, entries: asked, isEnforced }, key }];
  });
  const parameter = own && {
    ...own,
    winner:
      own.winner.kind === 'Owned' && model.mode === 'Observe'
        ? { ...own.winner, isEnforced: false }
        : own.winner,
  };
  return [...layers, ...(parameter ? [parameter] : [])];
}

/** Returns whether the precedence, the selection and the event sources of a policy can be read. */
const isReadable = ({ fault }: PolicyWanted): boolean =>
  fault === undefined || fault === 'account' || fault === 'key';

function parameterLayer(wanted: Wanted | undefined, source: EventSource): Layer | undefined {
  if (wanted === undefined) return undefined;
  const layer = { rank: PARAMETER_RANK, name: undefined, key: 'parameter' };
  if (wanted.kind === 'Bad')
    return { ...layer, winner: { kind: 'Untouchable', name: undefined, isFrozen: false } };
  const entries = askedByParameter(wanted, source);
  if (entries === undefined) return undefined;
  return {
    ...layer,
    winner: { kind: 'Owned', name: undefined, entries, isEnforced: wanted.mode !== 'Observe' },
  };
}

/** Returns who owns one event source by the last edits: the first layer, unless layers of its rank disagree. */
export function winnerOf(
  model: Model,
  pool: ModelPool,
  source: EventSource,
  owner: Owner | undefined,
): Winner {
  const best = firstLayers(model, pool, source, owner);
  const [one] = best;
  if (one === undefined) return { kind: 'Free' };
  const broken = best.find(({ winner }) => winner.kind === 'Untouchable' && !winner.isFrozen);
  if (broken) return broken.winner;
  const frozen = best.find(({ winner }) => winner.kind === 'Untouchable');
  if (frozen) return frozen.winner;
  return best.every(({ key }) => key === one.key)
    ? one.winner
    : { kind: 'Untouchable', name: one.name, isFrozen: false };
}

function firstLayers(...given: Parameters<typeof layersOf>): readonly Layer[] {
  const layers = layersOf(...given);
  const first = Math.min(...layers.map(({ rank }) => rank));
  return layers.filter(({ rank }) => rank === first);
}

/** Returns since when the first policies have kept an event source unchanged. Before, a policy of a lower rank could write it. */
export function keptSince(
  model: Model,
  pool: ModelPool,
  source: EventSource,
  owner: Owner | undefined,
): number {
  const names = firstLayers(model, pool, source, owner).map(({ name }) => name);
  const first = model.policies.filter(({ name }) => names.includes(name));
  return Math.max(...first.map((policy) => reachedAt(policy, pool)));
}

/** Returns whether the owner of an event source still applies to the pool. */
export const isKept = (model: Model, pool: ModelPool, source: EventSource, owner: Owner): boolean =>
  layersOf(model, pool, source, owner).some(
    ({ name }) => name === (owner.Kind === 'Policy' ? owner.Name : undefined),
  );
