import fc from 'fast-check';
import type { Cause } from '../../lib/domain/cause.ts';
import type { Observed, Situation } from '../../lib/domain/decide/action.ts';
import { rejected } from '../../lib/domain/decide/after-set.ts';
import { decide } from '../../lib/domain/decide/decide.ts';
import type { Desired } from '../../lib/domain/desired.ts';
import { sameConfiguration } from '../../lib/domain/difference.ts';
import type { LogConfiguration } from '../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
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

/** One pool with its parameter and record. The tests run a random history and check `decide` in each step. */
interface World {
  desired: Desired;
  observed: Observed;
  recorded: PoolRecord | undefined;
  seconds: number;
  sweeps: number;
}

const configurations: fc.Arbitrary<LogConfiguration[]> = fc
  .tuple(
    fc.option(fc.constantFrom('a', 'b').map(toLogGroup), { nil: undefined }),
    fc.option(fc.constantFrom('a', 'b').map(toStream), { nil: undefined }),
  )
  .map((entries) => entries.filter((entry) => entry !== undefined));

const desired: fc.Arbitrary<Desired> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        LogConfigurations: configurations,
        Mode: fc.constantFrom('Enforce' as const, 'Enforce' as const, 'Observe' as const),
        OnDelete: fc.constantFrom('Retain' as const, 'Clear' as const),
      })
      .map((over) => valid({ ...over, LogConfigurations: over.LogConfigurations.reverse() })),
  },
  { weight: 2, arbitrary: fc.constant<Desired>({ kind: 'Absent' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('x', 'y')
      .map((found): Desired => ({ kind: 'Invalid', issues: [{ path: 'Mode', found, expected: 'Enforce' }] })),
  },
);

type Step =
  | { readonly do: 'edit'; readonly desired: Desired }
  | { readonly do: 'drift'; readonly to: LogConfiguration[] }
  | { readonly do: 'remove' }
  | { readonly do: 'wait'; readonly seconds: number }
  | {
      readonly do: 'reconcile';
      readonly cause: 'event' | 'updated' | 'sweep' | 'held';
      readonly interruption: Interruption;
    };
/** The step at which the worker is killed, or a rejection by Cognito. */
type Interruption = 'none' | 'before' | 'afterIntent' | 'afterSet' | 'rejected';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), desired }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drift' as const), to: configurations }) },
  { weight: 1, arbitrary: fc.constant({ do: 'remove' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 700, 4000) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('reconcile' as const),
      cause: fc.constantFrom('event' as const, 'updated' as const, 'sweep' as const, 'held' as const),
      interruption: fc.constantFrom<Interruption>(
        'none',
        'none',
        'none',
        'none',
        'before',
        'afterIntent',
        'afterSet',
        'rejected',
      ),
    }),
  },
);

function causeOf(world: World, kind: 'event' | 'updated' | 'sweep' | 'held'): Cause {
  if (kind === 'event') return event;
  if (kind === 'updated') return { poolUpdated: true, recheck: true };
  world.sweeps += 1;
  return sweepOf(`s${String(world.sweeps).padStart(4, '0')}`, kind === 'held');
}

const situationOf = (world: World, cause: Cause): Situation => ({
  userPoolId: POOL,
  desired: world.desired,
  observed: world.observed,
  recorded: world.recorded,
  now: later(world.seconds),
  settings,
  cause,
});

/** Decides, checks the invariants, and applies the action up to the interruption. */
function reconcile(world: World, cause: Cause, interruption: Interruption): void {
  const situation = situationOf(world, cause);
  const action = decide(situation);
  checkInvariants(situation, action);
  if (action.type === 'Nothing' || interruption === 'before') return;
  if (action.type === 'Record') {
    world.recorded = action.record;
    return;
  }
  world.recorded = action.intent;
  if (interruption === 'afterIntent') return;
  if (interruption === 'rejected') {
    const rejection = { name: 'InvalidParameterException', message: 'no' };
    world.recorded = rejected(action.intent, rejection, situation.recorded, later(world.seconds));
    return;
  }
  if (world.observed.kind === 'Present') world.observed = present(...action.set);
  if (interruption === 'afterSet') return;
  world.recorded = action.confirmed;
}

