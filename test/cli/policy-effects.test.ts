import { countEffects, policyEffects } from '../../cli/policies/policy-effects.ts';
import type { EventSource } from '../../lib/domain/log-configuration.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { POOL, settings, toLogGroup, toStream, valid } from '../support/situation.ts';

const policy = (name: string, content: object): ParsedPolicy =>
  parsePolicyValue({ Select: {}, LogConfigurations: [toLogGroup()], ...content }, name, settings);

const pool = (policies: readonly ParsedPolicy[], over: object = {}) => ({
  userPoolId: POOL,
  desired: { kind: 'Absent' } as const,
  policies,
  facts: { name: 'shop', tags: { env: 'prod' }, tier: 'LITE' },
  recorded: new Map<EventSource, Owner>(),
  settings,
  ...over,
});
const effects = (before: readonly ParsedPolicy[], after: readonly ParsedPolicy[], over: object = {}) =>
  policyEffects(pool(before, over), after, ['prod']).map(({ eventSource, effect }) => [eventSource, effect]);

const prod = policy('prod', {});
const other = policy('other', { Priority: 50 });

test('a new policy adds the pools that it selects, and none that another layer owns', () => {
  expect(effects([], [prod])).toEqual([['userNotification', 'added']]);
  expect(effects([other], [other, prod])).toEqual([]);
  expect(effects([], [prod], { desired: valid() })).toEqual([]);
});

test('an edited policy changes a pool only if its entry or OnDelete is another one', () => {
  const edited = policy('prod', { LogConfigurations: [toLogGroup('two')] });
  expect(policyEffects(pool([prod]), [edited], ['prod'])).toEqual([
    {
      policy: 'prod',
      eventSource: 'userNotification',
      effect: 'changed',
      differences: [expect.objectContaining({ path: expect.stringContaining('LogGroupArn') })],
    },
  ]);
  expect(effects([prod], [policy('prod', { OnDelete: 'Clear' })])).toEqual([['userNotification', 'changed']]);
  expect(effects([prod], [policy('prod', { Description: 'x', Priority: 7 })])).toEqual([]);
});

test('a pool leaves a policy that deselects it, also if only the record names the policy', () => {
  const narrow = policy('prod', { Select: { Names: ['other-*'] } });
  expect(effects([prod], [narrow])).toEqual([['userNotification', 'leaving']]);
  const owner: Owner = { Kind: 'Policy', Name: 'prod', Precedence: 'Default', Priority: 100 };
  const recorded = new Map<EventSource, Owner>([['userNotification', owner]]);
  expect(effects([], [narrow], { recorded })).toEqual([['userNotification', 'leaving']]);
});

test('reports a conflict, an entry that is not valid for the pool, a freeze and an uncovered event source', () => {
  const twin = policy('twin', { LogConfigurations: [toLogGroup('twin')] });
  expect(effects([twin], [twin, prod])).toEqual([['userNotification', 'conflict']]);
  const named = policy('prod', { LogConfigurations: [toLogGroup('<userPoolName>')] });
  expect(effects([], [named], { facts: { name: 'my shop', tags: {} } })).toEqual([
    ['userNotification', 'rejected'],
  ]);
  const owner: Owner = { Kind: 'Policy', Name: 'prod', Precedence: 'Default', Priority: 100 };
  const recorded = new Map<EventSource, Owner>([['userNotification', owner]]);
  expect(effects([prod], [policy('prod', { Mode: 'Observe' })], { recorded })).toEqual([
    ['userNotification', 'frozen'],
  ]);
  expect(effects([], [policy('prod', { LogConfigurations: [toStream()] })])).toEqual([
    ['userAuthEvents', 'uncovered'],
  ]);
});

test('counts each pool once for each effect', () => {
  const both = policy('prod', { LogConfigurations: [toLogGroup(), toStream()] });
  const plus = { facts: { name: 'shop', tags: {}, tier: 'PLUS' } };
  const one = { policyEffects: policyEffects(pool([], plus), [both], ['prod']) };
  expect(one.policyEffects).toHaveLength(2);
  expect(countEffects([one, {}, one], 'prod')).toMatchObject({ added: 2, leaving: 0 });
});
