import { advance } from '../../../lib/domain/rollout/advance.ts';
import { isLookDue } from '../../../lib/domain/rollout/due.ts';
import { command } from '../../../lib/domain/rollout/operator.ts';
import type { Candidate } from '../../../lib/domain/rollout/progress.ts';
import { rankOf } from '../../../lib/domain/rollout/rank.ts';
import {
  MAX_RANK,
  NO_RANK,
  needsDriver,
  type OpenRollout,
  type PolicyRollout,
} from '../../../lib/domain/rollout/rollout.ts';
import { broken, parsed } from '../../support/policies.ts';
import { open, poolsByRank, rollout, sourceOf, textOf } from '../../support/rollouts.ts';
import { applied, later, NOON, settings } from '../../support/situation.ts';

const policyWith = (Waves: readonly (number | string)[], Pools = 1, Percent = 5) =>
  parsed({ Rollout: { Waves, HaltAfter: { Pools, Percent } } });
const NEXT = policyWith([1, '50%', '100%']);
const NOW = later(60);
const AT = NOW.toISOString();

const candidate = (
  rank: number,
  state: Candidate['state'] = 'Done',
  over: Partial<Candidate> = {},
): Candidate => ({
  userPoolId: `eu-west-1_${rank}`,
  rank,
  state,
  destinations: [],
  ...over,
});
const states = (...all: readonly Candidate['state'][]): readonly Candidate[] =>
  all.map((state, at) => candidate((at + 1) * 10, state));
const step = (
  over: Partial<OpenRollout>,
  candidates: readonly Candidate[],
  next = NEXT,
  now = NOW,
  before: Partial<PolicyRollout> = {},
  catchUp: { readonly catchUpUntil?: Date } = {},
) => advance(rollout({ Open: open(over), ...before }), next, candidates, { now, ...catchUp });
const START = { Threshold: NO_RANK, Wave: -1 };

describe('a rollout', () => {
  test('begins with the first wave', () => {
    expect(step(START, states('Pending', 'Pending', 'Pending', 'Pending'))).toEqual(
      rollout({
        Revision: 5,
        Open: open({ Threshold: 10, Wave: 0, WaveStartedAt: AT, Sent: false, Pools: 1, Total: 4 }),
      }),
    );
  });

  test('begins the next wave when all pools of the current one are done', () => {
    const waves = [{ Pools: 9, Failed: 0, StartedAt: '', EndedAt: '' }];
    const after = step(
      { Threshold: 10, Wave: 0, EndedWaves: waves },
      states('Done', 'Pending', 'Pending', 'Pending'),
    );
    expect(after?.Open).toEqual(
      open({
        Threshold: 20,
        Wave: 1,
        WaveStartedAt: AT,
        Sent: false,
        Pools: 2,
        Done: 1,
        Total: 4,
        EndedWaves: [...waves, { Pools: 1, Failed: 0, StartedAt: NOON.toISOString(), EndedAt: AT }],
      }),
    );
  });

  test('waits while a pool of the wave is pending, and stores only new counts', () => {
    const candidates = states('Done', 'Pending', 'Pending', 'Pending');
    const counts = { Threshold: 20, Wave: 1, Pools: 2, Done: 1, Total: 4 };
    expect(step({ Threshold: 20, Wave: 1 }, candidates)).toEqual(
      rollout({ Revision: 5, Open: open(counts) }),
    );
    expect(step(counts, candidates)).toBeUndefined();
    for (const other of [{ Pools: 1 }, { Done: 0 }, { Failed: 1 }, { Total: 3 }])
      expect(step({ ...counts, ...other }, candidates)?.Open).toEqual(open(counts));
  });

  test('is completed when all pools of the last wave are done', () => {
    const Open = open({ Text: textOf({ Priority: 7 }), Version: 3 });
    expect(
      advance(rollout({ Open, Settled: { Text: 'old', At: '' } }), NEXT, states('Done'), { now: NOW }),
    ).toEqual(
      rollout({
        Revision: 5,
        Settled: { Text: textOf({ Priority: 7 }), Version: 3, At: AT },
        Restore: MAX_RANK,
      }),
    );
  });

  test('of a policy that owns no event source is completed at once', () => {
    expect(step(START, [])).toEqual(
      rollout({ Revision: 5, Settled: { Text: textOf(), Version: 2, At: AT }, Restore: MAX_RANK }),
    );
  });

  test('that is not running does not change', () => {
    expect(step({ Status: 'Halted' }, states('Done'))).toBeUndefined();
    expect(step({ Status: 'Aborted' }, states('Done'))).toBeUndefined();
    expect(advance(rollout(), NEXT, states('Done'), { now: NOW })).toBeUndefined();
  });

  test('halts if its text is not valid any more', () => {
    const Stopped = { At: AT, Reason: 'The policy is invalid now.' };
    expect(step({}, states('Done'), broken())).toEqual(
      rollout({ Revision: 5, Open: open({ Status: 'Halted', Stopped }), Restore: MAX_RANK }),
    );
  });
});

