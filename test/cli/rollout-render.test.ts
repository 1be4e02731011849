import pc from 'picocolors';
import { checkRollouts } from '../../cli/commands/doctor/checks/rollouts.ts';
import { planExitCode } from '../../cli/commands/plan/exit-code.ts';
import { plannedRolloutLine, plannedRollouts } from '../../cli/commands/plan/waves.ts';
import { policiesText } from '../../cli/commands/policy/render.ts';
import { rolloutNotes } from '../../cli/commands/report/notes.ts';
import { shareText } from '../../cli/commands/rollout/details.ts';
import { effectOf } from '../../cli/commands/rollout/effect.ts';
import { type RolloutScreen, rolloutStateText } from '../../cli/commands/rollout/render.ts';
import { statusText } from '../../cli/commands/status/render.ts';
import { frozenBy } from '../../cli/policies/frozen.ts';
import type { PoolPlan } from '../../cli/pools/pool-plan.ts';
import { rolloutExitCode, rolloutLine } from '../../cli/rollouts/rollout-lines.ts';
import { type RolloutView, rolloutView } from '../../cli/rollouts/rollout-view.ts';
import { unprocessedPolicies } from '../../cli/rollouts/unprocessed.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { parsePolicyValue } from '../../lib/domain/policy/parse.ts';
import { rankOf } from '../../lib/domain/rollout/rank.ts';
import type { OpenRollout, PolicyRollout } from '../../lib/domain/rollout/rollout.ts';
import { settledPolicy } from '../../lib/domain/rollout/versions.ts';
import { parseText } from '../../lib/reconcile/policy-inputs.ts';
import { settings, toLogGroup, toStream } from '../support/situation.ts';
import { expectGolden, TERMINAL_STYLES, widest } from './support/golden.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const minutesAgo = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const textOf = (entry: object, over: object = {}): string =>
  JSON.stringify({ Select: {}, LogConfigurations: [entry], ...over });
const REASON =
  'userNotification: InvalidParameterException: The log group /aws/vendedlogs/new does not exist in the account.';

const OPEN: OpenRollout = {
  Text: textOf(toLogGroup('new')),
  Version: 5,
  Status: 'Running',
  StartedAt: minutesAgo(6),
  Threshold: 429_496_729,
  Wave: 1,
  WaveStartedAt: minutesAgo(4),
  Sent: true,
  Pools: 12,
  Done: 6,
  Failed: 0,
  Total: 120,
  Accepted: 0,
  Failures: [],
  EndedWaves: [{ Pools: 1, Failed: 0, StartedAt: minutesAgo(6), EndedAt: minutesAgo(4) }],
};
const HALTED: Partial<OpenRollout> = {
  Status: 'Halted',
  Done: 10,
  Failed: 2,
  Failures: [
    { UserPoolId: 'eu-west-1_aaaaaaaaa', Reason: REASON },
    { UserPoolId: 'eu-west-1_bbbbbbbbb', Reason: REASON },
  ],
  Stopped: { At: minutesAgo(1), Reason: `2 of 12 pools failed. eu-west-1_aaaaaaaaa: ${REASON}` },
};
const ABORTED: Partial<OpenRollout> = {
  Status: 'Aborted',
  Stopped: { At: minutesAgo(1), Reason: 'An operator aborted the rollout.' },
};
const SETTLED = { Text: textOf(toLogGroup('old')), Version: 4, At: minutesAgo(90) };

function view(
  name: string,
  over: Partial<OpenRollout> = {},
  rollout: Partial<PolicyRollout> = {},
): RolloutView {
  const stored: PolicyRollout = {
    Name: name,
    Revision: 1,
    Settled: SETTLED,
    Open: { ...OPEN, ...over },
    ...rollout,
  };
  const names = new Map([['eu-west-1_aaaaaaaaa', 'shop']]);
  const found = rolloutView(stored, (text, policy) => parseText(text, policy, settings), names);
  if (found === undefined) throw new Error('The policy has no open rollout.');
  return found;
}

