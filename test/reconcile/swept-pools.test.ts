import type { StoredParameter } from '../../lib/domain/desired.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { isSampled } from '../../lib/domain/sampling.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import {
  dividedPools,
  hasDividedPools,
  type SweepListings,
  wholePools,
} from '../../lib/reconcile/swept-pools.ts';
import { notCalled } from '../support/failing-ports.ts';
import { broken, facts, ownedBy, parsed } from '../support/policies.ts';
import { applied, NOON, parameter, settings, toLogGroup } from '../support/situation.ts';

const context = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER } as const;
const idOf = (at: number): string => `eu-west-1_pool${String(at).padStart(5, '0')}`;
const ids = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, at) => idOf(from + at));

const { Status, Repairs, DriftCount } = applied();
/** A pool whose sign-ins this policy owns. */
const ownedRecord = (UserPoolId: string, Name = 'sign-ins', over: Partial<PoolRecord> = {}): RecordSummary =>
  applied({
    UserPoolId,
    Facts: facts(),
    Sources: { userAuthEvents: { Status, Repairs, DriftCount, Owner: ownedBy({ Name }) } },
    ...over,
  });

const listings = (over: Partial<SweepListings> = {}): SweepListings => ({
  sweepId: NOON.toISOString(),
  last: undefined,
  accepted: 0,
  records: [],
  parameters: {
    withParameter: new Set(),
    inheriting: new Map(),
    policies: new Map(),
    ignored: 0,
    misnamedPolicies: [],
  },
  policies: [],
  ...over,
});
const withParameters = (...given: readonly string[]) => ({
  withParameter: new Set(given),
  inheriting: new Map<string, StoredParameter>(),
  policies: new Map<string, StoredParameter>(),
  ignored: 0,
  misnamedPolicies: [],
});

type Tags = Readonly<Record<string, string>>;

/** Runs the divided sweep of these pools, whose listed tags are those of `tags`; undefined: the tags must not be listed. */
const sweepPools = (
  over: Partial<SweepListings>,
  listed: readonly string[],
  tags?: ReadonlyMap<string, Tags>,
  before?: readonly string[],
) =>
  dividedPools(
    {
      settings,
      policyNames: { read: notCalled, add: notCalled, remove: notCalled },
      desired: { readPolicies: notCalled },
      taggedPools: { list: tags ? async () => tags : notCalled },
    },
    listings(over),
    listed.map((id) => ({ id, name: 'prod-shop', replicaRegions: [] })),
    before && new Map(before.map((id) => [id, { name: 'prod-shop' }])),
    context,
  );
const idsOf = ({ messages }: Awaited<ReturnType<typeof sweepPools>>) =>
  messages.map(({ userPoolId }) => userPoolId).sort();

describe('a fleet is swept by event source', () => {
  test('if it has policies, parameters that inherit, or records by event source', () => {
    expect(hasDividedPools(listings())).toBe(false);
    expect(hasDividedPools(listings({ records: [applied()] }))).toBe(false);
    expect(hasDividedPools(listings({ policies: [parsed()] }))).toBe(true);
    expect(hasDividedPools(listings({ records: [applied(), ownedRecord(idOf(1))] }))).toBe(true);
    const inheriting = new Map([[idOf(1), parameter({})]]);
    expect(hasDividedPools(listings({ parameters: { ...withParameters(), inheriting } }))).toBe(true);
  });
});

describe('a fleet without policies', () => {
  test('sends a message to each pool with a parameter, and to each that lost it', () => {
    const records = [applied({ UserPoolId: idOf(1) }), applied({ UserPoolId: idOf(2) })];
    const released = applied({
      UserPoolId: idOf(3),
      Status: { Outcome: 'Released', Reasons: [], Since: '' },
    });
    const parameters = withParameters(idOf(1));
    const swept = wholePools(listings({ records: [...records, released], parameters }), settings);
    expect(swept).toEqual({
      messages: [
        { userPoolId: idOf(1), held: false, confirmFacts: false },
        { userPoolId: idOf(2), held: false, confirmFacts: false },
      ],
      managed: new Set([idOf(1), idOf(2)]),
      lost: 1,
      held: false,
      heldPolicies: [],
      isFleetHeld: false,
      coverage: undefined,
    });
  });

  test('puts only the lost pools on hold', () => {
    const records = ids(10).map((UserPoolId) => applied({ UserPoolId }));
    const given = { records, parameters: withParameters(...ids(5)) };
    const { messages, held, lost } = wholePools(listings(given), settings);
    expect({ held, lost }).toEqual({ held: true, lost: 5 });
    expect(messages.filter((one) => one.held).map(({ userPoolId }) => userPoolId)).toEqual(ids(5, 5));
    expect(wholePools(listings({ ...given, accepted: 5 }), settings).held).toBe(false);
  });
});

