import fc from 'fast-check';
import { type Criteria, type PoolFacts, type Selection, TIERS } from '../../../lib/domain/policy/policy.ts';
import { needsFacts, type Selected, selects } from '../../../lib/domain/policy/select.ts';
import { POOL, toLogGroup, toStream } from '../../support/situation.ts';

const facts: PoolFacts = { name: 'shop-eu', tags: { env: 'prod', team: 'web', empty: '' }, tier: 'PLUS' };
const OTHER = 'eu-west-1_other';

test.each<[Selection, Selected]>([
  [{}, 'Selected'],
  [{ Ids: [OTHER, POOL] }, 'Selected'],
  [{ Ids: [OTHER] }, 'NotSelected'],
  [{ Ids: [POOL.toLowerCase()] }, 'NotSelected'],
  [{ Ids: ['*'] }, 'NotSelected'],
  [{ Names: ['shop-*'] }, 'Selected'],
  [{ Names: ['blog', '*-eu'] }, 'Selected'],
  [{ Names: ['shop'] }, 'NotSelected'],
  [{ Names: ['Shop-*'] }, 'NotSelected'],
  [{ Tags: { env: ['staging', 'prod'] } }, 'Selected'],
  [{ Tags: { env: ['p*'], team: ['web'] } }, 'Selected'],
  [{ Tags: { env: ['prod'], team: ['core'] } }, 'NotSelected'],
  [{ Tags: { missing: ['*'] } }, 'NotSelected'],
  [{ Tags: { empty: [''] } }, 'Selected'],
  [{ Tags: { empty: ['*'] } }, 'Selected'],
  [{ Tags: { constructor: ['*'] } }, 'NotSelected'],
  [{ Tiers: ['LITE', 'PLUS'] }, 'Selected'],
  [{ Tiers: ['LITE'] }, 'NotSelected'],
  [{ Names: ['shop-*'], Tiers: ['LITE'] }, 'NotSelected'],
  [{ Exclude: { Ids: [OTHER] } }, 'Selected'],
  [{ Exclude: { Ids: [POOL] } }, 'NotSelected'],
  [{ Exclude: { Ids: [OTHER], Names: ['shop-*'] } }, 'NotSelected'],
  [{ Exclude: { Tags: { env: ['dev'], team: ['web'] } } }, 'NotSelected'],
  [{ Ids: [POOL], Exclude: { Tiers: ['PLUS'] } }, 'NotSelected'],
])('%j for a pool whose facts are known: %s', (select, result) => {
  expect(selects(select, POOL, facts)).toBe(result);
});

test.each<[Selection, Selected]>([
  [{}, 'Selected'],
  [{ Ids: [POOL] }, 'Selected'],
  [{ Ids: [POOL], Exclude: { Ids: [OTHER] } }, 'Selected'],
  [{ Ids: [OTHER], Names: ['*'], Tags: { a: ['b'] }, Tiers: ['PLUS'] }, 'NotSelected'],
  [{ Names: ['*'], Exclude: { Ids: [POOL], Tags: { a: ['b'] } } }, 'NotSelected'],
  [{ Names: ['shop-*'] }, 'Unknown'],
  [{ Ids: [POOL], Tags: { a: ['b'] } }, 'Unknown'],
  [{ Tiers: ['PLUS'] }, 'Unknown'],
  [{ Exclude: { Names: ['shop-*'] } }, 'Unknown'],
  [{ Exclude: { Ids: [OTHER], Tiers: ['LITE'] } }, 'Unknown'],
])('%j without facts: %s', (select, result) => {
  expect(selects(select, POOL, undefined)).toBe(result);
});

test.each<[Selection, Selected]>([
  [{ Tiers: ['PLUS'] }, 'Unknown'],
  [{ Names: ['shop-*'] }, 'Selected'],
  [{ Names: ['blog'], Tiers: ['PLUS'] }, 'NotSelected'],
  [{ Names: ['shop-*'], Exclude: { Tiers: ['LITE'] } }, 'Unknown'],
  [{ Exclude: { Tiers: ['LITE'], Names: ['shop-*'] } }, 'NotSelected'],
])('%j for a pool whose tier is not known: %s', (select, result) => {
  expect(selects(select, POOL, { ...facts, tier: undefined })).toBe(result);
});

