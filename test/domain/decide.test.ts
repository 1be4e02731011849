import type { Action, Situation } from '../../lib/domain/decide/action.ts';
import { poolDeleted, postponed, rejected } from '../../lib/domain/decide/after-set.ts';
import { decide } from '../../lib/domain/decide/decide.ts';
import { type PoolRecord, withActor } from '../../lib/domain/record.ts';
import {
  ACCOUNT,
  applied,
  event,
  later,
  NOON,
  POOL,
  present,
  settings,
  situation,
  state,
  sweepOf,
  toLogGroup,
  toStream,
  valid,
} from '../support/situation.ts';

const decided = (over: Partial<Situation> = {}): Action => decide(situation(over));

function applying(action: Action): Extract<Action, { type: 'Apply' }> {
  if (action.type !== 'Apply') throw new Error(`expected Apply, got ${action.type} ${action.outcome}`);
  return action;
}
function recording(action: Action): Extract<Action, { type: 'Record' }> {
  if (action.type !== 'Record') throw new Error(`expected Record, got ${action.type} ${action.outcome}`);
  return action;
}

const drifted = present(toLogGroup('elsewhere'));

describe('a pool in sync', () => {
  test('does nothing for a pool in sync, regardless of the order of the entries', () => {
    const both = { LogConfigurations: [toStream(), toLogGroup()] };
    const recorded = applied({ Desired: state(both), LastApplied: both.LogConfigurations });
    for (const observed of [present(toStream(), toLogGroup()), present(toLogGroup(), toStream())])
      expect(decided({ desired: valid(both), recorded, observed })).toEqual({
        type: 'Nothing',
        outcome: 'InSync',
      });
  });

  test('records an unmanaged pool in sync with its original configuration and does not write the pool', () => {
    const { record, outcome } = recording(decided({ recorded: undefined }));
    expect(outcome).toBe('InSync');
    expect(record).toMatchObject({
      Revision: 1,
      Desired: state(),
      Original: { LogConfigurations: [toLogGroup()] },
    });
    expect(record.Transitions).toEqual([
      { At: NOON.toISOString(), From: 'Unmanaged', To: 'InSync', Reasons: [] },
    ]);
  });

  test('writes only the record if the pool is in sync and the record differs', () => {
    const { record, outcome } = recording(
      decided({ recorded: applied({ Desired: state({ OnDelete: 'Clear' }) }) }),
    );
    expect(outcome).toBe('Applied');
    expect(record.Desired).toEqual(state());
  });

  test('confirms an intent that reached the pool with the original outcome of the intent', () => {
    const recorded = applied({ Intent: { Outcome: 'Repaired', At: later(-5).toISOString() } });
    const { record } = recording(decided({ recorded }));
    expect(record.Status.Outcome).toBe('Repaired');
    expect(record.Intent).toBeUndefined();
    expect(record.LastAppliedAt).toBe(later(-5).toISOString());
  });

  test('changes Rejected, PoolNotFound, Waiting and OutOfSync to InSync when the pool is in sync', () => {
    for (const Outcome of ['Rejected', 'PoolNotFound', 'Waiting', 'OutOfSync'] as const) {
      const recorded = applied({ Status: { Outcome, Reasons: ['reason'], Since: NOON.toISOString() } });
      expect(recording(decided({ recorded })).record.Status).toMatchObject({
        Outcome: 'InSync',
        Reasons: [],
      });
    }
  });
});

