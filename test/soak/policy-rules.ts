import type { Cause } from '../../lib/domain/cause.ts';
import {
  EVENT_SOURCES,
  type EventSource,
  type LogConfiguration,
  type ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { settings } from '../support/situation.ts';
import { LAG_MS } from './lag.ts';
import { isEnforced, type Model, type ModelPool, saidBetween, same } from './model.ts';
import {
  askedByParameter,
  askedByPolicy,
  isKept,
  isPossible,
  isSelected,
  standingOf,
  type Winner,
  winnerOf,
} from './policy-model.ts';
import { inForce, textsBetween } from './rollout-model.ts';

/** The inputs of a worker when it wrote a pool. */
export interface Write {
  readonly pool: ModelPool;
  /** The configuration that it read last. */
  readonly before: readonly ObservedConfiguration[];
  readonly set: readonly LogConfiguration[];
  /** The record that it read last. */
  readonly recorded: PoolRecord | undefined;
  /** The policies that it knew. */
  readonly names: readonly string[];
  /** All reads of the worker are of this time. */
  readonly from: number;
  readonly to: number;
  readonly cause: Cause | undefined;
}

const GRACE_MS = settings.clearGraceSeconds * 1000;

const of = <T extends ObservedConfiguration>(list: readonly T[], source: EventSource): readonly T[] =>
  list.filter(({ EventSource }) => EventSource === source);

/** Returns the recorded owner of an event source. Without `Sources`, it is the parameter. */
export function ownerIn(record: PoolRecord | undefined, source: EventSource): Owner | undefined {
  if (record === undefined) return undefined;
  const { Outcome } = record.Sources
    ? (record.Sources[source]?.Status ?? { Outcome: 'Released' })
    : record.Status;
  if (Outcome === 'Released' || Outcome === 'Cleared') return undefined;
  return record.Sources ? record.Sources[source]?.Owner : { Kind: 'Parameter' };
}

/** Returns why the service must not write this; nothing if each changed event source is asked for. */
export const whyIllegalSources = (model: Model, write: Write): readonly string[] =>
  EVENT_SOURCES.flatMap((source) => {
    const [before, after] = [of(write.before, source), of(write.set, source)];
    if (same(before, after)) return [];
    const why = whyNotAsked(model, write, source, after) ?? whyNotNow(model, write, source, after);
    if (why === undefined) return [];
    return [
      `${write.pool.id}: ${source} changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}: ${why}`,
    ];
  });

/** At any time: a text that was readable asks for it, or the source is cleared, which some text allowed. */
function whyNotAsked(
  model: Model,
  { pool, from, to }: Write,
  source: EventSource,
  after: readonly LogConfiguration[],
): string | undefined {
  const byParameter = saidBetween(pool, from, to).some(
    (wanted) => isEnforced(wanted) && same(askedByParameter(wanted, source), after),
  );
  if (byParameter) return undefined;
  const facts = saidBetween({ versions: pool.facts }, from, to);
  const byPolicy = model.policies.some((policy) =>
    [...saidBetween(policy, from, to), ...textsBetween(policy, from, to)].some(
      (wanted) =>
        wanted?.mode === 'Enforce' &&
        wanted.fault === undefined &&
        facts.some((one) => {
          const asked = askedByPolicy(wanted, pool.id, one, source);
          return (
            asked !== 'Broken' &&
            same(asked, after) &&
            isPossible(source, one) &&
            isSelected(wanted, pool.id, one)
          );
        }),
    ),
  );
  if (byPolicy) return undefined;
  if (after.length > 0) return 'no text asks for it';
  const mayClear =
    pool.versions.some(({ wanted }) => isEnforced(wanted) && wanted.onDelete === 'Clear') ||
    model.policies.some(({ versions }) => versions.some(({ wanted }) => wanted?.onDelete === 'Clear'));
  return mayClear ? undefined : 'nothing allows to clear it';
}

/** If nothing changed for longer than a lag: the first layer asks for it, and the grace period of the last owner is over. */
function whyNotNow(
  model: Model,
  write: Write,
  source: EventSource,
  after: readonly LogConfiguration[],
): string | undefined {
  const { from, to, recorded, names, cause } = write;
  if (changedAt(model, write.pool) >= from) return undefined;
  // The service decides by the record that it read. Since then, it has stored its intent.
  const pool: ModelPool = { ...write.pool, recorded };
  const known = { ...model, policies: model.policies.filter(({ name }) => names.includes(name)) };
  const owner = ownerIn(recorded, source);
  const winner = winnerOf(known, pool, source, owner);
  if (winner.kind === 'Untouchable') return 'it has to stay unchanged';
  if (winner.kind === 'Owned') {
    if (!winner.isEnforced) return 'its owner only observes';
    if (!same(winner.entries, after)) return `its owner asks for ${JSON.stringify(winner.entries)}`;
    if (owner === undefined || isOwner(owner, winner) || isKept(known, pool, source, owner)) return undefined;
    if (standingOf(winnerOwner(known, pool, winner)) < standingOf(owner)) return undefined;
    return whyInGrace(known, pool, source, owner, recorded, to);
  }
  if (after.length > 0) return 'it has no owner';
  if (owner === undefined) return 'it had no owner';
  if (!cause?.sweep || cause.sweep.held) return `cleared by ${JSON.stringify(cause)}`;
  return whyInGrace(known, pool, source, owner, recorded, Date.parse(cause.sweep.id));
}

/** The grace period begins when the service finds that the owner does not apply any more. A later return can be missed. */
function whyInGrace(
  model: Model,
  pool: ModelPool,
  source: EventSource,
  owner: Owner,
  recorded: PoolRecord | undefined,
  time: number,
): string | undefined {
  const { DeletedAt } = recorded?.Sources?.[source] ?? recorded ?? {};
  if (DeletedAt === undefined) return 'the loss of its owner was not recorded';
  const lostAt = Date.parse(DeletedAt);
  if (time < lostAt + GRACE_MS) return `the grace period since ${DeletedAt} is not over`;
  const times = changeTimes(model, pool).filter((at) => at > lostAt - LAG_MS && at <= lostAt);
  const isLost = [lostAt - LAG_MS, ...times].some((at) => !isKeptAt(model, pool, source, owner, at));
  return isLost ? undefined : `its owner was not lost at ${DeletedAt}`;
}

/** The time of the last change that can concern a pool. */
export const changedAt = ({ policies }: Model, pool: ModelPool): number =>
  Math.max(
    pool.changedAt,
    ...policies.map(({ versions }) => versions.at(-1)?.from ?? 0),
    ...policies.map(({ rollouts }) => rollouts.at(-1)?.from ?? 0),
  );

/** Returns whether the recorded facts of a pool are its facts. The event of a change can be lost. */
export function knowsFacts({ facts }: ModelPool, record: Pick<PoolRecord, 'Facts'> | undefined): boolean {
  const now = facts.at(-1)?.wanted;
  const { Facts } = record ?? {};
  if (Facts === undefined) return true;
  return Facts.name === now?.name && Facts.tags.env === now.env && (Facts.tier === 'PLUS') === now.isPlus;
}

export function knowsTier({ facts }: ModelPool, record: Pick<PoolRecord, 'Facts'> | undefined): boolean {
  const { tier } = record?.Facts ?? {};
  return tier !== undefined && (tier === 'PLUS') === facts.at(-1)?.wanted.isPlus;
}

const isOwner = (owner: Owner, winner: Winner): boolean =>
  winner.kind === 'Owned' && winner.name === (owner.Kind === 'Policy' ? owner.Name : undefined);

function winnerOwner(
  { policies }: Model,
  pool: ModelPool,
  { name }: Extract<Winner, { kind: 'Owned' }>,
): Owner {
  const policy = policies.find((one) => one.name === name);
  const wanted = policy && inForce(policy, pool)?.wanted;
  if (name === undefined || wanted === undefined) return { Kind: 'Parameter' };
  return { Kind: 'Policy', Name: name, Precedence: wanted.precedence, Priority: wanted.priority };
}

function changeTimes(model: Model, pool: ModelPool): readonly number[] {
  const versions = [pool.versions, pool.facts, ...model.policies.map((policy) => policy.versions)];
  const rollouts = model.policies.flatMap((policy) => policy.rollouts);
  return [...versions.flat(), ...rollouts].map(({ from }) => from);
}

function isKeptAt(model: Model, pool: ModelPool, source: EventSource, owner: Owner, time: number): boolean {
  const [facts] = saidBetween({ versions: pool.facts }, time, time).slice(-1);
  if (facts === undefined) return false;
  if (owner.Kind === 'Parameter') {
    const wanted = saidBetween(pool, time, time).at(-1);
    return wanted?.kind === 'Bad' || askedByParameter(wanted, source) !== undefined;
  }
  const policy = model.policies.find(({ name }) => name === owner.Name);
  const { wanted, stage } = (policy && inForce(policy, pool, time)) ?? {};
  // A policy that cannot be read, that only observes or that is rolled out keeps its pools too.
  if (!wanted) return false;
  if (stage !== undefined || wanted.fault !== undefined || wanted.mode === 'Observe') return true;
  const asked = askedByPolicy(wanted, pool.id, facts, source);
  return asked !== undefined && isPossible(source, facts) && isSelected(wanted, pool.id, facts);
}

/** Returns the merged cause of the messages that name a pool. */
export function causeOf(id: string, deliveries: readonly Delivery[]): Cause | undefined {
  const sweeps = deliveries.flatMap(({ body }) => {
    const message = parseMessage(body, settings);
    return message.kind === 'Key' && message.key.userPoolId === id ? (message.key.cause.sweep ?? []) : [];
  });
  const last = sweeps.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  if (last === undefined) return undefined;
  const held = sweeps.some((sweep) => sweep.id === last.id && sweep.held);
  return { sweep: { id: last.id, held }, poolUpdated: false, recheck: false };
}