describe('before the first wave', () => {
  const unknown = candidate(5, 'Pending', { isUnknown: true });

  test('the rollout waits for the facts of unknown pools', () => {
    expect(step(START, [unknown, candidate(10), candidate(20)])?.Open).toMatchObject({
      Threshold: NO_RANK,
      Total: 3,
    });
  });

  test('a known pool is preferred when the time is over', () => {
    const late = later(15 * 60 + 1);
    const known = [candidate(10, 'Pending'), candidate(20, 'Pending'), candidate(30, 'Pending')];
    expect(step(START, [unknown, ...known], NEXT, late)?.Open).toMatchObject({
      Threshold: 10,
      Wave: 0,
      Pools: 2,
    });
    const all = [unknown, candidate(6, 'Pending', { isUnknown: true })];
    expect(step(START, all, NEXT, late)?.Open).toMatchObject({ Threshold: 5, Wave: 0, Pools: 1 });
  });

  test('an unknown pool of a later wave counts as pending', () => {
    expect(step({ Threshold: 10, Wave: 0 }, [unknown, candidate(10), candidate(20)])?.Open).toMatchObject({
      Threshold: 10,
      Pools: 2,
      Done: 1,
    });
  });
});

test('a pool whose facts are not known has not failed when the time of the wave is over', () => {
  const pools = [candidate(5, 'Pending', { isUnknown: true }), candidate(10), candidate(20)];
  expect(step({ Threshold: 10, Wave: 0 }, pools, NEXT, later(3_600))?.Open).toMatchObject({
    Threshold: MAX_RANK,
    Done: 2,
    Failed: 0,
  });
  const failed = [candidate(5, 'Failed', { isUnknown: true }), candidate(20)];
  expect(step({ Threshold: 10, Wave: 0 }, failed, NEXT, later(3_600))?.Open).toMatchObject({
    Status: 'Halted',
  });
});