describe('a change of the desired state', () => {
  test('stores the intent, sets the configuration and confirms it, with one revision for each record write', () => {
    const desired = valid({ LogConfigurations: [toLogGroup('new')] });
    const action = applying(decided({ desired }));
    expect(action.outcome).toBe('Applied');
    expect(action.set).toEqual([toLogGroup('new')]);
    expect(action.intent).toMatchObject({
      Revision: 3,
      Intent: { Outcome: 'Applied' },
      Status: { Outcome: 'Applied' },
    });
    expect(action.intent.Transitions).toHaveLength(1);
    expect(action.confirmed).toMatchObject({
      Revision: 4,
      LastApplied: [toLogGroup('new')],
      LastAppliedAt: NOON.toISOString(),
    });
    expect(action.confirmed.Intent).toBeUndefined();
    expect(action.confirmed.Transitions.at(-1)).toEqual({
      At: NOON.toISOString(),
      From: 'Applied',
      To: 'Applied',
      Reasons: [],
      Before: [toLogGroup()],
      After: [toLogGroup('new')],
    });
  });

  test('keeps the configuration from before the first write in all later records', () => {
    const first = applying(decided({ recorded: undefined, observed: drifted }));
    expect(first.intent.Original?.LogConfigurations).toEqual([toLogGroup('elsewhere')]);
    const second = applying(
      decided({ recorded: first.confirmed, desired: valid({ LogConfigurations: [] }) }),
    );
    expect(second.confirmed.Original?.LogConfigurations).toEqual([toLogGroup('elsewhere')]);
  });

  test('applies an unconfirmed intent again and does not report drift', () => {
    const recorded = applied({ Intent: { Outcome: 'Applied', At: NOON.toISOString() } });
    expect(applying(decided({ recorded, observed: drifted })).outcome).toBe('Applied');
  });

  test('does not report drift after a write of an older state by the same worker', () => {
    expect(applying(decided({ observed: drifted, ownWrite: true })).outcome).toBe('Applied');
  });
});

describe('drift', () => {
  test('repairs drift, counts it and adds a transition', () => {
    const action = applying(decided({ observed: drifted }));
    expect(action.outcome).toBe('Repaired');
    expect(action.confirmed).toMatchObject({ DriftCount: 1, Repairs: [NOON.toISOString()] });
    expect(action.confirmed.Transitions.at(-1)).toMatchObject({
      To: 'Repaired',
      Before: [toLogGroup('elsewhere')],
    });
  });

  test('removes repairs older than one hour from the record', () => {
    const recorded = applied({ Repairs: [later(-3601).toISOString(), later(-3599).toISOString()] });
    expect(applying(decided({ recorded, observed: drifted })).confirmed.Repairs).toEqual([
      later(-3599).toISOString(),
      NOON.toISOString(),
    ]);
  });

  const fourRepairs = [-40, -30, -20, -10].map((s) => later(s).toISOString());

  test('marks the pool as contested at the fifth repair within one hour', () => {
    const action = applying(decided({ recorded: applied({ Repairs: fourRepairs }), observed: drifted }));
    expect(action.outcome).toBe('Contested');
    expect(action.confirmed.Status).toMatchObject({
      Outcome: 'Contested',
      Reasons: ['Another writer keeps changing this pool: 5 repairs in one hour.'],
    });
  });

  test('marks the pool as contested after drift in three consecutive sweeps, but not if a sweep in sync was between them', () => {
    let recorded = applied();
    for (const [sweep, outcome] of [
      ['s1', 'Repaired'],
      ['s2', 'Repaired'],
      ['s3', 'Contested'],
    ] as const) {
      const now = later(7200 * Number(sweep.slice(1)));
      const action = applying(decided({ recorded, observed: drifted, cause: sweepOf(sweep), now }));
      expect(action.outcome).toBe(outcome);
      recorded = action.confirmed;
    }
    const twice = applied({ DriftSweeps: { Count: 2, SweepId: 's2' } });
    const inSync = recording(decided({ recorded: twice, cause: sweepOf('s3') })).record;
    expect(inSync.DriftSweeps).toBeUndefined();
  });

  test('counts a sweep only once if its message is delivered twice', () => {
    const recorded = applied({ DriftSweeps: { Count: 2, SweepId: 's2' } });
    const action = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(action.outcome).toBe('Repaired');
    expect(action.confirmed.DriftSweeps).toEqual({ Count: 2, SweepId: 's2' });
  });

  test('finishes an interrupted repair in the next sweep without counting or resetting drift', () => {
    const Contest = { Since: NOON.toISOString(), InSyncSweeps: 1, SweepId: 's1' };
    const drift = applied({ DriftSweeps: { Count: 1, SweepId: 's1' }, Contest });
    const recorded = { ...drift, Intent: { Outcome: 'Contested' as const, At: NOON.toISOString() } };
    const { confirmed } = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(confirmed.DriftSweeps).toEqual({ Count: 1, SweepId: 's2' });
    expect(confirmed.Contest).toEqual({ ...Contest, SweepId: 's2' });
    expect(decided({ recorded: confirmed, cause: sweepOf('s2') }).type).toBe('Nothing');
  });

  test('does nothing for a second message of a sweep that applied an edit after drift in the sweep before', () => {
    const repaired = applying(decided({ observed: drifted, cause: sweepOf('s1') })).confirmed;
    const desired = valid({ LogConfigurations: [] });
    const edit = applying(decided({ desired, recorded: repaired, cause: sweepOf('s2') }));
    expect(edit.outcome).toBe('Applied');
    const again = { desired, recorded: edit.confirmed, observed: present(), cause: sweepOf('s2') };
    expect(decided(again)).toEqual({ type: 'Nothing', outcome: 'InSync' });
  });
});

