import fc from 'fast-check';
import type { Cause } from '../../lib/domain/cause.ts';
import type { Action, Observed, Situation } from '../../lib/domain/decide/action.ts';
import { decide } from '../../lib/domain/decide/decide.ts';
import { rejectedSources } from '../../lib/domain/decide/sources/after-set-sources.ts';
import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { Desired } from '../../lib/domain/desired.ts';
import { sameConfiguration } from '../../lib/domain/difference.ts';
import {
  EVENT_SOURCES,
  type EventSource,
  type LogConfiguration,
} from '../../lib/domain/log-configuration.ts';
import type { ParsedPolicy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { broken, facts, parsed } from '../support/policies.ts';
import { cases } from '../support/random-cases.ts';
import {
  event,
  later,
  POOL,
  present,
  settings,
  sweepOf,
  toLogGroup,
  toStream,
  valid,
} from '../support/situation.ts';

/** One pool with its parameter, the policies and its record. The tests run random histories and check each step. */
interface World {
  desired: Desired;
  policies: readonly ParsedPolicy[];
  facts: PoolFacts;
  observed: Observed;
  recorded: PoolRecord | undefined;
  seconds: number;
  sweeps: number;
}

const entries: fc.Arbitrary<LogConfiguration[]> = fc
  .tuple(
    fc.option(fc.constantFrom('a', 'b').map(toLogGroup), { nil: undefined }),
    fc.option(fc.constantFrom('a', 'b').map(toStream), { nil: undefined }),
  )
  .map((both) => both.filter((entry) => entry !== undefined));
const someEntries = entries.filter((list) => list.length > 0);

const desired: fc.Arbitrary<Desired> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        LogConfigurations: entries,
        Mode: fc.constantFrom('Enforce' as const, 'Enforce' as const, 'Enforce' as const, 'Observe' as const),
        OnDelete: fc.constantFrom('Retain' as const, 'Clear' as const),
        inherits: fc.boolean(),
      })
      .map(({ inherits, ...over }) => valid({ ...over, ...(inherits && { Inherit: true as const }) })),
  },
  { weight: 4, arbitrary: fc.constant<Desired>({ kind: 'Absent' }) },
  {
    weight: 1,
    arbitrary: fc.constant<Desired>({
      kind: 'Invalid',
      issues: [{ path: 'Mode', found: '"x"', expected: 'Enforce' }],
    }),
  },
);

const onePolicy = (Name: string): fc.Arbitrary<ParsedPolicy> =>
  fc
    .record({
      Precedence: fc.constantFrom('Mandatory' as const, 'Default' as const),
      Priority: fc.constantFrom(10, 20),
      Select: fc.constantFrom({}, { Tags: { env: ['prod'] } }, { Names: ['dev-*'] }, { Ids: [POOL] }),
      LogConfigurations: someEntries,
      Mode: fc.constantFrom('Enforce' as const, 'Enforce' as const, 'Enforce' as const, 'Observe' as const),
      OnDelete: fc.constantFrom('Retain' as const, 'Clear' as const),
      state: fc.constantFrom('valid', 'valid', 'valid', 'valid', 'broken', 'unreadable'),
    })
    .map(({ state, ...over }) =>
      state === 'valid' ? parsed({ Name, ...over }) : broken({ Name, ...over }, state === 'broken'),
    );

const policies: fc.Arbitrary<readonly ParsedPolicy[]> = fc
  .subarray(['p', 'q', 'r'])
  .chain((names) => fc.tuple(...names.map(onePolicy)));

const somefacts = fc.constantFrom(
  facts(),
  facts({ tags: {} }),
  facts({ name: 'dev-1', tags: { env: 'dev' } }),
  facts({ tier: 'LITE' }),
);

type CauseKind = 'event' | 'sweep' | 'held';
type Interruption = 'none' | 'afterIntent' | 'afterSet' | 'rejected';
type Step =
  | { readonly do: 'edit'; readonly desired: Desired }
  | { readonly do: 'policies'; readonly policies: readonly ParsedPolicy[] }
  | { readonly do: 'facts'; readonly facts: PoolFacts }
  | { readonly do: 'drift'; readonly to: readonly LogConfiguration[] }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'reconcile'; readonly cause: CauseKind; readonly interruption: Interruption };

const causes = fc.constantFrom<CauseKind>('event', 'sweep', 'held');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), desired }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('policies' as const), policies }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('facts' as const), facts: somefacts }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drift' as const), to: entries }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 700, 4000) }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('reconcile' as const),
      cause: causes,
      interruption: fc.constantFrom<Interruption>(
        'none',
        'none',
        'none',
        'afterIntent',
        'afterSet',
        'rejected',
      ),
    }),
  },
);
const history = fc.array(step, { maxLength: 40 });

function causeOf(world: World, kind: CauseKind): Cause {
  if (kind === 'event') return event;
  world.sweeps += 1;
  return sweepOf(later(world.seconds).toISOString(), kind === 'held');
}

