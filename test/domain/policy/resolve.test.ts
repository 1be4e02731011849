import type { Desired } from '../../../lib/domain/desired.ts';
import type { EventSource } from '../../../lib/domain/log-configuration.ts';
import { type Owner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { ParsedPolicy, Policy } from '../../../lib/domain/policy/policy.ts';
import { resolveOwners, type SourceResolution } from '../../../lib/domain/policy/resolve.ts';
import { broken, facts, ownedBy, parsed } from '../../support/policies.ts';
import { POOL, settings, toLogGroup, toStream, valid } from '../../support/situation.ts';

const ABSENT: Desired = { kind: 'Absent' };
const own = valid({ LogConfigurations: [toStream('own')] });
const mandatory = (Name: string, over: Partial<Policy> = {}): ParsedPolicy =>
  parsed({ Name, Precedence: 'Mandatory', LogConfigurations: [toStream(Name)], ...over });
const byDefault = (Name: string, over: Partial<Policy> = {}): ParsedPolicy =>
  parsed({ Name, LogConfigurations: [toStream(Name)], ...over });

/** Returns the resolution of userAuthEvents, after checking that the order of the policies does not matter. */
function resolve(desired: Desired, policies: readonly ParsedPolicy[], owner?: Owner): SourceResolution {
  const recorded = new Map<EventSource, Owner>(owner ? [['userAuthEvents', owner]] : []);
  const pool = { userPoolId: POOL, desired, facts: facts(), recorded, settings };
  const all = resolveOwners({ ...pool, policies });
  expect(resolveOwners({ ...pool, policies: policies.toReversed() })).toEqual(all);
  const signIns = all.find(({ source }) => source === 'userAuthEvents');
  if (signIns === undefined) throw new Error('no resolution');
  return signIns;
}
const nameOf = ({ winner }: SourceResolution): string | undefined => {
  if (winner.kind === 'Free') return undefined;
  return winner.owner.Kind === 'Policy' ? winner.owner.Name : 'parameter';
};

test.each<[string, Desired, readonly ParsedPolicy[], string | undefined]>([
  ['nothing applies', ABSENT, [], undefined],
  ['only the parameter applies', own, [], 'parameter'],
  ['only a default policy applies', ABSENT, [byDefault('d')], 'd'],
  ['a mandatory policy goes before the parameter', own, [mandatory('m'), byDefault('d')], 'm'],
  ['the parameter goes before a default policy', own, [byDefault('d', { Priority: 1 })], 'parameter'],
  [
    'the lowest priority goes first',
    ABSENT,
    [mandatory('m', { Priority: 20 }), mandatory('n', { Priority: 10 })],
    'n',
  ],
  [
    'precedence goes before priority',
    ABSENT,
    [mandatory('m', { Priority: 900 }), byDefault('d', { Priority: 1 })],
    'm',
  ],
  [
    'the parameter leaves the event source to policies',
    valid({ LogConfigurations: [toLogGroup()], Inherit: true }),
    [byDefault('d')],
    'd',
  ],
  [
    'a policy that does not select the pool does not apply',
    ABSENT,
    [mandatory('m', { Select: { Ids: ['eu-west-1_other'] } }), byDefault('d')],
    'd',
  ],
])('%s', (_, desired, policies, name) => {
  expect(nameOf(resolve(desired, policies))).toBe(name);
});

test('lists the layers in their order, and why each of them does not win', () => {
  const policies = [
    byDefault('d'),
    byDefault('e', { Priority: 200 }),
    mandatory('n', { Priority: 20 }),
    mandatory('m', { Priority: 10 }),
    byDefault('x', { Select: { Names: ['other'] } }),
    mandatory('y', { Select: { Names: ['other'] } }),
  ];
  const { layers, others } = resolve(own, policies);
  expect(layers.map((owner) => (owner.Kind === 'Policy' ? owner.Name : 'parameter'))).toEqual([
    'm',
    'n',
    'parameter',
    'd',
    'e',
  ]);
  expect(others.map(({ reason }) => reason)).toEqual([
    'policy "m" has priority 10, which goes before 20',
    'policy "m" is mandatory',
    'policy "m" is mandatory',
    'policy "m" is mandatory',
    'does not select the pool',
    'does not select the pool',
  ]);
  expect(others.slice(-2).map(({ owner }) => owner.Kind === 'Policy' && owner.Name)).toEqual(['y', 'x']);
});

test('says why the parameter or a default policy goes first', () => {
  expect(resolve(own, [byDefault('d')]).others.map(({ reason }) => reason)).toEqual([
    "the pool's own parameter goes before default policies",
  ]);
  const policies = [byDefault('d', { Priority: 5 }), byDefault('e', { Priority: 6 })];
  expect(resolve(ABSENT, policies).others.map(({ reason }) => reason)).toEqual([
    'policy "d" has priority 5, which goes before 6',
  ]);
});

describe('two policies with the same precedence and priority', () => {
  const same = { LogConfigurations: [toStream('same')] };

  test('that agree own the event source together: the first name is recorded', () => {
    const resolution = resolve(ABSENT, [byDefault('e', same), byDefault('d', same)]);
    expect(resolution.winner).toMatchObject({ kind: 'Owned', owner: ownedBy({ Name: 'd' }) });
    expect(resolution.others).toEqual([
      { owner: ownedBy({ Name: 'e' }), reason: 'policy "d" has the same rank' },
    ]);
  });

  test.each<[string, Partial<Policy>]>([
    ['destination', { LogConfigurations: [toStream('other')] }],
    ['OnDelete', { ...same, OnDelete: 'Clear' }],
  ])('that disagree about %s freeze the event source and are named', (_, over) => {
    const { winner } = resolve(ABSENT, [byDefault('d', same), byDefault('e', over), byDefault('z', same)]);
    expect(winner).toEqual({
      kind: 'Rejected',
      owner: ownedBy({ Name: 'd' }),
      by: ['d', 'e', 'z'].map((Name) => ownedBy({ Name })),
      issues: [
        {
          path: 'userAuthEvents',
          found: 'policy "d" and policy "e" and policy "z"',
          expected: 'one policy that goes before the others',
          message:
            'policy "d" and policy "e" and policy "z" have the same precedence and priority, and disagree. Change the priority of one of them.',
        },
      ],
    });
  });

  test('do not conflict if another layer goes before both, or if one of them is a preview', () => {
    const policies = [byDefault('d'), byDefault('e')];
    expect(nameOf(resolve(own, policies))).toBe('parameter');
    expect(resolve(ABSENT, [byDefault('d'), byDefault('e', { Mode: 'Observe' })]).winner.kind).toBe('Owned');
  });

  test('freeze the event source if one of them is invalid, with the issues of all invalid ones', () => {
    const policies = [byDefault('a'), broken({ Name: 'b' }), broken({ Name: 'c' })];
    const { winner } = resolve(ABSENT, policies);
    expect(winner).toMatchObject({ kind: 'Rejected', owner: ownedBy({ Name: 'b' }) });
    expect(winner.kind === 'Rejected' && winner.issues.map(({ path }) => path)).toEqual([
      'policies/b',
      'policies/c',
    ]);
  });

  test('freeze the event source if one of them owned it and turned to Observe', () => {
    const policies = [byDefault('a'), byDefault('b', { Mode: 'Observe' })];
    const { winner } = resolve(ABSENT, policies, ownedBy({ Name: 'b' }));
    expect(winner).toEqual({ kind: 'Frozen', owner: ownedBy({ Name: 'b' }) });
  });

  test('are rejected rather than frozen if one is invalid and one observes', () => {
    const policies = [broken({ Name: 'b' }), byDefault('a', { Mode: 'Observe' })];
    expect(resolve(ABSENT, policies, ownedBy({ Name: 'a' })).winner.kind).toBe('Rejected');
  });
});

test('an invalid layer freezes the event source only if no layer goes before it', () => {
  const invalid: Desired = { kind: 'Invalid', issues: [{ path: 'Mode', found: '"x"', expected: 'Enforce' }] };
  expect(resolve(invalid, [byDefault('d')]).winner).toMatchObject({ kind: 'Rejected', owner: PARAMETER });
  expect(nameOf(resolve(invalid, [mandatory('m')]))).toBe('m');
  const policies = [broken({ Name: 'b', Precedence: 'Mandatory' }), byDefault('d')];
  expect(resolve(own, policies).winner.kind).toBe('Rejected');
  expect(nameOf(resolve(own, [broken({ Name: 'b' }), byDefault('d')]))).toBe('parameter');
});

test('an owner that turned to Observe lets no lower layer take over', () => {
  const policies = [mandatory('m', { Mode: 'Observe' }), byDefault('d')];
  const owner = ownedBy({ Name: 'm', Precedence: 'Mandatory' });
  expect(resolve(own, policies, owner).winner).toEqual({ kind: 'Frozen', owner });
  expect(nameOf(resolve(own, policies))).toBe('parameter');
});

test('reports whether the recorded owner still applies', () => {
  const policies = [mandatory('m'), byDefault('d')];
  expect(resolve(ABSENT, policies).keepsOwner).toBe(false);
  expect(resolve(ABSENT, policies, ownedBy({ Name: 'd' })).keepsOwner).toBe(true);
  expect(resolve(ABSENT, policies, ownedBy({ Name: 'gone' })).keepsOwner).toBe(false);
  expect(resolve(own, policies, PARAMETER).keepsOwner).toBe(true);
  expect(resolve(ABSENT, policies, PARAMETER).keepsOwner).toBe(false);
  expect(resolve(ABSENT, [], PARAMETER).winner).toEqual({ kind: 'Free' });
});
