import { coverageOf, type PoolCoverage, type SweptPool } from '../../../lib/domain/policy/coverage.ts';
import { type Owner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { broken, facts, ownedBy, parsed } from '../../support/policies.ts';
import { applied, POOL, settings, toLogGroup, toStream, valid } from '../../support/situation.ts';

const { tier: _tier, ...listed } = facts();

const cover = (over: Partial<SweptPool>, ...policies: readonly ParsedPolicy[]): PoolCoverage =>
  coverageOf(
    { userPoolId: POOL, listed, desired: { kind: 'Absent' }, recorded: undefined, ...over },
    policies,
    settings,
  );

/** A record whose event source userAuthEvents has this owner. */
const recordOf = (Owner: Owner, over: Partial<PoolRecord> = {}): PoolRecord => {
  const { Status, Repairs, DriftCount } = applied();
  return applied({ Sources: { userAuthEvents: { Status, Repairs, DriftCount, Owner } }, ...over });
};

test('a pool without a parameter, a policy and a record is not owned', () => {
  expect(cover({})).toEqual({
    userPoolId: POOL,
    isOwned: false,
    isOfPolicy: false,
    isLost: false,
    lostBy: [],
    isUnknown: false,
    hasNewFacts: false,
    restsOnTier: false,
    wasRejected: false,
    isUncovered: false,
    isRejected: false,
    isConflicting: false,
    policies: new Set(),
  });
});

test('a pool with only a parameter is owned, but not by a policy', () => {
  expect(cover({ desired: valid() })).toMatchObject({ isOwned: true, isOfPolicy: false });
});

test('a policy owns the pool that it selects, and names all policies that apply', () => {
  const covered = cover({}, parsed({ Name: 'a', Priority: 1 }), parsed({ Name: 'b' }));
  expect(covered).toMatchObject({ isOwned: true, isOfPolicy: true, policies: new Set(['a', 'b']) });
});

test('a policy that does not select the pool is not named, unless it owns an event source of it', () => {
  const policy = parsed({ Select: { Names: ['other'] } });
  expect(cover({}, policy).policies).toEqual(new Set());
  expect(cover({ recorded: recordOf(ownedBy()) }, policy).policies).toEqual(new Set(['sign-ins']));
});

describe('the loss of a pool', () => {
  const recorded = recordOf(ownedBy());

  test('is the loss of an owner that no other layer follows, and names the policy', () => {
    const gone = cover({ recorded });
    expect(gone).toMatchObject({ isLost: true, lostBy: ['sign-ins'], isOwned: false });
    const deselected = cover({ recorded }, parsed({ Select: { Tags: { env: ['dev'] } } }));
    expect(deselected).toMatchObject({ isLost: true, lostBy: ['sign-ins'] });
  });

  test('is not the loss of an owner that another layer follows', () => {
    expect(cover({ recorded }, parsed({ Name: 'other' }))).toMatchObject({ isLost: false, lostBy: [] });
    expect(cover({ recorded, desired: valid() })).toMatchObject({ isLost: false, lostBy: [] });
  });

  test('is not concluded from an invalid policy or one that turned to Observe', () => {
    expect(cover({ recorded }, broken({}, false))).toMatchObject({ isLost: false, isRejected: true });
    expect(cover({ recorded }, parsed({ Mode: 'Observe' }))).toMatchObject({ isLost: false, isOwned: true });
  });

  test('of a parameter names no policy', () => {
    expect(cover({ recorded: applied() })).toMatchObject({ isLost: true, lostBy: [] });
    expect(cover({ recorded: recordOf(PARAMETER) })).toMatchObject({ isLost: true, lostBy: [] });
  });

  test('counts each policy once', () => {
    const { Status, Repairs, DriftCount } = applied();
    const source = { Status, Repairs, DriftCount, Owner: ownedBy() };
    const both = applied({ Sources: { userAuthEvents: source, userNotification: source } });
    expect(cover({ recorded: both }).lostBy).toEqual(['sign-ins']);
  });

  test('is over when the event source is released', () => {
    const { Repairs, DriftCount } = applied();
    const Status = { Outcome: 'Released', Reasons: [], Since: '' } as const;
    const released = applied({
      Sources: { userAuthEvents: { Status, Repairs, DriftCount, Owner: ownedBy() } },
    });
    expect(cover({ recorded: released })).toMatchObject({ isLost: false });
  });
});

describe('the facts of a pool', () => {
  const byTag = parsed({ Select: { Tags: { env: ['prod'] } } });

  test('are those of the listing, with the tier of the record', () => {
    const recorded = recordOf(ownedBy(), { Facts: facts({ tags: {}, tier: 'LITE' }) });
    expect(cover({ recorded }, byTag)).toMatchObject({
      isOwned: false,
      isUncovered: true,
      hasNewFacts: true,
    });
    const plus = recordOf(ownedBy(), { Facts: facts() });
    expect(cover({ recorded: plus }, byTag)).toMatchObject({ isOwned: true, hasNewFacts: false });
  });

  test('are those of the record if the pool is not listed', () => {
    const recorded = recordOf(ownedBy(), { Facts: facts() });
    expect(cover({ listed: undefined, recorded }, byTag)).toMatchObject({
      isOwned: true,
      hasNewFacts: false,
    });
  });

  test('are not known without a listing and a record', () => {
    expect(cover({ listed: undefined }, byTag)).toMatchObject({ isOwned: false, isUnknown: true });
    expect(cover({ listed }, parsed({ Select: { Tiers: ['PLUS'] } }))).toMatchObject({ isUnknown: true });
  });

  test('are not new if the record does not have any', () => {
    expect(cover({ recorded: recordOf(ownedBy()) }, byTag).hasNewFacts).toBe(false);
    const recorded = recordOf(ownedBy(), { Facts: facts({ name: 'old' }) });
    expect(cover({ recorded }, byTag).hasNewFacts).toBe(true);
  });
});

test('reports a policy that selects the pool for an event source that its tier cannot have', () => {
  const recorded = applied({ Facts: facts({ tier: 'ESSENTIALS' }), Status: released() });
  const policy = parsed({ LogConfigurations: [toStream(), toLogGroup()] });
  expect(cover({ recorded }, policy)).toMatchObject({ isUncovered: true, isOwned: true });
  expect(cover({}, policy).isUncovered).toBe(false);
});

test('reports policies that disagree or are invalid, but not an invalid parameter', () => {
  expect(cover({}, parsed({ Name: 'a' }), parsed({ Name: 'b', OnDelete: 'Clear' })).isRejected).toBe(true);
  expect(cover({}, broken()).isRejected).toBe(true);
  const issues = [{ path: 'Mode', found: '"x"', expected: 'Enforce' }];
  expect(cover({ desired: { kind: 'Invalid', issues } }).isRejected).toBe(false);
  expect(cover({}, parsed()).isRejected).toBe(false);
});

function released(): PoolRecord['Status'] {
  return { Outcome: 'Released', Reasons: [], Since: '2026-03-01T12:00:00.000Z' };
}

test('rests on the tier of the record only if a policy depends on it', () => {
  const notification = { LogConfigurations: [toLogGroup()] };
  const recorded = applied({ Facts: facts() });
  expect(cover({ recorded }, parsed()).restsOnTier).toBe(true);
  expect(cover({ recorded }, broken()).restsOnTier).toBe(true);
  expect(cover({ recorded }, parsed({ ...notification, Select: { Tiers: ['PLUS'] } })).restsOnTier).toBe(
    true,
  );
  expect(cover({ recorded }, broken({ ...notification, Select: { Tiers: ['PLUS'] } })).restsOnTier).toBe(
    true,
  );
  expect(cover({ recorded }, parsed(notification), broken(notification)).restsOnTier).toBe(false);
  expect(cover({ recorded }, broken({}, false)).restsOnTier).toBe(false);
  expect(cover({ recorded: applied() }, parsed()).restsOnTier).toBe(false);
  expect(cover({}, parsed()).restsOnTier).toBe(false);
});
