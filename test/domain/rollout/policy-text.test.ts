import { sameContent } from '../../../lib/domain/rollout/policy-text.ts';
import { broken, parsed } from '../../support/policies.ts';
import { toLogGroup, toStream } from '../../support/situation.ts';

test('a policy has the same content as itself with another description', () => {
  expect(sameContent(parsed(), parsed({ Description: 'Evidence' }))).toBe(true);
  expect(sameContent(parsed({ Description: 'One' }), parsed({ Description: 'Two' }))).toBe(true);
});

test('the order of lists is not part of the content', () => {
  const [one, two] = ['eu-west-1_one', 'eu-west-1_two'];
  const both = [toStream(), toLogGroup()];
  const a = parsed({
    Select: {
      Ids: [one, two],
      Names: ['a*', 'b*'],
      Tags: { env: ['prod', 'dev'], team: ['x'] },
      Tiers: ['PLUS', 'LITE'],
      Exclude: { Names: ['c', 'd'], Tags: { a: ['1'], b: ['2', '3'] } },
    },
    LogConfigurations: both,
  });
  const b = parsed({
    Select: {
      Ids: [two, one],
      Names: ['b*', 'a*'],
      Tags: { team: ['x'], env: ['dev', 'prod'] },
      Tiers: ['LITE', 'PLUS'],
      Exclude: { Names: ['d', 'c'], Tags: { b: ['3', '2'], a: ['1'] } },
    },
    LogConfigurations: both.toReversed(),
  });
  expect(sameContent(a, b)).toBe(true);
});

test.each([
  ['the precedence', { Precedence: 'Mandatory' as const }],
  ['the priority', { Priority: 7 }],
  ['the IDs', { Select: { Ids: ['eu-west-1_one'] } }],
  ['the names', { Select: { Names: ['a'] } }],
  ['the tags', { Select: { Tags: { env: ['prod'] } } }],
  ['the tiers', { Select: { Tiers: ['PLUS' as const] } }],
  ['the exclusion', { Select: { Exclude: { Names: ['a'] } } }],
  ['the entries', { LogConfigurations: [toStream('other')] }],
  ['the mode', { Mode: 'Observe' as const }],
  ['OnDelete', { OnDelete: 'Clear' as const }],
  ['the rollout', { Rollout: { Waves: [1, '100%'], HaltAfter: { Pools: 1, Percent: 5 } } }],
])('%s is part of the content', (_, over) => {
  expect(sameContent(parsed(), parsed(over))).toBe(false);
  expect(sameContent(parsed(over), parsed(over))).toBe(true);
});

test('an invalid or missing policy has the same content as no other', () => {
  expect(sameContent(broken(), broken())).toBe(false);
  expect(sameContent(parsed(), broken())).toBe(false);
  expect(sameContent(broken(), parsed())).toBe(false);
  expect(sameContent(undefined, parsed())).toBe(false);
  expect(sameContent(parsed(), undefined)).toBe(false);
  expect(sameContent(undefined, undefined)).toBe(false);
});
