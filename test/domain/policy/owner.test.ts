import { compareRank, formatOwner, PARAMETER, sameOwner } from '../../../lib/domain/policy/owner.ts';
import { ownedBy } from '../../support/policies.ts';

const first = ownedBy({ Name: 'a', Precedence: 'Mandatory', Priority: 10 });
const second = ownedBy({ Name: 'b', Precedence: 'Mandatory', Priority: 20 });
const third = ownedBy({ Name: 'c', Precedence: 'Default', Priority: 1 });
const last = ownedBy({ Name: 'd', Precedence: 'Default', Priority: 1000 });
const IN_ORDER = [first, second, PARAMETER, third, last];

test('mandatory policies go first by priority, then the parameter, then default policies by priority', () => {
  for (const [at, a] of IN_ORDER.entries())
    for (const [other, b] of IN_ORDER.entries())
      expect(Math.sign(compareRank(a, b))).toBe(Math.sign(at - other));
});

test('a policy is the same owner after its precedence or priority was edited', () => {
  expect(sameOwner(first, ownedBy({ Name: 'a', Precedence: 'Default', Priority: 1000 }))).toBe(true);
  expect(sameOwner(first, ownedBy({ Name: 'b', Precedence: 'Mandatory', Priority: 10 }))).toBe(false);
  expect(sameOwner(PARAMETER, { Kind: 'Parameter' })).toBe(true);
  expect(sameOwner(PARAMETER, first)).toBe(false);
  expect(sameOwner(first, PARAMETER)).toBe(false);
});

test('names an owner in a sentence', () => {
  expect(formatOwner(first)).toBe('policy "a"');
  expect(formatOwner(PARAMETER)).toBe("the pool's parameter");
});