const screen = (over: Partial<RolloutScreen>): RolloutScreen => ({
  name: undefined,
  rollouts: [],
  unprocessed: [],
  now: NOW,
  selection: { stage: 'prod' },
  isWatch: false,
  ...over,
});
const plain = { colors: pc.createColors(false), width: 100 };
const STYLES = [{ name: '40', width: 40, colors: pc.createColors(false) }, ...TERMINAL_STYLES];

const SCREENS: readonly RolloutScreen[] = [
  screen({
    rollouts: [view('prod'), view('sign-ins', HALTED), view('staging', { ...ABORTED, Wave: 2 })],
    unprocessed: ['lab'],
    isWatch: true,
  }),
  screen({ name: 'prod', rollouts: [view('prod')], isWatch: true }),
  screen({ name: 'prod', rollouts: [view('prod', HALTED)] }),
  screen({ name: 'prod', rollouts: [view('prod', ABORTED)] }),
  screen({
    name: 'prod',
    rollouts: [view('prod', { Wave: -1, Threshold: -1, EndedWaves: [], Pools: 0, Done: 0, Total: 0 })],
  }),
  screen({ name: 'prod', settled: { policy: 'prod', version: 5, at: minutesAgo(2) } }),
  screen({ name: 'prod', settled: null, unprocessed: ['prod'] }),
  screen({}),
];

test.each(STYLES)('prints rollouts in every state at $name columns', async (style) => {
  const text = SCREENS.map((one) => rolloutStateText(one, style)).join(`\n${'─'.repeat(style.width)}\n`);
  await expectGolden(`rollout-${style.name}`, text);
  // A command to copy and a name with its ID are never broken.
  if (style.width > 40) expect(widest(text)).toBeLessThanOrEqual(style.width);
});

test('a rollout is one line with its wave, or with the reason why it stopped', () => {
  expect(rolloutLine(view('prod'))).toBe(
    'Rollout of policy prod: wave 2 of 3, 12 of 120 pools. Run: clr rollout status prod',
  );
  expect(rolloutLine(view('prod', { Wave: -1 }))).toBe(
    'Rollout of policy prod: before the first wave. Run: clr rollout status prod',
  );
  expect(rolloutLine(view('prod', HALTED))).toBe(
    'Rollout of policy prod halted: 2 of 12 pools failed. Run: clr rollout status prod',
  );
  expect(rolloutLine(view('prod', ABORTED))).toBe(
    'Rollout of policy prod aborted: the parameter is not the version that applies. Run: clr rollout status prod',
  );
});

test('a rollout whose new version is invalid now has an unknown number of waves', () => {
  const invalid = view('prod', {
    ...HALTED,
    Text: '{}',
    Stopped: { At: minutesAgo(1), Reason: 'The policy is invalid now.' },
  });
  expect(invalid).toMatchObject({ waves: null, onDelete: null });
  expect(rolloutLine(invalid)).toContain('halted: The policy is invalid now. Run:');
  expect(rolloutStateText(screen({ name: 'prod', rollouts: [invalid] }), plain)).toContain(
    'Halted, wave 2\n',
  );
});

test('the exit code is 0 without a rollout, 2 while one runs, and 3 if one halted or was aborted', () => {
  expect(rolloutExitCode([])).toBe(0);
  expect(rolloutExitCode([view('prod')])).toBe(2);
  expect(rolloutExitCode([view('prod'), view('lab', HALTED)])).toBe(3);
  expect(rolloutExitCode([view('lab', ABORTED)])).toBe(3);
});

test('the exit code of a plan counts a rollout that runs as a change, and one that stopped as a pool that needs attention', () => {
  const plan = (rollouts: readonly RolloutView[], detailed: boolean) =>
    planExitCode({ plans: [], someUnknown: false, rollouts }, detailed);
  expect(plan([view('prod')], false)).toBe(0);
  expect(plan([view('prod')], true)).toBe(2);
  expect(plan([view('prod', HALTED)], false)).toBe(3);
  expect(plan([view('prod', ABORTED)], true)).toBe(3);
});