describe('a contested pool', () => {
  const contested = applied({
    Status: { Outcome: 'Contested', Reasons: ['reason'], Since: NOON.toISOString() },
    Contest: { Since: NOON.toISOString(), InSyncSweeps: 0, SweepId: 's1' },
  });

  test('leaves a contested pool unchanged on events and on the same sweep', () => {
    for (const cause of [event, sweepOf('s1')])
      expect(decided({ recorded: contested, observed: drifted, cause })).toEqual({
        type: 'Nothing',
        outcome: 'Contested',
      });
  });

  test('repairs a contested pool in the next sweep and keeps it contested', () => {
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    expect(action.confirmed).toMatchObject({
      Status: { Outcome: 'Contested', Reasons: ['reason'] },
      Contest: { SweepId: 's2' },
    });
  });

  test('applies an edit to a contested pool immediately and reports Contested again at the next drift', () => {
    const desired = valid({ LogConfigurations: [toStream()] });
    const change = applying(decided({ recorded: contested, desired }));
    expect(change.outcome).toBe('Applied');
    const next = recording(decided({ recorded: change.confirmed, desired, observed: drifted }));
    expect(next.record.Status).toMatchObject({
      Outcome: 'Contested',
      Reasons: [`Another writer has been changing this pool since ${NOON.toISOString()}.`],
    });
  });

  test('ends a contest after two different sweeps in sync, and drift between them restarts the count', () => {
    const once = recording(decided({ recorded: contested, cause: sweepOf('s2') })).record;
    expect(once.Contest).toMatchObject({ InSyncSweeps: 1, SweepId: 's2' });
    expect(decided({ recorded: once, cause: sweepOf('s2') })).toEqual({
      type: 'Nothing',
      outcome: 'Contested',
    });
    const drifting = recording(decided({ recorded: once, observed: drifted })).record;
    expect(drifting.Contest?.InSyncSweeps).toBe(0);
    const twice = recording(decided({ recorded: once, cause: sweepOf('s3') })).record;
    expect(twice.Contest).toBeUndefined();
    expect(twice.Status.Outcome).toBe('InSync');
  });

  test.each(['Rejected', 'Waiting', 'PoolNotFound', 'OutOfSync'] as const)(
    'is contested again when it is in sync after the outcome %s',
    (Outcome) => {
      const Status = { Outcome, Reasons: ['reason'], Since: NOON.toISOString() };
      const { record } = recording(decided({ recorded: applied({ ...contested, Status }) }));
      expect(record.Status).toMatchObject({
        Outcome: 'Contested',
        Reasons: [`Another writer has been changing this pool since ${NOON.toISOString()}.`],
      });
    },
  );

  test('stores the other writer of a contested pool', () => {
    const actor = {
      Arn: 'arn:aws:iam::1:user/mallory',
      At: NOON.toISOString(),
      EventName: 'SetLogDeliveryConfiguration',
    };
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    const attributed = withActor(action.confirmed, action.intent, actor);
    expect(attributed.Contest?.Writer).toEqual(actor);
    expect(attributed.Transitions.at(-1)?.Actor).toEqual(actor);
    expect(action.intent.Transitions.at(-1)?.Actor).toBeUndefined();
  });

  test('stores the other writer even if the change is not repaired and adds no transition', () => {
    const actor = { Arn: 'm', At: NOON.toISOString(), EventName: 'SetLogDeliveryConfiguration' };
    const inSyncOnce = applied({ ...contested, Contest: { Since: 's', InSyncSweeps: 1, SweepId: 's1' } });
    const { record } = recording(decided({ recorded: inSyncOnce, observed: drifted }));
    const attributed = withActor(record, inSyncOnce, actor);
    expect(attributed.Contest).toEqual({ Since: 's', InSyncSweeps: 0, SweepId: 's1', Writer: actor });
    expect(attributed.Transitions).toEqual(inSyncOnce.Transitions);
  });

  test('keeps the other writer when the next sweep repairs the pool', () => {
    const Writer = { Arn: 'm', At: NOON.toISOString(), EventName: 'SetLogDeliveryConfiguration' };
    const recorded = applied({
      ...contested,
      Contest: { Since: 's', InSyncSweeps: 0, SweepId: 's1', Writer },
    });
    const { confirmed } = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(confirmed.Contest).toEqual({ Since: 's', InSyncSweeps: 0, SweepId: 's2', Writer });
  });

  test('does not store an actor that only updated the pool as the other writer', () => {
    const actor = { Arn: 'arn:aws:iam::1:user/bob', At: NOON.toISOString(), EventName: 'UpdateUserPool' };
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    const attributed = withActor(action.confirmed, action.intent, actor);
    expect(attributed).toEqual(action.confirmed);
  });
});