const text = fc.constantFrom('a', 'b', 'ab', '');
const pattern = fc.constantFrom('a', 'b', '*', 'a*', '');
const criteria: fc.Arbitrary<Criteria> = fc.record(
  {
    Ids: fc.array(fc.constantFrom(POOL, OTHER), { minLength: 1, maxLength: 2 }),
    Names: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    Tags: fc.dictionary(fc.constantFrom('k', 'l'), fc.array(pattern, { minLength: 1, maxLength: 2 }), {
      minKeys: 1,
    }),
    Tiers: fc.uniqueArray(fc.constantFrom(...TIERS), { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const selection: fc.Arbitrary<Selection> = fc
  .tuple(criteria, fc.option(criteria, { nil: undefined }))
  .map(([select, Exclude]) => ({ ...select, ...(Exclude && { Exclude }) }));
const knownFacts = fc.record({
  name: text,
  tags: fc.dictionary(fc.constantFrom('k', 'l'), text),
  tier: fc.constantFrom(...TIERS),
});

test('an answer without facts is the answer with any facts', () => {
  fc.assert(
    fc.property(selection, knownFacts, (select, known) => {
      const answer = selects(select, POOL, known);
      expect(answer).not.toBe('Unknown');
      for (const less of [undefined, { ...known, tier: undefined }])
        expect([answer, 'Unknown']).toContain(selects(select, POOL, less));
    }),
  );
});

test('an answer is Unknown only for a selection that needs missing facts', () => {
  fc.assert(
    fc.property(selection, knownFacts, (Select, known) => {
      const needs = needsFacts({ Select, LogConfigurations: [] });
      if (!needs.names && !needs.tags && !needs.tiers)
        expect(selects(Select, POOL, undefined)).not.toBe('Unknown');
      if (!needs.tiers) expect(selects(Select, POOL, { ...known, tier: undefined })).not.toBe('Unknown');
    }),
  );
});

test('another criterion never selects more pools, and an exclusion never does', () => {
  fc.assert(
    fc.property(selection, criteria, knownFacts, (select, more, known) => {
      if (selects(select, POOL, known) === 'Selected') return;
      expect(selects({ ...more, ...select }, POOL, known)).toBe('NotSelected');
      expect(selects({ ...select, Exclude: { ...more, ...select.Exclude } }, POOL, known)).toBe(
        'NotSelected',
      );
    }),
  );
});

test('a criterion that selects a pool excludes it in Exclude', () => {
  fc.assert(
    fc.property(criteria, knownFacts, (given, known) => {
      fc.pre(Object.keys(given).length > 0 && selects(given, POOL, known) === 'Selected');
      expect(selects({ Exclude: given }, POOL, known)).toBe('NotSelected');
    }),
  );
});

test.each<[Selection, object]>([
  [{}, { names: false, tags: false, tiers: false }],
  [
    { Ids: [POOL], Exclude: { Ids: [OTHER] } },
    { names: false, tags: false, tiers: false },
  ],
  [{ Names: ['*'] }, { names: true, tags: false, tiers: false }],
  [{ Exclude: { Names: ['a'] } }, { names: true, tags: false, tiers: false }],
  [{ Tags: { a: ['b'] } }, { names: false, tags: true, tiers: false }],
  [{ Exclude: { Tags: { a: ['b'] } } }, { names: false, tags: true, tiers: false }],
  [
    { Tiers: ['PLUS'], Exclude: { Tiers: ['LITE'] } },
    { names: false, tags: false, tiers: true },
  ],
])('needsFacts of %j', (Select, needs) => {
  expect(needsFacts({ Select, LogConfigurations: [toLogGroup(), toStream()] })).toEqual(needs);
});

test('needsFacts contains the names for the macro <userPoolName>', () => {
  const needs = (name: string) => needsFacts({ Select: {}, LogConfigurations: [toLogGroup(name)] });
  expect(needs('<userPoolName>')).toEqual({ names: true, tags: false, tiers: false });
  expect(needs('<userPoolId>')).toEqual({ names: false, tags: false, tiers: false });
});
