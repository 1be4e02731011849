import type { EventSource } from '../../../lib/domain/log-configuration.ts';
import { layersOf, type PoolLayers } from '../../../lib/domain/policy/layers.ts';
import { type Owner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import { broken, facts, ownedBy, parsed } from '../../support/policies.ts';
import { POOL, settings, toLogGroup, toStream, valid } from '../../support/situation.ts';

/** A pool without a parameter. A test adds the parameter, the policies and the recorded owner. */
const pool = (over: Partial<PoolLayers> = {}): PoolLayers => ({
  userPoolId: POOL,
  desired: { kind: 'Absent' },
  policies: [],
  facts: facts(),
  recorded: new Map(),
  settings,
  ...over,
});
const recorded = (owner: Owner, source: EventSource = 'userAuthEvents') =>
  new Map<EventSource, Owner>([[source, owner]]);
const of = (over: Partial<PoolLayers>, source: EventSource = 'userAuthEvents') =>
  layersOf(pool(over), source);

describe('the parameter', () => {
  test('is a layer of both event sources, with the entries of each', () => {
    const desired = valid({ LogConfigurations: [toLogGroup()], OnDelete: 'Clear' });
    const state = { Mode: 'Enforce', OnDelete: 'Clear' };
    expect(of({ desired }, 'userNotification').layers).toEqual([
      { kind: 'Valid', owner: PARAMETER, state: { ...state, LogConfigurations: [toLogGroup()] } },
    ]);
    expect(of({ desired }).layers).toEqual([
      { kind: 'Valid', owner: PARAMETER, state: { ...state, LogConfigurations: [] } },
    ]);
  });

  test('with Inherit, is a layer only of the event sources of its entries', () => {
    const desired = valid({ LogConfigurations: [toLogGroup()], Inherit: true });
    expect(of({ desired }).layers).toEqual([]);
    const [layer] = of({ desired }, 'userNotification').layers;
    expect(layer).toEqual({
      kind: 'Valid',
      owner: PARAMETER,
      state: { LogConfigurations: [toLogGroup()], Mode: 'Enforce', OnDelete: 'Retain' },
    });
  });

  test('is an invalid layer of both event sources if it is invalid, and none if it is absent', () => {
    const issues = [{ path: 'Mode', found: '"x"', expected: 'Enforce' }];
    const invalid = { desired: { kind: 'Invalid' as const, issues } };
    expect(of(invalid).layers).toEqual([{ kind: 'Invalid', owner: PARAMETER, issues }]);
    expect(of(invalid, 'userNotification').layers).toHaveLength(1);
    expect(of({})).toEqual({ layers: [], others: [] });
  });
});

describe('a valid policy', () => {
  test('is a layer with the expanded entry of the event source', () => {
    const entry = toStream('<userPoolName>-<region>-<accountId>-<userPoolId>');
    const policies = [parsed({ LogConfigurations: [entry, toLogGroup()], OnDelete: 'Clear' })];
    expect(of({ policies })).toEqual({
      layers: [
        {
          kind: 'Valid',
          owner: ownedBy(),
          state: {
            LogConfigurations: [toStream(`prod-shop-eu-west-1-123456789012-${POOL}`)],
            Mode: 'Enforce',
            OnDelete: 'Clear',
          },
        },
      ],
      others: [],
    });
  });

  test('only observes if the deployment does', () => {
    const [layer] = of({ policies: [parsed()], settings: { ...settings, mode: 'Observe' } }).layers;
    expect(layer).toMatchObject({ kind: 'Valid', state: { Mode: 'Observe' } });
  });

  test('does not concern an event source that it has no entry for, not even if it owned it', () => {
    const policies = [parsed({ LogConfigurations: [toLogGroup()] })];
    expect(of({ policies })).toEqual({ layers: [], others: [] });
    expect(of({ policies, recorded: recorded(ownedBy()) })).toEqual({ layers: [], others: [] });
  });

  test('that does not select the pool is not a layer, not even if it owned the event source', () => {
    const policies = [parsed({ Select: { Tags: { env: ['dev'] } } })];
    const others = [{ owner: ownedBy(), reason: 'does not select the pool' }];
    expect(of({ policies })).toEqual({ layers: [], others });
    expect(of({ policies, recorded: recorded(ownedBy()) })).toEqual({ layers: [], others });
  });

  test('needs the facts of the pool only if its selection does', () => {
    expect(of({ policies: [parsed()], facts: undefined }).layers).toHaveLength(1);
    const policies = [parsed({ Select: { Tags: { env: ['prod'] } } })];
    expect(of({ policies, facts: undefined })).toEqual({
      layers: [],
      others: [
        { owner: ownedBy(), reason: 'the facts of the pool that it needs are not known', isUnknown: true },
      ],
    });
  });

  test('keeps its pool while the facts are not known', () => {
    const policies = [parsed({ Select: { Tags: { env: ['prod'] } } })];
    const owned = { policies, facts: undefined, recorded: recorded(ownedBy()) };
    expect(of(owned).layers).toEqual([{ kind: 'Frozen', owner: ownedBy() }]);
    const ofOther = recorded(ownedBy({ Name: 'other' }));
    expect(of({ ...owned, recorded: ofOther }).layers).toEqual([]);
    expect(of({ ...owned, recorded: recorded(PARAMETER) }).layers).toEqual([]);
  });

  test('does not apply to sign-ins of a pool without the tier PLUS', () => {
    const policies = [parsed({ LogConfigurations: [toStream(), toLogGroup()] })];
    const lite = { policies, facts: facts({ tier: 'LITE' }) };
    expect(of(lite)).toEqual({
      layers: [],
      others: [
        {
          owner: ownedBy(),
          reason: 'not applicable: tier LITE cannot have userAuthEvents',
          isUncovered: true,
        },
      ],
    });
    expect(of(lite, 'userNotification').layers).toHaveLength(1);
    expect(of({ policies, facts: facts({ tier: undefined }) }).layers).toHaveLength(1);
    expect(of({ policies, facts: undefined }).layers).toHaveLength(1);
  });

  test('waits for the name of the pool if its entry contains it', () => {
    const policies = [parsed({ LogConfigurations: [toStream('<userPoolName>'), toLogGroup()] })];
    const [other] = of({ policies, facts: undefined }).others;
    expect(other).toMatchObject({ isUnknown: true });
    const kept = of({ policies, facts: undefined, recorded: recorded(ownedBy()) });
    expect(kept.layers).toEqual([{ kind: 'Frozen', owner: ownedBy() }]);
    expect(of({ policies, facts: undefined }, 'userNotification').layers).toHaveLength(1);
  });

  test('is an invalid layer if an ARN does not allow the name of the pool', () => {
    const policies = [parsed({ LogConfigurations: [toStream('<userPoolName>')] })];
    const [layer] = of({ policies, facts: facts({ name: 'my shop' }) }).layers;
    expect(layer).toMatchObject({
      kind: 'Invalid',
      owner: ownedBy(),
      issues: [{ path: 'policies/sign-ins', message: expect.stringContaining('" "') }],
    });
  });
});

describe('a policy in mode Observe', () => {
  const observing = parsed({ Mode: 'Observe' });

  test('is a preview that owns nothing', () => {
    expect(of({ policies: [observing] })).toEqual({
      layers: [],
      others: [{ owner: ownedBy(), reason: 'mode Observe: a preview owns nothing' }],
    });
    const ofOther = recorded(ownedBy({ Name: 'other' }));
    expect(of({ policies: [observing], recorded: ofOther }).layers).toEqual([]);
  });

  test('keeps the event source that it owned, even if it does not select the pool any more', () => {
    const frozen = [{ kind: 'Frozen', owner: ownedBy() }];
    expect(of({ policies: [observing], recorded: recorded(ownedBy()) }).layers).toEqual(frozen);
    const deselecting = parsed({ Mode: 'Observe', Select: { Names: ['other'] } });
    expect(of({ policies: [deselecting], recorded: recorded(ownedBy()) }).layers).toEqual(frozen);
  });

  test('keeps the event source that it owned, even if it has no entry for it any more', () => {
    const policies = [parsed({ Mode: 'Observe', LogConfigurations: [toLogGroup()] })];
    expect(of({ policies, recorded: recorded(ownedBy()) }).layers).toHaveLength(1);
    expect(of({ policies })).toEqual({ layers: [], others: [] });
  });

  test('has the priority of its last edit', () => {
    const policies = [parsed({ Mode: 'Observe', Priority: 7 })];
    const [layer] = of({ policies, recorded: recorded(ownedBy()) }).layers;
    expect(layer?.owner).toMatchObject({ Priority: 7 });
  });
});

describe('an invalid policy', () => {
  const invalid = {
    kind: 'Invalid',
    owner: ownedBy(),
    issues: [{ path: 'policies/sign-ins', message: expect.stringMatching(/^Priority: /) }],
  };

  test('is an invalid layer of the pools that it certainly selects', () => {
    expect(of({ policies: [broken()] }).layers).toMatchObject([invalid]);
    const deselecting = broken({ Select: { Names: ['other'] } });
    expect(of({ policies: [deselecting] })).toEqual({
      layers: [],
      others: [{ owner: ownedBy(), reason: 'does not select the pool' }],
    });
  });

  test('does not concern an event source that it has no entry for', () => {
    expect(of({ policies: [broken()] }, 'userNotification')).toEqual({ layers: [], others: [] });
  });

  test('keeps its event source with any text', () => {
    const owned = recorded(ownedBy());
    for (const policy of [
      broken({}, false),
      broken({ Select: { Names: ['other'] } }),
      broken({ LogConfigurations: [toLogGroup()] }),
    ])
      expect(of({ policies: [policy], recorded: owned }).layers).toMatchObject([invalid]);
  });

  test('has the rank that it was recorded with, if it cannot be read', () => {
    const before = ownedBy({ Precedence: 'Mandatory', Priority: 3 });
    const [layer] = of({ policies: [broken({}, false)], recorded: recorded(before) }).layers;
    expect(layer?.owner).toEqual(before);
    const [readable] = of({ policies: [broken()], recorded: recorded(before) }).layers;
    // Otherwise the better of both ranks applies, so that no edit that breaks a policy gives its event sources away.
    expect(readable?.owner).toEqual(before);
  });

  test('that cannot be read concerns no pool that it did not own', () => {
    expect(of({ policies: [broken({}, false)] })).toEqual({ layers: [], others: [] });
    const ofOther = recorded(ownedBy({ Name: 'other' }));
    expect(of({ policies: [broken({}, false)], recorded: ofOther }).layers).toEqual([]);
    expect(of({ policies: [broken({}, false)], recorded: recorded(PARAMETER) }).layers).toEqual([]);
  });

  test('in mode Observe is a preview, or keeps what it owned', () => {
    const policies = [broken({ Mode: 'Observe' })];
    expect(of({ policies }).others).toMatchObject([{ reason: 'mode Observe: a preview owns nothing' }]);
    expect(of({ policies, recorded: recorded(ownedBy()) }).layers).toEqual([
      { kind: 'Frozen', owner: ownedBy() },
    ]);
  });

  test('waits for the facts of the pool, or keeps what it owned', () => {
    const policies = [broken({ Select: { Names: ['prod-*'] } })];
    expect(of({ policies, facts: undefined }).others).toMatchObject([{ isUnknown: true }]);
    expect(of({ policies, facts: undefined, recorded: recorded(ownedBy()) }).layers).toEqual([
      { kind: 'Frozen', owner: ownedBy() },
    ]);
  });
});
