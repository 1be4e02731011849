import type { Policy } from '../../../lib/domain/policy/policy.ts';
import { type FoundPolicy, noticeVersion } from '../../../lib/domain/rollout/notice.ts';
import { MAX_RANK, NO_RANK, type PolicyRollout } from '../../../lib/domain/rollout/rollout.ts';
import { open, parseText, rollout, textOf } from '../../support/rollouts.ts';
import { later, NOON } from '../../support/situation.ts';

const NOW = later(3_600);
const AT = NOW.toISOString();
const SETTLED = { Text: textOf(), Version: 1, At: NOON.toISOString() };
const EDIT: Partial<Policy> = { Priority: 7 };
const OTHER: Partial<Policy> = { Priority: 8 };

const found = (over: Partial<Policy> = {}, Version: number | undefined = 1): FoundPolicy => {
  const Text = textOf(over);
  return { parsed: parseText(Text), Text, ...(Version !== undefined && { Version }) };
};
const invalid = (): FoundPolicy => ({ parsed: parseText('{'), Text: '{', Version: 3 });

const notice = (before: PolicyRollout | undefined, now: FoundPolicy | undefined, isOwner = false) =>
  noticeVersion('sign-ins', before, now, { now: NOW, clearGraceSeconds: 600, isOwner, parse: parseText });

const started = (over: Partial<Policy>, Version = 1) => ({
  ...open({ Text: textOf(over), Version, StartedAt: AT, WaveStartedAt: AT }),
  Threshold: NO_RANK,
  Wave: -1,
});

describe('a new policy', () => {
  test('starts a rollout without a settled version', () => {
    expect(notice(undefined, found())).toEqual({ Name: 'sign-ins', Revision: 1, Open: started({}) });
  });

  test('that records already name as an owner is settled, because an earlier version of the service applied it', () => {
    expect(notice(undefined, found(), true)).toEqual({
      Name: 'sign-ins',
      Revision: 1,
      Settled: { Text: textOf(), Version: 1, At: AT },
    });
  });

  test('that is invalid changes nothing', () => {
    expect(notice(undefined, invalid())).toBeUndefined();
    expect(notice(undefined, invalid(), true)).toBeUndefined();
  });

  test('that was deleted before it was seen changes nothing', () => {
    expect(notice(undefined, undefined)).toBeUndefined();
  });

  test('without a version in Parameter Store is stored without one', () => {
    const { Version: _version, ...rest } = started({});
    const { Version: _none, ...text } = found();
    expect(notice(undefined, text)).toEqual({ Name: 'sign-ins', Revision: 1, Open: rest });
  });
});

describe('a settled policy', () => {
  const settled = rollout({ Settled: SETTLED });

  test('that has the same text changes nothing', () => {
    expect(notice(settled, found({}, 9))).toBeUndefined();
  });

  test('with only another description changes nothing', () => {
    expect(notice(settled, found({ Description: 'Evidence' }, 9))).toBeUndefined();
  });

  test('that was edited starts a rollout', () => {
    expect(notice(settled, found(EDIT, 2))).toEqual({ ...settled, Revision: 5, Open: started(EDIT, 2) });
  });

  test('whose edit is invalid starts no rollout', () => {
    expect(notice(settled, invalid())).toBeUndefined();
  });

  test('that was deleted remembers the time', () => {
    expect(notice(settled, undefined)).toEqual({
      ...settled,
      Revision: 5,
      DeletedAt: AT,
      Restore: MAX_RANK,
    });
  });
});

