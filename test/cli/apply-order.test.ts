import fc from 'fast-check';
import { deletionsOf, reasonToSkip, type StageName, writeStages } from '../../cli/commands/apply/order.ts';
import { pruneEffect } from '../../cli/commands/apply/prune-effect.ts';
import { type PruneSize, pruneProblem } from '../../cli/commands/apply/prune-guard.ts';
import { isFollowed } from '../../cli/commands/apply/wait-for-pools.ts';
import { wantedState } from '../../cli/commands/plan/folder/wanted-state.ts';
import type { FolderChange, FolderStep } from '../../cli/folder/compare.ts';
import type { PoolFacts } from '../../lib/domain/policy/policy.ts';
import { type PolicyVersions, settledPolicy } from '../../lib/domain/rollout/versions.ts';
import { facts, parsed } from '../support/policies.ts';
import { settings } from '../support/situation.ts';

const change = (kind: FolderChange['kind'], step: FolderStep, name = 'x'): FolderChange => ({
  kind,
  step,
  name,
  errors: [],
  warnings: [],
});

const anyChange = fc
  .tuple(
    fc.constantFrom('Pool' as const, 'Policy' as const),
    fc.constantFrom<FolderStep>('Create', 'Update', 'Delete', 'Unchanged', 'Invalid'),
    fc.string(),
  )
  .map(([kind, step, name]) => change(kind, step, name));

const ENTRIES = {
  userNotification: {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: {
      LogGroupArn: 'arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/a',
    },
  },
  userAuthEvents: {
    EventSource: 'userAuthEvents',
    LogLevel: 'INFO',
    CloudWatchLogsConfiguration: {
      LogGroupArn: 'arn:aws:logs:<region>:<accountId>:log-group:/aws/vendedlogs/b',
    },
  },
};
type Source = keyof typeof ENTRIES;
const ALL = JSON.stringify({ LogConfigurations: [] });
const inheriting = (...sources: readonly Source[]): string =>
  JSON.stringify({ Inherit: true, LogConfigurations: sources.map((source) => ENTRIES[source]) });

const edit = (before: string, wanted: string): FolderChange => ({
  ...change('Pool', 'Update'),
  stored: { name: 'x', type: 'String', value: before, version: 1, at: '' },
  wanted,
});

const stageNames = (...changes: readonly FolderChange[]): readonly StageName[] =>
  writeStages(changes, settings).map(({ name }) => name);

test('parameters that take over come before policies, new policies before changed ones, and parameters that leave an event source after them', () => {
  const given = [
    change('Policy', 'Update'),
    edit(ALL, inheriting()),
    change('Policy', 'Delete'),
    { ...change('Pool', 'Create'), wanted: ALL },
    change('Pool', 'Delete'),
    change('Policy', 'Create'),
    edit(ALL, ALL),
  ];
  expect(writeStages(given, settings).map(({ name, changes }) => [name, changes.length])).toEqual([
    ['Taking', 1],
    ['NewPolicies', 1],
    ['ChangedPolicies', 1],
    ['Giving', 1],
    ['Other', 1],
  ]);
  expect(deletionsOf(given).map(({ kind }) => kind)).toEqual(['Pool', 'Policy']);
});

test.each([
  ['owns an event source of the policies', inheriting('userAuthEvents'), ALL, 'Taking'],
  ['replaces a parameter that owns nothing', inheriting(), inheriting('userAuthEvents'), 'Taking'],
  ['owns one event source less', ALL, inheriting('userAuthEvents'), 'Giving'],
  ['owns another event source', inheriting('userNotification'), inheriting('userAuthEvents'), 'Giving'],
  ['replaces an invalid text, which keeps every event source', 'not JSON', inheriting(), 'Giving'],
  ['owns the same event sources', inheriting('userAuthEvents'), inheriting('userAuthEvents'), 'Other'],
] as const)('an edit of a parameter that %s has its place', (_, before, after, stage) => {
  expect(stageNames(edit(before, after))).toEqual([stage]);
});