describe('an invalid parameter', () => {
  const desired = {
    kind: 'Invalid',
    issues: [{ path: 'Mode', found: '"x"', expected: '"Enforce"' }],
  } as const;

  test('records every reason of an invalid parameter once and never writes the pool', () => {
    const { record } = recording(decided({ desired, observed: undefined }));
    expect(record.Status).toMatchObject({
      Outcome: 'Rejected',
      Reasons: ['Mode: found "x". Expected "Enforce".'],
    });
    expect(record.Desired).toEqual(state());
    expect(decided({ desired, observed: undefined, recorded: record })).toEqual({
      type: 'Nothing',
      outcome: 'Rejected',
    });
  });

  test('adds a transition when the reasons of an invalid parameter change', () => {
    const first = recording(decided({ desired, recorded: undefined })).record;
    const other = {
      kind: 'Invalid',
      issues: [{ path: 'Mode', found: '"y"', expected: '"Enforce"' }],
    } as const;
    const second = recording(decided({ desired: other, recorded: first })).record;
    expect(second.Transitions).toHaveLength(2);
    expect(second.Status.Since).toBe(first.Status.Since);
  });

  test('limits the reasons so that the record fits into a table item, and adds the number of omitted reasons', () => {
    const issues = (mark: string) =>
      Array.from({ length: 4000 }, (_, at) => ({
        path: at === 0 ? '€'.repeat(8000) : `LogConfigurations[${at}]`,
        found: mark,
        expected: 'an object with EventSource, LogLevel and one destination',
      }));
    let recorded: PoolRecord | undefined;
    for (let edit = 0; edit < 25; edit++)
      recorded = recording(
        decided({ desired: { kind: 'Invalid', issues: issues(`${edit}`) }, recorded }),
      ).record;
    expect(Buffer.byteLength(JSON.stringify(recorded))).toBeLessThan(400_000);
    const reasons = recorded?.Status.Reasons ?? [];
    expect(reasons[1]).toBe(
      'LogConfigurations[1]: found 24. Expected an object with EventSource, LogLevel and one destination.',
    );
    expect(reasons.at(-1)).toBe(`and ${4001 - reasons.length} more`);
    const desired = { kind: 'Invalid', issues: issues('24') } as const;
    expect(decided({ desired, recorded }).type).toBe('Nothing');
  });
});