describe('a fleet with policies', () => {
  const all = [parsed({ LogConfigurations: [toLogGroup()] })];

  test('sends a message to each pool that a parameter or policy owns, or that is managed', async () => {
    const byTag = [parsed({ Select: { Tags: { env: ['prod'] } } })];
    const tags = new Map<string, Tags>([[idOf(1), { env: 'prod' }]]);
    const records = [ownedRecord(idOf(2)), applied({ UserPoolId: idOf(3) })];
    const given = { policies: byTag, records, parameters: withParameters(idOf(4)) };
    const swept = await sweepPools(given, ids(6), tags);
    expect(idsOf(swept)).toEqual(ids(4, 1));
    expect(swept.managed).toEqual(new Set(ids(4, 1)));
    expect(swept.coverage).toEqual({
      Policies: 1,
      InvalidPolicies: 0,
      ByPolicy: 1,
      ByParameter: 1,
      Uncovered: 0,
      Conflicting: 0,
      Rejected: 0,
    });
  });

  test('does not list the tags if no policy selects by them', async () => {
    expect(idsOf(await sweepPools({ policies: all }, ids(2)))).toEqual(ids(2));
  });

  test('asks for the facts of a pool whose listed tags are not those of its record', async () => {
    const byTag = [parsed({ Select: { Tags: { env: ['prod'] } }, LogConfigurations: [toLogGroup()] })];
    const tags = new Map<string, Tags>([[idOf(1), { env: 'prod' }]]);
    const records = [ownedRecord(idOf(1)), ownedRecord(idOf(2))];
    const { messages } = await sweepPools({ policies: byTag, records }, ids(2, 1), tags);
    expect(messages).toEqual([
      { userPoolId: idOf(1), held: false, confirmFacts: false },
      { userPoolId: idOf(2), held: false, confirmFacts: true },
    ]);
  });

  test('counts invalid policies, uncovered pools and pools of policies that disagree', async () => {
    const policies: readonly ParsedPolicy[] = [
      broken({ Name: 'bad', LogConfigurations: [toLogGroup()] }),
      parsed({ Name: 'good' }),
    ];
    const lite = ownedRecord(idOf(1), 'good', { Facts: facts({ tier: 'LITE' }) });
    const { coverage } = await sweepPools({ policies, records: [lite] }, [idOf(1)]);
    expect(coverage).toMatchObject({ Policies: 2, InvalidPolicies: 1, Uncovered: 1 });
    expect(coverage).toMatchObject({ Conflicting: 0, Rejected: 1 });
  });

  test('counts pools for which policies disagree apart from pools with an invalid policy', async () => {
    const twins = ['a', 'b'].map((Name) => parsed({ Name, LogConfigurations: [toLogGroup(Name)] }));
    const { coverage } = await sweepPools({ policies: twins }, ids(2));
    expect(coverage).toMatchObject({ Conflicting: 2, Rejected: 0 });
    const policies = [
      ...twins,
      broken({ Name: 'bad', LogConfigurations: [toLogGroup('c')], Select: { Ids: [idOf(1)] }, Priority: 5 }),
    ];
    const some = await sweepPools({ policies }, ids(2));
    expect(some.coverage).toMatchObject({ Conflicting: 1, Rejected: 1 });
  });

  test('asks for the tier of a sample of the pools, also of those that are not managed', async () => {
    const over = {
      Facts: facts({ tier: 'LITE' }),
      Status: { Outcome: 'Released', Reasons: [], Since: '' },
    } as const;
    const records = ids(300).map((UserPoolId) => applied({ UserPoolId, ...over }));
    const { sweepId } = listings();
    const sampled = ids(300).filter((id) => isSampled(sweepId, id));
    const swept = await sweepPools({ policies: [parsed()], records }, ids(300));
    expect(sampled.length).toBeGreaterThan(0);
    expect(idsOf(swept)).toEqual(sampled);
    expect(swept.messages.every(({ confirmFacts }) => confirmFacts)).toBe(true);
    expect(swept.managed.size).toBe(0);
    expect((await sweepPools({ policies: all, records: [] }, [])).messages).toEqual([]);
  });

  test('asks new pools and a sample of the others about what no listing shows', async () => {
    const byTier = [parsed({ Select: { Tiers: ['PLUS'] } })];
    const known = ids(300);
    const { sweepId } = listings();
    const swept = await sweepPools({ policies: byTier }, ids(302), undefined, known);
    const sampled = known.filter((id) => isSampled(sweepId, id));
    expect(idsOf(swept)).toEqual([...sampled, ...ids(2, 300)].sort());
    expect(swept.managed.size).toBe(0);
  });
});