test('a new parameter that owns nothing takes nothing over', () => {
  expect(stageNames({ ...change('Pool', 'Create'), wanted: inheriting() })).toEqual(['Other']);
});

test('a policy of another type counts as one that is not written, and a parameter of another type holds nothing back', () => {
  const policy = { ...change('Policy', 'Invalid'), wanted: '{}' };
  expect(stageNames(policy)).toEqual(['ChangedPolicies']);
  expect(stageNames({ ...change('Pool', 'Invalid'), wanted: ALL })).toEqual(['Other']);
});

test.each<[StageName, readonly StageName[]]>([
  ['Taking', []],
  ['NewPolicies', ['Taking']],
  ['ChangedPolicies', ['Taking', 'NewPolicies']],
  ['Giving', ['NewPolicies', 'ChangedPolicies']],
  ['Other', []],
])('the stage %s is skipped only after a failure in %j', (stage, needed) => {
  const others: readonly StageName[] = ['Taking', 'NewPolicies', 'ChangedPolicies', 'Giving', 'Other'];
  expect(others.filter((one) => reasonToSkip(stage, new Set([one])) !== undefined)).toEqual(needed);
});

test('each difference is written or deleted once, and nothing else is', () => {
  fc.assert(
    fc.property(fc.array(anyChange), (changes) => {
      const done = [
        ...writeStages(changes, settings).flatMap((stage) => stage.changes),
        ...deletionsOf(changes),
      ];
      const expected = changes.filter(
        ({ step, wanted }) => step !== 'Unchanged' && (step !== 'Invalid' || wanted !== undefined),
      );
      expect(new Set(done)).toEqual(new Set(expected));
      expect(done).toHaveLength(expected.length);
    }),
  );
});

const SETTINGS = { holdMinimum: 5, holdSharePercent: 20 };
const size = (given: Partial<PruneSize>): PruneSize => ({
  pools: 0,
  managed: 100,
  ofPolicies: [],
  lostKinds: [],
  ...given,
});

test('deletions below the minimum or the share of a hold need no acceptance', () => {
  expect(pruneProblem(size({ pools: 4, managed: 4 }), undefined, SETTINGS)).toBeUndefined();
  expect(pruneProblem(size({ pools: 20 }), undefined, SETTINGS)).toBeUndefined();
});

test('deletions above the share of a hold name the exact number to accept', () => {
  const given = size({ pools: 21 });
  expect(pruneProblem(given, undefined, SETTINGS)).toEqual({
    message:
      '--prune concerns 21 of 100 managed pools: more than the share of 20 % at which deletions are put on hold.',
    hint: 'Check the list of deletions. To accept it, add --accept-deletions 21',
  });
  expect(pruneProblem(given, 20, SETTINGS)?.message).toMatch(
    /^You accepted the deletion for 20 pools, and it concerns 21\. --prune concerns 21 of/,
  );
  expect(pruneProblem(given, 22, SETTINGS)).toBeDefined();
  expect(pruneProblem(given, 21, SETTINGS)).toBeUndefined();
});

test('a policy with many pools needs acceptance, although they are a small share of the fleet', () => {
  const given = size({ pools: 5, managed: 1000, ofPolicies: [1, 5] });
  expect(pruneProblem(given, undefined, SETTINGS)?.message).toBe(
    '--prune deletes a policy that owns 5 pools.',
  );
});

test('a folder without a file for any existing parameter of a kind needs acceptance', () => {
  expect(pruneProblem(size({ pools: 1, lostKinds: ['Pool'] }), undefined, SETTINGS)?.message).toMatch(
    /^The folder contains no file for the existing parameters of "pools", so --prune deletes all of them\./,
  );
  const policies = size({ lostKinds: ['Policy'] });
  expect(pruneProblem(policies, undefined, SETTINGS)?.hint).toContain('--accept-deletions 0');
  expect(pruneProblem(policies, 0, SETTINGS)).toBeUndefined();
});