describe('a rejection by Cognito', () => {
  const desired = valid({ LogConfigurations: [toStream()] });
  const rejection = { name: 'FeatureUnavailableInTierException', message: 'not in this tier' };
  const first = applying(decided({ desired }));
  const record = rejected(first.intent, rejection, applied(), NOON);

  test('stores the error of Cognito and does not retry before the retry time', () => {
    expect(record.Status.Reasons).toEqual([
      'Cognito returned FeatureUnavailableInTierException: not in this tier',
    ]);
    expect(record.Rejection).toEqual({
      Name: 'FeatureUnavailableInTierException',
      Attempts: 1,
      RetryAt: later(900).toISOString(),
    });
    expect(record.LastApplied).toEqual([toLogGroup()]);
    expect(decided({ desired, recorded: record, now: later(899) })).toEqual({
      type: 'Nothing',
      outcome: 'Rejected',
    });
  });

  test('retries a rejected configuration at growing intervals of up to one day', () => {
    let now = later(900);
    let recorded = record;
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const { intent } = applying(decided({ desired, recorded, now }));
      recorded = rejected(intent, rejection, recorded, now);
      const next = new Date(recorded.Rejection?.RetryAt ?? '');
      waits.push((next.getTime() - now.getTime()) / 60_000);
      now = next;
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1440, 1440, 1440]);
  });

  test('retries a rejected configuration immediately when the pool is updated or the desired state changes', () => {
    const cause = { poolUpdated: true, recheck: true };
    expect(applying(decided({ desired, recorded: record, cause })).outcome).toBe('Applied');
    const other = valid({ LogConfigurations: [toStream('two')] });
    const { intent } = applying(decided({ desired: other, recorded: record }));
    expect(rejected(intent, rejection, record, NOON).Rejection?.Attempts).toBe(1);
  });

  test('removes the rejection when the desired state equals the configuration on the pool again', () => {
    const { record: inSync } = recording(decided({ recorded: record }));
    expect(inSync.Rejection).toBeUndefined();
    expect(inSync.Status.Outcome).toBe('InSync');
  });
});

describe('a rejection by Cognito after a deletion', () => {
  const Rejection = { Name: 'X', Attempts: 1, RetryAt: later(900).toISOString() };
  const Status = { Outcome: 'Waiting', Reasons: [], Since: NOON.toISOString() } as const;

  test('retries immediately and removes DeletedAt when the deleted parameter is put again with the same value', () => {
    const recorded = applied({ Rejection, Status, DeletedAt: later(-60).toISOString() });
    const action = applying(decided({ recorded, observed: present() }));
    expect(action.intent.DeletedAt).toBeUndefined();
    const again = rejected(action.intent, { name: 'X', message: 'no' }, recorded, NOON);
    expect(again).toMatchObject({ Status: { Outcome: 'Rejected' }, Rejection: { Attempts: 2 } });
    expect(again.DeletedAt).toBeUndefined();
  });
});

describe('the original configuration of a pool', () => {
  const rejection = { name: 'X', message: 'no' };

  test('does not store an original configuration if Cognito rejects the first write', () => {
    const first = applying(decided({ recorded: undefined, observed: present() }));
    const result = rejected(first.intent, rejection, undefined, NOON);
    expect(result.Original).toBeUndefined();
    const byHand = present(toLogGroup('by-hand'));
    const next = applying(decided({ recorded: result, observed: byHand, now: later(86_400) }));
    expect(next.confirmed.Original?.LogConfigurations).toEqual([toLogGroup('by-hand')]);
  });

  test('keeps the original configuration if Cognito rejects a later write', () => {
    const recorded = applied();
    const change = applying(decided({ recorded, desired: valid({ LogConfigurations: [toStream()] }) }));
    expect(rejected(change.intent, rejection, recorded, NOON).Original).toEqual(recorded.Original);
  });
});

describe('a pool that does not exist', () => {
  test('reports PoolNotFound once and applies the parameter when the pool exists again', () => {
    const { record } = recording(decided({ observed: { kind: 'PoolNotFound' } }));
    expect(record.Status.Outcome).toBe('PoolNotFound');
    expect(decided({ recorded: record, observed: { kind: 'PoolNotFound' } })).toEqual({
      type: 'Nothing',
      outcome: 'PoolNotFound',
    });
    expect(applying(decided({ recorded: record, observed: present() })).outcome).toBe('Applied');
  });

  test('reports PoolNotFound if the pool is deleted between the read and the Set', () => {
    const { intent } = applying(decided({ observed: drifted }));
    expect(poolDeleted(intent, settings, NOON)).toMatchObject({
      Revision: 4,
      Status: {
        Outcome: 'PoolNotFound',
        Reasons: [`User pool ${POOL} does not exist in eu-west-1 (account ${ACCOUNT}).`],
      },
    });
  });
});