const situationOf = (world: World, cause: Cause): Situation => ({
  userPoolId: POOL,
  desired: world.desired,
  observed: world.observed,
  recorded: world.recorded,
  now: later(world.seconds),
  settings,
  cause,
  policies: { policies: world.policies, facts: world.facts },
});

type Winner =
  | {
      readonly kind: 'Owned';
      readonly name: string;
      readonly entries: readonly LogConfiguration[];
      readonly mode: string;
    }
  | { readonly kind: 'Untouchable' }
  | { readonly kind: 'Free' };

/** The rules of ownership once more, as simple as possible: the first layer of mandatory, parameter, default. */
function winnerOf(world: World, source: EventSource): Winner {
  const owner = recordedOwners(world.recorded).get(source);
  const owned = (name: string): boolean => owner?.Kind === 'Policy' && owner.Name === name;
  const rank = (precedence: string, priority: number): number =>
    (precedence === 'Mandatory' ? 0 : 2000) + priority;
  const layers: { rank: number; winner: Winner; key: string }[] = [];
  for (const one of world.policies) {
    const given = one.kind === 'Valid' ? one.policy : one.readable;
    if (given === undefined) {
      if (owner?.Kind === 'Policy' && owned(one.name))
        layers.push({
          rank: rank(owner.Precedence, owner.Priority),
          winner: { kind: 'Untouchable' },
          key: '',
        });
      continue;
    }
    const { Ids, Names, Tags } = given.Select;
    const isSelected =
      (!Ids || Ids.includes(POOL)) &&
      (!Names || world.facts.name.startsWith('dev-')) &&
      (!Tags || world.facts.tags.env === 'prod');
    const at = rank(given.Precedence, given.Priority);
    const sources =
      one.kind === 'Valid'
        ? one.policy.LogConfigurations.map(({ EventSource }) => EventSource)
        : (one.readable?.sources ?? []);
    const isConcerned = isSelected && sources.includes(source);
    const old = owner?.Kind === 'Policy' ? rank(owner.Precedence, owner.Priority) : at;
    // An owner that becomes invalid or a preview keeps the better of its ranks.
    const kept = owned(one.name) ? Math.min(at, old) : at;
    if (given.Mode === 'Observe') {
      if (owned(one.name)) {
        const isReadable = one.kind === 'Valid' || sources.includes(source);
        layers.push({ rank: isReadable ? kept : old, winner: { kind: 'Untouchable' }, key: '' });
      }
    } else if (one.kind === 'Invalid') {
      if (isConcerned) layers.push({ rank: kept, winner: { kind: 'Untouchable' }, key: '' });
      else if (owned(one.name)) layers.push({ rank: old, winner: { kind: 'Untouchable' }, key: '' });
    } else if (isConcerned && (source === 'userNotification' || world.facts.tier === 'PLUS')) {
      const list = one.policy.LogConfigurations.filter(({ EventSource }) => EventSource === source);
      layers.push({
        rank: at,
        winner: { kind: 'Owned', name: one.name, entries: list, mode: 'Enforce' },
        key: JSON.stringify([list, one.policy.OnDelete]),
      });
    }
  }
  const { desired } = world;
  if (desired.kind === 'Invalid') layers.push({ rank: 1500, winner: { kind: 'Untouchable' }, key: '' });
  if (desired.kind === 'Valid') {
    const list = desired.state.LogConfigurations.filter(({ EventSource }) => EventSource === source);
    if (!desired.state.Inherit || list.length > 0)
      layers.push({
        rank: 1500,
        winner: { kind: 'Owned', name: '', entries: list, mode: desired.state.Mode },
        key: 'parameter',
      });
  }
  const first = Math.min(...layers.map((layer) => layer.rank));
  const best = layers.filter((layer) => layer.rank === first);
  const [one] = best;
  if (one === undefined) return { kind: 'Free' };
  return best.every(({ key }) => key === one.key) ? one.winner : { kind: 'Untouchable' };
}

const of = (list: readonly { readonly EventSource: string }[], source: EventSource) =>
  list.filter(({ EventSource }) => EventSource === source);
const onPool = (world: World) => (world.observed.kind === 'Present' ? world.observed.LogConfigurations : []);

function checkWrite(world: World, cause: Cause, action: Extract<Action, { type: 'Apply' }>): void {
  for (const source of EVENT_SOURCES) {
    const [before, after] = [of(onPool(world), source), of(action.set, source)];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    const winner = winnerOf(world, source);
    // An event source that is not owned changes only when a sweep clears what its last owner had put there.
    if (winner.kind === 'Owned') {
      expect(after).toEqual(winner.entries);
      expect(winner.mode).toBe('Enforce');
    } else {
      expect(winner.kind).toBe('Free');
      expect(after).toEqual([]);
      expect(recordedOwners(world.recorded).has(source)).toBe(true);
      expect(cause.sweep?.held).toBe(false);
    }
  }
}