test('a threshold of a few pools is not 0%, and one below all pools is not 100%', () => {
  expect([0, 0.000_001, 0.0981, 0.999_99, 1].map(shareText)).toEqual(['0%', '0.1%', '9.8%', '99.9%', '100%']);
});

test('resume and abort say what happens to the pools inside and outside the fraction', () => {
  const graced = { clearGraceSeconds: 600 };
  expect(effectOf(view('prod', HALTED), 'resume', graced)).toContain(
    'It continues with the same wave. 2 failed pools count no longer',
  );
  expect(effectOf(view('prod'), 'abort', graced)).toContain(
    'These pools return to the settled version 4, and all others keep it.',
  );
  const { Settled: _settled, ...fresh } = { Name: 'new', Revision: 1, Settled: SETTLED, Open: OPEN };
  const isNew = rolloutView(fresh, (text, name) => parseText(text, name, settings));
  expect(isNew && effectOf(isNew, 'abort', graced)).toContain(
    'these pools leave it as if it were deleted. After the grace period of 600 s',
  );
});

test('status prints one line for each open rollout below its summary', () => {
  const rollouts = [view('lab', HALTED), view('prod')];
  const text = statusText({ rows: [], rollouts, lastSweep: undefined, trail: 'Logging', now: NOW }, plain);
  expect(text.split('\n').slice(-2)).toEqual(rollouts.map(rolloutLine));
});

test('the list of policies has a column for rollouts only while one is open', () => {
  const listed = {
    policy: 'prod',
    state: 'Valid',
    parameterVersion: 5,
    modifiedAt: minutesAgo(6),
    logConfigurations: [],
    pools: 7,
    poolsInConflict: 0,
    reasons: [],
  } as const;
  const home = { account: settings.account, region: settings.region };
  const list = (rollout?: RolloutView) =>
    policiesText([{ ...listed, ...(rollout && { rollout }) }], home, plain);
  expect(list()).not.toContain('ROLLOUT');
  expect(list(view('prod'))).toMatch(/POOLS {2}ROLLOUT.*\n.* 7 +12\/120 /);
  expect(list(view('prod', HALTED))).toMatch(/ 7 +Halted /);
});

test('doctor reports a halted rollout as a problem, and an aborted one as a warning', () => {
  const found = checkRollouts([view('a'), view('b', HALTED), view('c', ABORTED)]);
  expect(found.map(({ level, subject }) => [level, subject])).toEqual([
    ['ok', 'policy "a"'],
    ['problem', 'policy "b"'],
    ['warning', 'policy "c"'],
  ]);
  expect(found[1]).toMatchObject({
    message: expect.stringContaining('The rollout is halted: 2 of 12 pools failed.'),
    hint: 'clr rollout status b',
  });
});

test('the report has a note for each rollout that stopped', () => {
  expect(rolloutNotes([view('a'), view('b', HALTED), view('c', ABORTED)])).toEqual([
    expect.stringContaining(
      'The rollout of policy "b" halted at 2026-11-27 11:59:00 UTC: 2 of 12 pools failed.',
    ),
    expect.stringContaining('The rollout of policy "c" was aborted at 2026-11-27 11:59:00 UTC.'),
  ]);
});

const policy = (name: string, entry: object, over: object = {}) =>
  parsePolicyValue({ Select: {}, LogConfigurations: [entry], ...over }, name, settings);