describe('the loss of the pools of a policy', () => {
  const none = parsed({ Name: 'gone', Select: { Ids: ['eu-west-1_other'] } });
  const rest = ids(40, 100);
  /** `lost` pools of the policy `gone`, of which `kept` stay, in a fleet of 40 more pools with parameters. */
  const lose = (lost: number, kept: number, over: Partial<SweepListings> = {}) => {
    const stay = ids(kept, lost);
    const records = [
      ...ids(lost + kept).map((id) => ownedRecord(id, 'gone')),
      ...rest.map((UserPoolId) => applied({ UserPoolId })),
    ];
    const policies = kept > 0 ? [parsed({ Name: 'gone', Select: { Ids: stay } })] : [none];
    const parameters = withParameters(...rest);
    return sweepPools({ records, policies, parameters, ...over }, [...ids(lost + kept), ...rest]);
  };
  const heldIds = ({ messages }: Awaited<ReturnType<typeof lose>>) =>
    messages.filter(({ held }) => held).map(({ userPoolId }) => userPoolId);

  test('is on hold if the policy loses many, although the fleet does not', async () => {
    const swept = await lose(6, 4);
    expect(swept).toMatchObject({ lost: 6, held: true, heldPolicies: ['gone'] });
    expect(heldIds(swept)).toEqual(ids(6));
  });

  test('is not on hold if it is a small part of the policy and of the fleet, or only a few pools', async () => {
    expect(await lose(5, 30)).toMatchObject({ lost: 5, held: false, heldPolicies: [] });
    expect(await lose(4, 0)).toMatchObject({ lost: 4, held: false, heldPolicies: [] });
  });

  test('stays on hold until an operator accepts it', async () => {
    const last = { HeldPolicies: ['gone'] };
    expect((await lose(5, 30, { last: { ...fleet(), ...last } })).heldPolicies).toEqual(['gone']);
    const accepted = await lose(6, 4, { accepted: 6, last: { ...fleet(), ...last } });
    expect(accepted).toMatchObject({ held: false, heldPolicies: [] });
    expect(heldIds(accepted)).toEqual([]);
    expect((await lose(6, 4, { accepted: 5 })).held).toBe(true);
    const ofOther = { ...fleet(), HeldPolicies: ['other'] };
    expect((await lose(5, 30, { last: ofOther })).held).toBe(false);
  });

  test('is on hold for the fleet too if the fleet loses many', async () => {
    const swept = await lose(20, 0, { policies: [none] });
    expect(swept).toMatchObject({ lost: 20, held: true });
    expect(heldIds(swept)).toEqual(ids(20));
    const parameterLost = rest.slice(0, 12);
    const parameters = withParameters(...rest.slice(12));
    const fleetHeld = await lose(0, 1, { parameters });
    expect(fleetHeld).toMatchObject({ lost: 12, held: true, heldPolicies: [] });
    expect(heldIds(fleetHeld)).toEqual(parameterLost);
  });

  test('does not count if another layer follows', async () => {
    const follower = parsed({ Name: 'next', Select: {} });
    expect(await lose(10, 0, { policies: [none, follower] })).toMatchObject({ lost: 0, held: false });
  });
});

function fleet() {
  return { SweepId: '2026-03-01T11:00:00.000Z', At: '2026-03-01T11:00:00.000Z', Held: false } as const;
}
