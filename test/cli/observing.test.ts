import { observingOf, recordedObservingLine } from '../../cli/policies/observing-records.ts';
import { isObserving, type ObservingPolicy } from '../../cli/policies/previews.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import { settledPolicy } from '../../lib/domain/rollout/versions.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import { facts, ownedBy, parsed } from '../support/policies.ts';
import { applied, settings, toLogGroup } from '../support/situation.ts';

const observing = (over: Parameters<typeof parsed>[0] = {}): ObservingPolicy => {
  const policy = parsed({ Name: 'next', LogConfigurations: [toLogGroup('new')], Mode: 'Observe', ...over });
  if (!isObserving(policy)) throw new Error('not in mode Observe');
  return policy;
};
const counts = (
  policy: ObservingPolicy,
  pools: readonly { readonly name?: string; readonly recorded?: RecordSummary }[],
  others: readonly ParsedPolicy[] = [],
) => {
  const known = pools.map(({ name, recorded }, at) => ({ userPoolId: `eu-west-1_${at}`, name, recorded }));
  const { policy: _name, ...counted } = observingOf(
    policy,
    [policy, ...others].map(settledPolicy),
    known,
    settings,
  );
  return counted;
};
const ofPolicy = (name: string): RecordSummary =>
  applied({
    LastApplied: [toLogGroup(name)],
    Facts: facts(),
    Sources: {
      userNotification: {
        Status: { Outcome: 'InSync', Reasons: [], Since: '' },
        Repairs: [],
        DriftCount: 0,
        Owner: ownedBy({ Name: 'old' }),
      },
    },
  });

test('counts the pools that a policy in mode Observe selects, and those whose applied entry it would change', () => {
  const old = parsed({ Name: 'old', LogConfigurations: [toLogGroup('old')], Priority: 200 });
  const pools = [
    { recorded: ofPolicy('old') },
    { recorded: ofPolicy('new') },
    // The parameter goes before a default policy.
    { recorded: applied({ Facts: facts(), LastApplied: [toLogGroup('own')] }) },
  ];
  expect(counts(observing(), pools, [old])).toEqual({ selected: 3, changed: 1, unknown: 0 });
  expect(counts(observing({ Precedence: 'Mandatory' }), pools, [old])).toMatchObject({ changed: 2 });
  expect(counts(observing({ Select: { Names: ['other'] } }), pools, [old])).toEqual({
    selected: 0,
    changed: 0,
    unknown: 0,
  });
});

test('does not know the effect on a pool that nothing manages, and whether tags select a pool without a record', () => {
  const free = [{ name: 'shop' }, { name: 'lab' }];
  expect(counts(observing({ Select: { Names: ['shop'] } }), free)).toMatchObject({ selected: 0, unknown: 1 });
  expect(counts(observing({ Select: { Tags: { env: ['prod'] } } }), free)).toMatchObject({ unknown: 2 });
});

test('says what the records show, and that clr plan shows the rest', () => {
  const line = (selected: number, changed: number, unknown: number) =>
    recordedObservingLine({ policy: 'next', selected, changed, unknown });
  expect(line(3, 2, 0)).toBe(
    'Policy "next" only observes: it would change 2 of 3 selected pools. Run: clr plan',
  );
  expect(line(1, 0, 2)).toBe(
    'Policy "next" only observes: it would change 0 of 1 selected pool; for 2 more pools, the effect is not known. Run: clr plan',
  );
  expect(line(0, 0, 1)).toBe(
    'Policy "next" only observes: for 1 pool, the effect is not known. Run: clr plan',
  );
  expect(line(0, 0, 0)).toContain('0 of 0 selected pools');
});