test('plan --policy names the pools of the first wave: those that come first in the rollout', () => {
  const ids = ['eu-west-1_a', 'eu-west-1_b', 'eu-west-1_c', 'eu-west-1_d'];
  const owner = { kind: 'Policy', name: 'prod', precedence: 'Default', priority: 100 } as const;
  const plans = ids.map(
    (userPoolId): PoolPlan => ({
      userPoolId,
      step: 'apply',
      why: 'new',
      differences: [],
      reasons: [],
      // The policy owns nothing of the last pool.
      sources: [
        {
          eventSource: 'userNotification',
          state: 'Owned',
          owner: userPoolId === 'eu-west-1_d' ? { kind: 'Parameter' } : owner,
        },
      ],
    }),
  );
  const first = ids.slice(0, 3).toSorted((a, b) => rankOf('prod', a) - rankOf('prod', b))[0];
  const given = (over: object = {}) => ({
    policies: [settledPolicy(policy('prod', toLogGroup('new'), over))],
    files: [{ name: 'prod', file: 'prod.json', isNew: false }],
  });
  const stored = [settledPolicy(policy('prod', toLogGroup('old')))];
  const [planned] = plannedRollouts(given(), stored, plans);
  expect(planned).toEqual({
    policy: 'prod',
    waves: [1, '10%', '100%'],
    firstWave: [{ userPoolId: first }],
    pools: 3,
    replaces: null,
  });
  expect(planned && plannedRolloutLine(planned)).toBe(
    `Policy "prod" is rolled out in waves (1, 10%, 100%). The first wave is 1 of 3 pools: ${first}.`,
  );
  expect(plannedRollouts(given(), stored, undefined)[0]).toMatchObject({ firstWave: null, pools: null });
  expect(plannedRollouts(given({ Rollout: { Waves: ['100%'] } }), stored, plans)).toEqual([]);
  expect(plannedRollouts({ ...given(), policies: stored }, stored, plans)).toEqual([]);
  const open = stored.map((one) => ({
    ...one,
    open: { next: policy('prod', toLogGroup('x')), Status: 'Halted' as const, Threshold: 1 },
  }));
  const [replacing] = plannedRollouts(given(), open, plans);
  expect(replacing && plannedRolloutLine(replacing)).toContain(
    'This replaces the rollout that is open (Halted).',
  );
});

test('an edit is processed when the rollout has the same content, and an invalid edit needs no rollout', () => {
  const [old, next] = [policy('prod', toLogGroup('old')), policy('prod', toLogGroup('new'))];
  const open = { next, Status: 'Running' as const, Threshold: 1 };
  const unprocessed = (one: object) =>
    unprocessedPolicies([{ name: 'prod', current: next, ...one }]).length > 0;
  expect(unprocessed({})).toBe(true);
  expect(unprocessed({ settled: old })).toBe(true);
  expect(unprocessed({ settled: old, open })).toBe(false);
  expect(unprocessed({ settled: next })).toBe(false);
  expect(unprocessed({ settled: next, open })).toBe(true);
  expect(unprocessed({ settled: next, isRecreated: true })).toBe(true);
  expect(unprocessed({ current: policy('prod', {}), settled: old })).toBe(false);
});

test('an event source is frozen by mode Observe, by a rollout, or because facts are not known', () => {
  const owner: Owner = { Kind: 'Policy', Name: 'prod', Precedence: 'Default', Priority: 100 };
  const resolution = {
    source: 'userAuthEvents',
    winner: { kind: 'Frozen', owner },
    others: [],
    layers: [owner],
    keepsOwner: true,
  } as const;
  const by = (over: object, stage?: 'Open' | 'Pending', entry = toStream()) => {
    const parsed = { ...policy('prod', entry, over), ...(stage && { stage }) };
    return frozenBy({ userPoolId: 'eu-west-1_a', facts: undefined, policies: [parsed] }, resolution);
  };
  expect(by({ Mode: 'Observe' }, 'Open')).toBe('Observe');
  expect(by({}, 'Pending')).toBe('Rollout');
  expect(by({}, 'Open', toLogGroup())).toBe('Rollout');
  expect(by({ Select: { Names: ['x*'] } }, 'Open')).toBe('UnknownFacts');
  expect(by({ Select: { Names: ['x*'] } })).toBe('UnknownFacts');
});