function reconcile(world: World, cause: Cause, interruption: Interruption): Action {
  const situation = situationOf(world, cause);
  const action = decide(situation);
  // The order of the policies is never a difference.
  const policies = { policies: world.policies.toReversed(), facts: world.facts };
  expect(decide({ ...situation, policies })).toEqual(action);
  if (action.type === 'Apply') checkWrite(world, cause, action);
  if (action.type === 'Record') world.recorded = action.record;
  if (action.type !== 'Apply') return action;
  expect(sameConfiguration(onPool(world), action.set)).toBe(false);
  const before = world.recorded;
  world.recorded = action.intent;
  if (interruption === 'afterIntent') return action;
  if (interruption === 'rejected' && action.sources) {
    const rejection = { name: 'InvalidParameterException', message: 'no' };
    const write = { ...action, sources: action.sources };
    world.recorded = rejectedSources(write, rejection, before, later(world.seconds));
    return action;
  }
  world.observed = present(...action.set);
  if (interruption !== 'afterSet') world.recorded = action.confirmed;
  return action;
}

function run(steps: readonly Step[]): World {
  const world: World = {
    desired: { kind: 'Absent' },
    policies: [],
    facts: facts(),
    observed: present(toLogGroup('own')),
    recorded: undefined,
    seconds: 0,
    sweeps: 0,
  };
  for (const one of steps) {
    world.seconds += 1;
    if (one.do === 'edit') world.desired = one.desired;
    else if (one.do === 'policies') world.policies = one.policies;
    else if (one.do === 'facts') world.facts = one.facts;
    else if (one.do === 'drift') world.observed = present(...one.to);
    else if (one.do === 'wait') world.seconds += one.seconds;
    else reconcile(world, causeOf(world, one.cause), one.interruption);
  }
  return world;
}

test('writes only owned event sources, and nothing when it decides again, for any history', () => {
  fc.assert(
    fc.property(history, causes, (steps, kind) => {
      const world = run(steps);
      const cause = causeOf(world, kind);
      reconcile(world, cause, 'none');
      expect(decide(situationOf(world, cause)).type).toBe('Nothing');
    }),
    { numRuns: cases(1500) },
  );
});

test('after two sweeps that are a grace period apart, every event source is as its owner says, for any history', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const world = run(steps);
      const untouched = new Map(EVENT_SOURCES.map((source) => [source, of(onPool(world), source)]));
      const winners = new Map(EVENT_SOURCES.map((source) => [source, winnerOf(world, source)]));
      for (let sweeps = 0; sweeps < 3; sweeps++) {
        world.seconds += 90_000;
        reconcile(world, causeOf(world, 'sweep'), 'none');
      }
      for (const source of EVENT_SOURCES) {
        const winner = winnerOf(world, source);
        if (winner.kind === 'Owned' && winner.mode === 'Enforce')
          expect(of(onPool(world), source)).toEqual(winner.entries);
        if (winners.get(source)?.kind === 'Untouchable' && winner.kind === 'Untouchable')
          expect(of(onPool(world), source)).toEqual(untouched.get(source));
        expect(world.recorded?.Sources?.[source]?.Intent && winner.kind === 'Owned').toBeFalsy();
      }
    }),
    { numRuns: cases(1500) },
  );
});

test('a policy that is deleted and created again within the grace period causes no write', () => {
  fc.assert(
    fc.property(history, causes, (steps, kind) => {
      const world = run(steps);
      for (let sweeps = 0; sweeps < 3; sweeps++) {
        world.seconds += 90_000;
        reconcile(world, causeOf(world, 'sweep'), 'none');
      }
      const { policies: before, desired: own } = world;
      world.policies = [];
      world.seconds += 5;
      reconcile(world, event, 'none');
      world.seconds += 5;
      reconcile(world, causeOf(world, kind), 'none');
      world.policies = before;
      world.desired = own;
      world.seconds += 5;
      expect(reconcile(world, event, 'none').type).not.toBe('Apply');
    }),
    { numRuns: cases(700) },
  );
});

test('a policy that does not select the pool changes nothing about the decision', () => {
  fc.assert(
    fc.property(desired, entries, (own, onIt) => {
      const world = run([
        { do: 'edit', desired: own },
        { do: 'drift', to: onIt },
      ]);
      world.policies = [parsed({ Select: { Names: ['other-*'] } })];
      if (own.kind === 'Valid' && own.state.Inherit) return;
      const situation = situationOf(world, event);
      const { policies: _policies, ...without } = situation;
      const action = decide(situation);
      const other = decide(without);
      // The facts are stored too, so that they are read only once.
      if (action.type === 'Apply' && other.type === 'Apply')
        expect(action).toEqual({
          ...other,
          intent: { ...other.intent, Facts: world.facts },
          confirmed: { ...other.confirmed, Facts: world.facts },
        });
      else if (action.type === 'Record' && other.type === 'Record')
        expect(action).toEqual({ ...other, record: { ...other.record, Facts: world.facts } });
      else expect(action).toEqual(other);
    }),
  );
});