describe('a rollout halts', () => {
  test('and the pools of its waves are decided again', () => {
    expect(step({ Threshold: 10, Wave: 0 }, [candidate(10, 'Failed')])?.Restore).toBe(10);
  });

  test('when the only pool of the first wave fails', () => {
    const failed = candidate(10, 'Failed', { reason: 'userAuthEvents: no stream' });
    expect(step({ Threshold: 10, Wave: 0 }, [failed, candidate(20, 'Pending')])?.Open).toEqual(
      open({
        Threshold: 10,
        Wave: 0,
        Status: 'Halted',
        Pools: 1,
        Failed: 1,
        Total: 2,
        Failures: [{ UserPoolId: 'eu-west-1_10', Reason: 'userAuthEvents: no stream' }],
        Stopped: { At: AT, Reason: '1 of 1 pools failed. eu-west-1_10: userAuthEvents: no stream' },
      }),
    );
  });

  test('also while other pools of the wave are pending', () => {
    expect(step({}, states('Failed', 'Pending', 'Done'))?.Open).toMatchObject({
      Status: 'Halted',
      Pools: 3,
      Done: 1,
      Failed: 1,
    });
  });

  test.each([
    ['at least as many pools as the limit', 2, 1, ['Failed', 'Done', 'Done'], false],
    ['at least as many pools as the limit', 2, 1, ['Failed', 'Failed', 'Done'], true],
    ['more than the share', 1, 50, ['Failed', 'Done'], false],
    ['more than the share', 1, 49, ['Failed', 'Done'], true],
  ] as const)('when %s failed', (_, pools, percent, all, halts) => {
    const after = step({}, states(...all), policyWith(['100%'], pools, percent));
    expect(after?.Open?.Status === 'Halted').toBe(halts);
  });

  test('not because of pools outside the fraction', () => {
    expect(step({ Threshold: 10, Wave: 0 }, states('Done', 'Failed'))?.Open).toMatchObject({
      Status: 'Running',
    });
  });

  test('not because of failed pools that an operator accepted', () => {
    expect(step({ Threshold: 10, Wave: 0, Accepted: 1 }, states('Failed', 'Pending'))?.Open).toMatchObject({
      Status: 'Running',
      EndedWaves: [{ Pools: 1, Failed: 1 }],
    });
    expect(step({ Accepted: 1 }, states('Failed', 'Failed'))?.Open).toMatchObject({ Status: 'Halted' });
  });

  test('names at most ten failed pools', () => {
    const failed = Array.from({ length: 11 }, () => 'Failed' as const);
    expect(step({}, states(...failed))?.Open).toMatchObject({ Failed: 11 });
    expect(step({}, states(...failed))?.Open?.Failures).toHaveLength(10);
  });

  test.each([
    [15 * 60 + 0.25, false],
    [15 * 60 + 0.251, true],
  ])(
    'when a pool is pending for longer than a quarter of an hour and a quarter of a second for each pool: %d s',
    (seconds, halts) => {
      const after = step({ Threshold: 10, Wave: 0 }, states('Pending', 'Pending'), NEXT, later(seconds));
      expect(after?.Open?.Status === 'Halted').toBe(halts);
      if (halts)
        expect(after?.Open).toMatchObject({
          Done: 0,
          Failed: 1,
          Failures: [
            {
              UserPoolId: 'eu-west-1_10',
              Reason: 'The service did not finish the pool within the time limit of the wave.',
            },
          ],
        });
    },
  );

  test('not before the time limit has passed after the service caught up with the fleet', () => {
    const halts = (seconds: number) =>
      step(
        { Threshold: 10, Wave: 0 },
        states('Pending', 'Pending'),
        NEXT,
        later(seconds),
        {},
        {
          catchUpUntil: later(3_600),
        },
      )?.Open?.Status === 'Halted';
    expect(halts(3_600 + 15 * 60)).toBe(false);
    expect(halts(3_600 + 15 * 60 + 0.251)).toBe(true);
  });

  test('not for pools that are late, if they are fewer than the limit', () => {
    const lenient = policyWith([2, '100%'], 2, 1);
    expect(
      step({ Threshold: 20, Wave: 0 }, states('Pending', 'Done', 'Pending'), lenient, later(3_600))?.Open,
    ).toMatchObject({
      Status: 'Running',
      Threshold: MAX_RANK,
      Done: 1,
      Failed: 1,
    });
  });
});

describe('an operator', () => {
  const halted = (over: Partial<OpenRollout> = {}) =>
    rollout({
      Open: open({
        Status: 'Halted',
        Threshold: 10,
        Failed: 2,
        Accepted: 1,
        Stopped: { At: '', Reason: 'x' },
        ...over,
      }),
    });

  test('resumes a halted rollout and accepts its failed pools', () => {
    expect(command(halted(), 'resume', NOW)).toEqual({
      kind: 'Changed',
      rollout: rollout({
        Revision: 5,
        Open: open({ Threshold: 10, Failed: 2, Accepted: 2, WaveStartedAt: AT, Sent: false }),
      }),
    });
  });

  test.each(['Running', 'Halted'] as const)('aborts a rollout that is %s', (Status) => {
    const before = halted({ Status });
    const stopped = { Status: 'Aborted', Stopped: { At: AT, Reason: 'An operator aborted the rollout.' } };
    expect(command(before, 'abort', NOW)).toEqual({
      kind: 'Changed',
      rollout: { ...before, Revision: 5, Restore: 10, Open: { ...before.Open, ...stopped } },
    });
  });

  test('leaves no pools to be decided again before the first wave', () => {
    const aborted = command(halted({ Threshold: NO_RANK }), 'abort', NOW);
    expect(aborted.kind === 'Changed' && aborted.rollout).not.toHaveProperty('Restore');
  });

  test('leaves the pools of an earlier rollout to be decided again', () => {
    expect(command({ ...halted(), Restore: 30 }, 'abort', NOW)).toMatchObject({ rollout: { Restore: 30 } });
    expect(command({ ...halted(), Restore: 3 }, 'abort', NOW)).toMatchObject({ rollout: { Restore: 10 } });
  });

  test.each([
    ['resume', rollout(), 'Policy "sign-ins" has no open rollout.'],
    ['abort', rollout(), 'Policy "sign-ins" has no open rollout.'],
    ['resume', halted({ Status: 'Running' }), 'The rollout of policy "sign-ins" is running.'],
    [
      'resume',
      halted({ Status: 'Aborted' }),
      'The rollout of policy "sign-ins" was aborted. To start a rollout again, write a new version of the policy.',
    ],
    [
      'abort',
      halted({ Status: 'Aborted' }),
      'The rollout of policy "sign-ins" was aborted. To start a rollout again, write a new version of the policy.',
    ],
  ] as const)('learns why a command is not possible: %s', (action, before, reason) => {
    expect(command(before, action, NOW)).toEqual({ kind: 'Impossible', reason });
  });
});