describe('a rollout', () => {
  const running = rollout({
    Settled: SETTLED,
    Open: open({ Text: textOf(EDIT), Threshold: 50, Failed: 1, Accepted: 1 }),
  });
  const stopped = (Status: 'Halted' | 'Aborted') =>
    rollout({ ...running, Open: open({ ...running.Open, Status, Stopped: { At: AT, Reason: 'x' } }) });

  test('of the same text goes on', () => {
    expect(notice(running, found(EDIT, 2))).toBeUndefined();
  });

  test('goes on with a new version of the same text', () => {
    expect(notice(running, found(EDIT, 3))).toEqual({
      ...running,
      Revision: 5,
      Open: { ...running.Open, Version: 3 },
    });
  });

  test.each(['Running', 'Halted', 'Aborted'] as const)(
    'that is %s ends with an edit back to the settled text',
    (Status) => {
      const { Open: _open, ...rest } = running;
      const before = Status === 'Running' ? running : stopped(Status);
      expect(notice(before, found({ Description: 'again' }, 3))).toEqual({
        ...rest,
        Revision: 5,
        Restore: 50,
      });
    },
  );

  /** After an abort, all pools are back on the settled version. */
  const sinceOf = (Status: 'Running' | 'Halted' | 'Aborted') =>
    Status === 'Aborted' ? {} : { Since: running.Open?.StartedAt };

  test.each(['Running', 'Halted', 'Aborted'] as const)(
    'that is %s starts again with another text',
    (Status) => {
      const before = Status === 'Running' ? running : stopped(Status);
      expect(notice(before, found(OTHER, 3))).toEqual({
        ...running,
        Revision: 5,
        Restore: 50,
        Open: { ...started(OTHER, 3), ...sinceOf(Status) },
      });
    },
  );

  test.each(['Halted', 'Aborted'] as const)(
    'that is %s starts again with a new version of the same text',
    (Status) => {
      expect(notice(stopped(Status), found(EDIT, 2))).toBeUndefined();
      expect(notice(stopped(Status), found(EDIT, 3))).toEqual({
        ...running,
        Revision: 5,
        Restore: 50,
        Open: { ...started(EDIT, 3), ...sinceOf(Status) },
      });
    },
  );

  test('keeps the start of the first of several rollouts that replaced each other', () => {
    const Since = '2026-03-01T09:00:00.000Z';
    const before = { ...running, Open: { ...open(), Since } };
    expect(notice(before, found(OTHER, 3))?.Open?.Since).toBe(Since);
  });

  test('keeps the pools that an earlier rollout left to be decided again', () => {
    expect(notice({ ...running, Restore: 80 }, found(OTHER))?.Restore).toBe(80);
    expect(notice({ ...running, Restore: 20 }, found(OTHER))?.Restore).toBe(50);
  });

  test('that changed no pool leaves none to be decided again', () => {
    const waiting = rollout({ Settled: SETTLED, Open: open({ Text: textOf(EDIT), Threshold: NO_RANK }) });
    expect(notice(waiting, found({}))).toEqual(rollout({ Settled: SETTLED, Revision: 5 }));
  });

  test('halts when the policy becomes invalid', () => {
    expect(notice(running, invalid())).toEqual({
      ...running,
      Revision: 5,
      Open: { ...running.Open, Status: 'Halted', Stopped: { At: AT, Reason: 'The policy is invalid now.' } },
      Restore: running.Open?.Threshold,
    });
    expect(notice(stopped('Halted'), invalid())).toBeUndefined();
    expect(notice(stopped('Aborted'), invalid())).toBeUndefined();
  });

  test('ends when the policy is deleted', () => {
    const { Open: _open, ...rest } = running;
    expect(notice(running, undefined)).toEqual({ ...rest, Revision: 5, DeletedAt: AT, Restore: MAX_RANK });
  });

  test('of a new policy ends when the policy is deleted', () => {
    const fresh = rollout({ Open: open() });
    expect(notice(fresh, undefined)).toEqual(rollout({ Revision: 5, DeletedAt: AT, Restore: MAX_RANK }));
  });
});

describe('a deleted policy', () => {
  const deletedAt = (seconds: number) =>
    rollout({ Settled: SETTLED, DeletedAt: later(-seconds, NOW).toISOString() });

  test('that stays deleted changes nothing', () => {
    expect(notice(deletedAt(10), undefined)).toBeUndefined();
    expect(notice(deletedAt(9_999), undefined)).toBeUndefined();
  });

  test('that is created again with the same text within the grace period is settled', () => {
    expect(notice(deletedAt(599), found())).toEqual(
      rollout({ Settled: SETTLED, Revision: 5, Restore: MAX_RANK }),
    );
  });

  test('that is created again with another text within the grace period is rolled out from the settled text', () => {
    expect(notice(deletedAt(599), found(EDIT))).toEqual(
      rollout({ Settled: SETTLED, Revision: 5, Restore: MAX_RANK, Open: started(EDIT) }),
    );
  });

  test('that is created again after the grace period is a new policy', () => {
    expect(notice(deletedAt(600), found(), true)).toEqual(
      rollout({ Revision: 5, Restore: MAX_RANK, Open: started({}) }),
    );
  });

  test('that is created again after a freeze keeps its settled version if the grace period ended during the freeze', () => {
    const restored = (frozenFor: number) =>
      noticeVersion('sign-ins', deletedAt(3_600), found(), {
        now: NOW,
        clearGraceSeconds: 600,
        frozenSince: later(-frozenFor, NOW).toISOString(),
        isOwner: true,
        parse: parseText,
      });
    expect(restored(3_001)).toEqual(rollout({ Settled: SETTLED, Revision: 5, Restore: MAX_RANK }));
    expect(restored(3_000)?.Settled).toBeUndefined();
  });

  test('that is created again and is invalid starts no rollout', () => {
    expect(notice(deletedAt(10), invalid())).toEqual(
      rollout({ Settled: SETTLED, Revision: 5, Restore: MAX_RANK }),
    );
    expect(notice(deletedAt(700), invalid())).toEqual(rollout({ Revision: 5, Restore: MAX_RANK }));
  });
});