function checkInvariants(situation: Situation, action: ReturnType<typeof decide>): void {
  const { desired, observed, recorded, cause } = situation;
  if (action.type === 'Apply') {
    // The service never writes for an invalid parameter, in mode Observe, or to a missing pool.
    expect(desired.kind).not.toBe('Invalid');
    if (desired.kind === 'Valid') expect(desired.state.Mode).toBe('Enforce');
    expect(observed?.kind).toBe('Present');
    // Only a sweep that is not on hold clears.
    if (desired.kind === 'Absent') expect(cause.sweep?.held).toBe(false);
    // A configuration that is already on the pool is not set again.
    if (observed?.kind === 'Present')
      expect(sameConfiguration(observed.LogConfigurations, action.set)).toBe(false);
    expect(action.intent.Revision).toBe((recorded?.Revision ?? 0) + 1);
    expect(action.confirmed.Revision).toBe((recorded?.Revision ?? 0) + 2);
    expect(action.confirmed.Intent).toBeUndefined();
  }
  if (action.type === 'Record') expect(action.record.Revision).toBe((recorded?.Revision ?? 0) + 1);
  if (action.type !== 'Nothing')
    expect(
      (action.type === 'Record' ? action.record : action.confirmed).Transitions.length,
    ).toBeLessThanOrEqual(20);
  // The order of the entries is never a difference.
  if (observed?.kind === 'Present') {
    const LogConfigurations = [...observed.LogConfigurations].reverse();
    expect(decide({ ...situation, observed: { kind: 'Present', LogConfigurations } })).toEqual(action);
  }
}

function run(steps: readonly Step[]): World {
  const world: World = {
    desired: { kind: 'Absent' },
    observed: present(),
    recorded: undefined,
    seconds: 0,
    sweeps: 0,
  };
  for (const current of steps) {
    world.seconds += 1;
    if (current.do === 'edit') world.desired = current.desired;
    else if (current.do === 'drift') {
      if (world.observed.kind === 'Present') world.observed = present(...current.to);
    } else if (current.do === 'remove') world.observed = { kind: 'PoolNotFound' };
    else if (current.do === 'wait') world.seconds += current.seconds;
    else reconcile(world, causeOf(world, current.cause), current.interruption);
  }
  return world;
}

const history = fc.array(step, { maxLength: 60 });

test('has nothing to do when it decides again after the action, for any history', () => {
  fc.assert(
    fc.property(
      history,
      fc.constantFrom('event' as const, 'updated' as const, 'sweep' as const, 'held' as const),
      (steps, kind) => {
        const world = run(steps);
        const cause = causeOf(world, kind);
        reconcile(world, cause, 'none');
        const again = decide(situationOf(world, cause));
        expect(again.type).toBe('Nothing');
      },
    ),
    { numRuns: cases(1500) },
  );
});

test('one sweep brings the pool in sync or records the reason, for any history', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const world = run(steps);
      world.seconds += 90_000;
      reconcile(world, causeOf(world, 'sweep'), 'none');
      const { desired, observed, recorded } = world;
      if (desired.kind === 'Invalid') expect(recorded?.Status.Outcome).toBe('Rejected');
      else if (observed.kind === 'PoolNotFound') {
        if (desired.kind === 'Valid') expect(recorded?.Status.Outcome).toBe('PoolNotFound');
      } else if (desired.kind === 'Valid' && desired.state.Mode === 'Enforce')
        expect(sameConfiguration(observed.LogConfigurations, desired.state.LogConfigurations)).toBe(true);
      if (desired.kind === 'Absent' && recorded?.DeletedAt === undefined && recorded)
        expect(['Released', 'Cleared']).toContain(recorded.Status.Outcome);
    }),
    { numRuns: cases(1500) },
  );
});

test('never changes a pool again after its release', () => {
  fc.assert(
    fc.property(history, configurations, (steps, drift) => {
      const world = run([...steps, { do: 'edit', desired: { kind: 'Absent' } }]);
      reconcile(world, event, 'none');
      world.seconds += 90_000;
      reconcile(world, causeOf(world, 'sweep'), 'none');
      if (world.observed.kind === 'Present') world.observed = present(...drift);
      for (const kind of ['event', 'updated', 'sweep'] as const)
        expect(decide(situationOf(world, causeOf(world, kind))).type).toBe('Nothing');
    }),
    { numRuns: cases(500) },
  );
});