describe('the schedule', () => {
  test('has something to do for a running or halted rollout, or pools that a rollout left', () => {
    expect(needsDriver(rollout())).toBe(false);
    expect(needsDriver(rollout({ Open: open() }))).toBe(true);
    expect(needsDriver(rollout({ Open: open({ Status: 'Halted' }) }))).toBe(true);
    expect(needsDriver(rollout({ Open: open({ Status: 'Aborted' }) }))).toBe(false);
    expect(needsDriver(rollout({ Restore: 0 }))).toBe(true);
  });
});

describe('the fleet is listed', () => {
  const [one = '', two = '', three = ''] = poolsByRank(3);
  const Threshold = rankOf('sign-ins', two);
  const WAVE = { Threshold, Pools: 2 };
  const recordOf = (
    UserPoolId: string,
    outcome: 'Applied' | 'Waiting' | 'Rejected' = 'Applied',
    priority = 100,
  ) => ({
    ...applied({ UserPoolId }),
    Status: { Outcome: outcome, Reasons: [], Since: '' },
    Sources: { userAuthEvents: sourceOf({ Priority: priority }, outcome) },
  });
  const isDue = (
    over: Partial<OpenRollout> = {},
    records: Parameters<typeof isLookDue>[2] = [],
    {
      waiting = 11,
      now = NOON,
      next = parsed(),
      Restore,
    }: { waiting?: number; now?: Date; next?: ReturnType<typeof broken>; Restore?: number } = {},
  ) =>
    isLookDue(
      rollout({ Open: open({ ...WAVE, ...over }), ...(Restore !== undefined && { Restore }) }),
      next,
      records,
      { settled: undefined, waiting, time: { now }, settings },
    );

  test('not while the messages of the wave are in the queue', () => {
    expect(isDue()).toBe(false);
    expect(isDue({}, [recordOf(one)])).toBe(false);
  });

  test('to begin a wave, or to send its messages', () => {
    expect(isDue({ Threshold: NO_RANK })).toBe(true);
    expect(isDue({ Sent: false })).toBe(true);
  });

  test('when the queue is nearly empty', () => {
    expect(isDue({}, [], { waiting: 10 })).toBe(true);
  });

  test('when the time of the wave is over', () => {
    expect(isDue({}, [], { now: later(15 * 60 + 0.5) })).toBe(false);
    expect(isDue({}, [], { now: later(15 * 60 + 0.501) })).toBe(true);
  });

  test('when as many pools are decided as the wave has', () => {
    expect(isDue({}, [recordOf(one), recordOf(two)])).toBe(true);
    expect(isDue({}, [recordOf(one), recordOf(two, 'Waiting')])).toBe(false);
    expect(isDue({}, [recordOf(one), recordOf(two, 'Applied', 1)])).toBe(false);
    expect(isDue({}, [recordOf(one), recordOf(three)])).toBe(false);
  });

  test('when too many pools were rejected', () => {
    const rejected = [recordOf(one, 'Rejected')];
    expect(isDue({}, rejected)).toBe(true);
    expect(isDue({ Accepted: 1 }, rejected)).toBe(false);
    expect(isDue({ Pools: 20 }, rejected)).toBe(false);
  });

  test('for pools that a rollout left', () => {
    expect(isDue({ Status: 'Halted' }, [], { Restore: 3 })).toBe(true);
  });

  test('not for a rollout that is not running', () => {
    expect(isDue({ Status: 'Halted' }, [], { waiting: 0 })).toBe(false);
    expect(
      isLookDue(rollout(), undefined, [], { settled: undefined, waiting: 0, time: { now: NOON }, settings }),
    ).toBe(false);
  });

  test('if the new version is not valid any more', () => {
    expect(isDue({}, [], { next: broken() })).toBe(true);
  });
});
