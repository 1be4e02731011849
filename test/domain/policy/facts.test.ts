import { sameFacts, sameTags } from '../../../lib/domain/policy/facts.ts';
import { facts } from '../../support/policies.ts';

test.each([
  [{}, {}, true],
  [{ a: '1', b: '2' }, { b: '2', a: '1' }, true],
  [{ a: '1' }, { a: '2' }, false],
  [{ a: '1' }, { b: '1' }, false],
  [{ a: '1' }, { a: '1', b: '1' }, false],
  [{ a: '1', b: '1' }, { a: '1' }, false],
  // A tag can have the name of a member that every object inherits.
  [{ toString: 'x' }, { a: 'x' }, false],
  [{ a: 'x' }, { toString: 'x' }, false],
])('the tags %j and %j are the same: %j', (a: Record<string, string>, b: Record<string, string>, same) => {
  expect(sameTags(a, b)).toBe(same);
});

test('compares the name, the tags and the tier', () => {
  expect(sameFacts(facts(), facts())).toBe(true);
  expect(sameFacts(facts(), facts({ name: 'other' }))).toBe(false);
  expect(sameFacts(facts(), facts({ tags: { env: 'dev' } }))).toBe(false);
  expect(sameFacts(facts(), facts({ tier: 'LITE' }))).toBe(false);
  expect(sameFacts(facts(), facts({ tier: undefined }))).toBe(false);
});

test('compares facts that are not known', () => {
  expect(sameFacts(undefined, undefined)).toBe(true);
  expect(sameFacts(undefined, facts())).toBe(false);
  expect(sameFacts(facts(), undefined)).toBe(false);
});