describe('mode Observe', () => {
  const desired = valid({ Mode: 'Observe' });

  test('records a difference in mode Observe once and does not write the pool', () => {
    const { record, outcome } = recording(decided({ desired, observed: drifted }));
    expect(outcome).toBe('OutOfSync');
    expect(record.Status.Reasons).toEqual([
      expect.stringMatching(
        /^userNotification.CloudWatchLogsConfiguration.LogGroupArn: ".*elsewhere" → ".*one"$/,
      ),
    ]);
    expect(decided({ desired, observed: drifted, recorded: record })).toEqual({
      type: 'Nothing',
      outcome: 'OutOfSync',
    });
  });

  test('records InSync in mode Observe when the difference no longer exists', () => {
    const { record } = recording(decided({ desired, observed: drifted }));
    const next = recording(decided({ desired, recorded: record }));
    expect(next.outcome).toBe('InSync');
    expect(next.record.Status.Outcome).toBe('InSync');
  });

  test('applies the parameter when its mode changes from Observe to Enforce', () => {
    const { record } = recording(decided({ desired, observed: drifted }));
    expect(applying(decided({ recorded: record, observed: drifted })).outcome).toBe('Applied');
  });
});

describe('a deleted parameter', () => {
  const absent = { desired: { kind: 'Absent' } } as const;
  const clearing = applied({ Desired: state({ OnDelete: 'Clear' }) });
  const marked = { ...clearing, DeletedAt: later(-600).toISOString() };

  test('does nothing for a pool without a parameter and without a record', () => {
    expect(decided({ ...absent, recorded: undefined })).toEqual({ type: 'Nothing', outcome: 'Unmanaged' });
  });

  test('marks the record when an event reports the deletion, and does not write the pool', () => {
    const { record, outcome } = recording(decided({ ...absent, recorded: clearing }));
    expect(outcome).toBe('Waiting');
    expect(record).toMatchObject({
      DeletedAt: NOON.toISOString(),
      Status: { RetryAt: later(600).toISOString() },
    });
    expect(decided({ ...absent, recorded: record, now: later(9999) })).toEqual({
      type: 'Nothing',
      outcome: 'Waiting',
    });
  });

  test('clears the pool in a sweep at the end of the grace period, but not one second earlier', () => {
    const early = { ...clearing, DeletedAt: later(-599).toISOString() };
    expect(decided({ ...absent, recorded: early, cause: sweepOf('s') }).type).toBe('Record');
    const action = applying(decided({ ...absent, recorded: marked, cause: sweepOf('s') }));
    expect(action).toMatchObject({ outcome: 'Cleared', set: [] });
    expect(action.confirmed).toMatchObject({
      Status: { Outcome: 'Cleared' },
      Original: { LogConfigurations: [] },
    });
    expect(action.confirmed.Desired).toBeUndefined();
  });

  test('does not clear the pool for a late message of a sweep that began within the grace period', () => {
    const now = later(86_400);
    const due = NOON.toISOString();
    for (const id of [later(-86_400).toISOString(), later(-1).toISOString()])
      expect(decided({ ...absent, recorded: marked, now, cause: sweepOf(id) })).toMatchObject({
        outcome: 'Waiting',
      });
    expect(applying(decided({ ...absent, recorded: marked, now, cause: sweepOf(due) })).set).toEqual([]);
  });

  test.each([
    ['OnDelete is Retain', { recorded: { ...marked, Desired: state() } }, 'OnDelete was Retain'],
    [
      'the mode of the parameter is Observe',
      { recorded: { ...marked, Desired: state({ OnDelete: 'Clear', Mode: 'Observe' }) } },
      'the mode was Observe',
    ],
    [
      'the mode of the deployment is Observe',
      { settings: { ...situation().settings, mode: 'Observe' as const } },
      'the mode was Observe',
    ],
    ['another client modified the pool', { observed: drifted }, 'the pool was modified after the last apply'],
    ['the pool has no log delivery', { observed: present() }, 'the pool has no log delivery'],
    ['the pool does not exist', { observed: { kind: 'PoolNotFound' as const } }, 'the pool does not exist'],
    [
      'the last applied configuration differs',
      { recorded: { ...marked, LastApplied: [toLogGroup('other')] } },
      'the pool was modified after the last apply',
    ],
  ])('releases the pool without a write if %s', (_, over, reason) => {
    const { record } = recording(decided({ ...absent, recorded: marked, cause: sweepOf('s'), ...over }));
    expect(record.Status).toMatchObject({
      Outcome: 'Released',
      Reasons: [`Log delivery left unchanged: ${reason}.`],
    });
    expect(decided({ ...absent, recorded: record, observed: drifted, cause: sweepOf('t') }).type).toBe(
      'Nothing',
    );
  });

  test('keeps the last desired state and the time of the deletion after a release and after a clear', () => {
    const Deleted = { At: marked.DeletedAt, Desired: clearing.Desired };
    const observed = { kind: 'PoolNotFound' as const };
    const released = recording(
      decided({ ...absent, recorded: marked, observed, cause: sweepOf('s') }),
    ).record;
    expect(released).toMatchObject({ Status: { Outcome: 'Released' }, Deleted });
    const { confirmed } = applying(decided({ ...absent, recorded: marked, cause: sweepOf('s') }));
    expect(confirmed).toMatchObject({ Status: { Outcome: 'Cleared' }, Deleted });
    const again = applying(decided({ recorded: released, observed: drifted }));
    expect(again.confirmed).toMatchObject({ Status: { Outcome: 'Applied' }, Deleted });
  });

  test('puts the deletion on hold during a mass deletion, with one transition', () => {
    const { record } = recording(decided({ ...absent, recorded: marked, cause: sweepOf('s', true) }));
    expect(record.Status).toMatchObject({
      Outcome: 'Waiting',
      Reasons: [expect.stringContaining('On hold')],
    });
    expect(decided({ ...absent, recorded: record, cause: sweepOf('t', true) }).type).toBe('Nothing');
    expect(applying(decided({ ...absent, recorded: record, cause: sweepOf('u') })).outcome).toBe('Cleared');
  });

  test('finishes an interrupted clear, whether or not the write reached the pool', () => {
    const { intent } = applying(decided({ ...absent, recorded: marked, cause: sweepOf('s') }));
    const written = recording(
      decided({ ...absent, recorded: intent, observed: present(), cause: sweepOf('t') }),
    );
    expect(written.record.Status.Outcome).toBe('Cleared');
    expect(applying(decided({ ...absent, recorded: intent, cause: sweepOf('t') })).set).toEqual([]);
    const other = recording(decided({ ...absent, recorded: intent, observed: drifted, cause: sweepOf('t') }));
    expect(other.record.Status.Outcome).toBe('Released');
  });

  test('clears the pool if an unconfirmed intent reached it before the deletion', () => {
    const Intent = { Outcome: 'Applied', At: NOON.toISOString() } as const;
    const { LastApplied: _lastApplied, ...unconfirmed } = marked;
    expect(
      applying(decided({ ...absent, recorded: { ...unconfirmed, Intent }, cause: sweepOf('s') })).outcome,
    ).toBe('Cleared');
  });

  test('does not write the pool if the parameter is created again within the grace period', () => {
    const { record } = recording(decided({ ...absent, recorded: clearing }));
    const back = recording(decided({ desired: valid({ OnDelete: 'Clear' }), recorded: record }));
    expect(back.record.DeletedAt).toBeUndefined();
    expect(back.record.Status.Outcome).toBe('InSync');
  });

  test('manages the pool again if the parameter is created again after the release', () => {
    const { record } = recording(
      decided({ ...absent, recorded: { ...marked, Desired: state() }, cause: sweepOf('s') }),
    );
    expect(applying(decided({ recorded: record, observed: drifted })).outcome).toBe('Applied');
  });
});

test('reports a change, not drift, when a rejected configuration is retried after an invalid parameter', () => {
  const desired = valid({ LogConfigurations: [toStream()] });
  const { intent } = applying(decided({ desired }));
  const rejection = { name: 'FeatureUnavailableInTierException', message: 'no' };
  const issues = [{ path: 'Mode', found: '"x"', expected: '"Enforce"' }];
  const recorded = rejected(intent, rejection, applied(), NOON);
  const { record } = recording(decided({ desired: { kind: 'Invalid', issues }, recorded }));
  const again = applying(decided({ desired, recorded: record, now: later(60) }));
  expect(again).toMatchObject({ outcome: 'Applied', intent: { DriftCount: 0 } });
});

test('records Waiting after a Set that failed temporarily, and applies it at the next reconcile', () => {
  const desired = valid({ LogConfigurations: [toStream()] });
  const { intent } = applying(decided({ desired }));
  const waiting = postponed(intent, 'SetLogDeliveryConfiguration: InternalErrorException', later(2), NOON);
  expect(waiting.Status).toMatchObject({ Outcome: 'Waiting', RetryAt: later(2).toISOString() });
  expect(applying(decided({ desired, recorded: waiting })).outcome).toBe('Applied');
});