const effectOf = (
  changes: readonly FolderChange[],
  policies: readonly PolicyVersions[] = [],
  poolFacts: ReadonlyMap<string, PoolFacts> = new Map(),
) =>
  pruneEffect(changes, {
    records: [],
    policies,
    wanted: wantedState(changes, policies, true, settings),
    facts: poolFacts,
    settings,
  });
const stored = { name: '', type: 'String', value: '{"LogConfigurations":[]}', version: 1, at: '' };

test('a folder of another account loses all parameters of a kind, a single renamed file does not', () => {
  const deleted = (name: string): FolderChange => ({ ...change('Pool', 'Delete', name), stored });
  const created = { ...change('Pool', 'Create', 'eu-west-1_new'), wanted: stored.value };
  const kindsOf = (...changes: readonly FolderChange[]) => effectOf(changes).size.lostKinds;
  expect(kindsOf(deleted('eu-west-1_a'))).toEqual(['Pool']);
  expect(kindsOf(deleted('eu-west-1_a'), created)).toEqual([]);
  expect(kindsOf(deleted('eu-west-1_a'), deleted('eu-west-1_b'), created)).toEqual(['Pool']);
  const kept = { ...change('Pool', 'Unchanged', 'eu-west-1_c'), stored };
  expect(kindsOf(deleted('eu-west-1_a'), deleted('eu-west-1_b'), kept)).toEqual([]);
});

test('a policy that stays takes over from a deleted parameter, also if its file is invalid', () => {
  const policies = [settledPolicy(parsed({ Name: 'prod' }))];
  const value = JSON.stringify({ LogConfigurations: [] });
  const pool = { ...change('Pool', 'Delete', 'eu-west-1_a'), stored: { ...stored, value } };
  const invalid = { ...change('Policy', 'Invalid', 'prod'), stored };
  const { deletions } = effectOf([invalid, pool], policies, new Map([['eu-west-1_a', facts()]]));
  const [effect] = deletions;
  expect(effect).toMatchObject({ takers: ['prod'], userPoolIds: ['eu-west-1_a'] });
});

test('no number but the exact one accepts deletions that are on hold, and a number limits all others', () => {
  fc.assert(
    fc.property(
      fc.nat(2000),
      fc.nat(2000),
      fc.option(fc.nat(2000), { nil: undefined }),
      (pools, managed, accepted) => {
        const given = size({ pools, managed });
        const isFine = pruneProblem(given, accepted, SETTINGS) === undefined;
        const isSmall = pools < 5 || pools * 100 <= managed * 20;
        const isExpected = isSmall && pools <= (accepted ?? pools);
        expect(isFine).toBe(isExpected || accepted === pools);
      },
    ),
  );
});

const status = (Since: string, LastAppliedAt?: string) => ({
  Status: { Outcome: 'Applied' as const, Reasons: [], Since },
  ...(LastAppliedAt !== undefined && { LastAppliedAt }),
});
const at = (time: string) => ({ name: '', type: 'String', value: '', version: 1, at: time });

test('a run follows the pools that it wrote, and those that an interrupted run wrote', () => {
  const pool = { ...change('Pool', 'Unchanged'), stored: at('2026-01-01T12:00:00.000Z') };
  const result = { kind: 'Pool', name: 'x', step: 'Update' } as const;
  const old = status('2026-01-01T11:00:00.000Z', '2026-01-01T11:30:00.000Z');
  expect(isFollowed(pool, [], old)).toBe(true);
  expect(isFollowed(pool, [], undefined)).toBe(true);
  expect(isFollowed(pool, [], status('2026-01-01T12:00:01.000Z'))).toBe(false);
  expect(isFollowed(pool, [], status('2026-01-01T11:00:00.000Z', '2026-01-01T12:00:01.000Z'))).toBe(false);
  expect(isFollowed(pool, [{ ...result, result: 'conflict' }], old)).toBe(false);
  expect(isFollowed(pool, [{ ...result, result: 'written' }], status('2026-01-01T13:00:00.000Z'))).toBe(true);
});
