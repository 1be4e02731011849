import type { Action, Situation } from '../../lib/domain/decide/action.ts';
import { poolDeleted, postponed, rejected } from '../../lib/domain/decide/after-set.ts';
import { decide } from '../../lib/domain/decide/decide.ts';
import { type PoolRecord, withActor } from '../../lib/domain/record.ts';
import {
  applied,
  event,
  later,
  NOON,
  present,
  situation,
  state,
  stated,
  sweepOf,
  toLogGroup,
  toStream,
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

describe('a pool as desired', () => {
  test('needs nothing, in whatever order its entries stand', () => {
    const both = { LogConfigurations: [toStream(), toLogGroup()] };
    const recorded = applied({ Desired: state(both), LastApplied: both.LogConfigurations });
    for (const observed of [present(toStream(), toLogGroup()), present(toLogGroup(), toStream())])
      expect(decided({ desired: stated(both), recorded, observed })).toEqual({
        type: 'Nothing',
        outcome: 'InSync',
      });
  });

  test('that was never managed is taken up without a write of the pool, and remembers what stood there', () => {
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

  test('whose record says something else has the record alone written', () => {
    const { record, outcome } = recording(
      decided({ recorded: applied({ Desired: state({ OnDelete: 'Clear' }) }) }),
    );
    expect(outcome).toBe('Applied');
    expect(record.Desired).toEqual(state());
  });

  test('confirms an intent that did arrive, under the name it had', () => {
    const recorded = applied({ Intent: { Outcome: 'Repaired', At: later(-5).toISOString() } });
    const { record } = recording(decided({ recorded }));
    expect(record.Status.Outcome).toBe('Repaired');
    expect(record.Intent).toBeUndefined();
    expect(record.LastAppliedAt).toBe(later(-5).toISOString());
  });

  test('ends an earlier rejection, a missing pool and a wait', () => {
    for (const Outcome of ['Rejected', 'PoolNotFound', 'Waiting', 'OutOfSync'] as const) {
      const recorded = applied({ Status: { Outcome, Reasons: ['why'], Since: NOON.toISOString() } });
      expect(recording(decided({ recorded })).record.Status).toMatchObject({
        Outcome: 'InSync',
        Reasons: [],
      });
    }
  });
});

describe('a change', () => {
  test('is written ahead, Set, then confirmed, each on its own revision', () => {
    const desired = stated({ LogConfigurations: [toLogGroup('new')] });
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

  test('of a pool never managed keeps what stood there before, once and for all', () => {
    const first = applying(decided({ recorded: undefined, observed: drifted }));
    expect(first.intent.Original?.LogConfigurations).toEqual([toLogGroup('elsewhere')]);
    const second = applying(
      decided({ recorded: first.confirmed, desired: stated({ LogConfigurations: [] }) }),
    );
    expect(second.confirmed.Original?.LogConfigurations).toEqual([toLogGroup('elsewhere')]);
  });

  test('of an unconfirmed intent is no drift', () => {
    const recorded = applied({ Intent: { Outcome: 'Applied', At: NOON.toISOString() } });
    expect(applying(decided({ recorded, observed: drifted })).outcome).toBe('Applied');
  });

  test('of our own older write is no drift', () => {
    expect(applying(decided({ observed: drifted, ownWrite: true })).outcome).toBe('Applied');
  });
});

describe('drift', () => {
  test('is repaired, counted and told', () => {
    const action = applying(decided({ observed: drifted }));
    expect(action.outcome).toBe('Repaired');
    expect(action.confirmed).toMatchObject({ DriftCount: 1, Repairs: [NOON.toISOString()] });
    expect(action.confirmed.Transitions.at(-1)).toMatchObject({
      To: 'Repaired',
      Before: [toLogGroup('elsewhere')],
    });
  });

  test('forgets repairs older than an hour', () => {
    const recorded = applied({ Repairs: [later(-3601).toISOString(), later(-3599).toISOString()] });
    expect(applying(decided({ recorded, observed: drifted })).confirmed.Repairs).toEqual([
      later(-3599).toISOString(),
      NOON.toISOString(),
    ]);
  });

  const fourRepairs = [-40, -30, -20, -10].map((s) => later(s).toISOString());

  test('repaired for the fifth time in an hour makes the pool contested', () => {
    const action = applying(decided({ recorded: applied({ Repairs: fourRepairs }), observed: drifted }));
    expect(action.outcome).toBe('Contested');
    expect(action.confirmed.Status).toMatchObject({
      Outcome: 'Contested',
      Reasons: ['somebody else keeps writing this pool: 5 repairs in an hour'],
    });
  });

  test('on three sweeps running makes the pool contested; a sweep in sync between them does not', () => {
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
    const calm = recording(decided({ recorded: twice, cause: sweepOf('s3') })).record;
    expect(calm.DriftSweeps).toBeUndefined();
  });

  test('counts one sweep once, however often its message comes', () => {
    const recorded = applied({ DriftSweeps: { Count: 2, SweepId: 's2' } });
    const action = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(action.outcome).toBe('Repaired');
    expect(action.confirmed.DriftSweeps).toEqual({ Count: 2, SweepId: 's2' });
  });

  test('whose repair was cut short is finished by the next sweep, which neither counts again nor ends the row', () => {
    const Contest = { Since: NOON.toISOString(), InSyncSweeps: 1, SweepId: 's1' };
    const drift = applied({ DriftSweeps: { Count: 1, SweepId: 's1' }, Contest });
    const recorded = { ...drift, Intent: { Outcome: 'Contested' as const, At: NOON.toISOString() } };
    const { confirmed } = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(confirmed.DriftSweeps).toEqual({ Count: 1, SweepId: 's2' });
    expect(confirmed.Contest).toEqual({ ...Contest, SweepId: 's2' });
    expect(decided({ recorded: confirmed, cause: sweepOf('s2') }).type).toBe('Nothing');
  });

  test('found by one sweep, and an edit that the next applies: looked at again there is nothing to do', () => {
    const repaired = applying(decided({ observed: drifted, cause: sweepOf('s1') })).confirmed;
    const desired = stated({ LogConfigurations: [] });
    const edit = applying(decided({ desired, recorded: repaired, cause: sweepOf('s2') }));
    expect(edit.outcome).toBe('Applied');
    const again = { desired, recorded: edit.confirmed, observed: present(), cause: sweepOf('s2') };
    expect(decided(again)).toEqual({ type: 'Nothing', outcome: 'InSync' });
  });
});

describe('a contested pool', () => {
  const contested = applied({
    Status: { Outcome: 'Contested', Reasons: ['why'], Since: NOON.toISOString() },
    Contest: { Since: NOON.toISOString(), InSyncSweeps: 0, SweepId: 's1' },
  });

  test('is left alone on events and on the same sweep', () => {
    for (const cause of [event, sweepOf('s1')])
      expect(decided({ recorded: contested, observed: drifted, cause })).toEqual({
        type: 'Nothing',
        outcome: 'Contested',
      });
  });

  test('is repaired by the next sweep and stays contested', () => {
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    expect(action.confirmed).toMatchObject({
      Status: { Outcome: 'Contested', Reasons: ['why'] },
      Contest: { SweepId: 's2' },
    });
  });

  test('takes a change of the desired at once, and says contested again when it drifts next', () => {
    const desired = stated({ LogConfigurations: [toStream()] });
    const change = applying(decided({ recorded: contested, desired }));
    expect(change.outcome).toBe('Applied');
    const next = recording(decided({ recorded: change.confirmed, desired, observed: drifted }));
    expect(next.record.Status).toMatchObject({
      Outcome: 'Contested',
      Reasons: [`somebody else has kept writing this pool since ${NOON.toISOString()}`],
    });
  });

  test('ends after two different sweeps in sync, and drift in between starts the count anew', () => {
    const once = recording(decided({ recorded: contested, cause: sweepOf('s2') })).record;
    expect(once.Contest).toMatchObject({ InSyncSweeps: 1, SweepId: 's2' });
    expect(decided({ recorded: once, cause: sweepOf('s2') })).toEqual({
      type: 'Nothing',
      outcome: 'Contested',
    });
    const disturbed = recording(decided({ recorded: once, observed: drifted })).record;
    expect(disturbed.Contest?.InSyncSweeps).toBe(0);
    const twice = recording(decided({ recorded: once, cause: sweepOf('s3') })).record;
    expect(twice.Contest).toBeUndefined();
    expect(twice.Status.Outcome).toBe('InSync');
  });

  test('names the other writer', () => {
    const actor = {
      Arn: 'arn:aws:iam::1:user/mallory',
      At: NOON.toISOString(),
      EventName: 'SetLogDeliveryConfiguration',
    };
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    const told = withActor(action.confirmed, action.intent, actor);
    expect(told.Contest?.Writer).toEqual(actor);
    expect(told.Transitions.at(-1)?.Actor).toEqual(actor);
    expect(action.intent.Transitions.at(-1)?.Actor).toBeUndefined();
  });

  test('names the other writer, though what he wrote is left alone and told by no transition', () => {
    const actor = { Arn: 'm', At: NOON.toISOString(), EventName: 'SetLogDeliveryConfiguration' };
    const calm = applied({ ...contested, Contest: { Since: 's', InSyncSweeps: 1, SweepId: 's1' } });
    const { record } = recording(decided({ recorded: calm, observed: drifted }));
    const told = withActor(record, calm, actor);
    expect(told.Contest).toEqual({ Since: 's', InSyncSweeps: 0, SweepId: 's1', Writer: actor });
    expect(told.Transitions).toEqual(calm.Transitions);
  });

  test('keeps the other writer’s name through the next sweep’s repair', () => {
    const Writer = { Arn: 'm', At: NOON.toISOString(), EventName: 'SetLogDeliveryConfiguration' };
    const recorded = applied({
      ...contested,
      Contest: { Since: 's', InSyncSweeps: 0, SweepId: 's1', Writer },
    });
    const { confirmed } = applying(decided({ recorded, observed: drifted, cause: sweepOf('s2') }));
    expect(confirmed.Contest).toEqual({ Since: 's', InSyncSweeps: 0, SweepId: 's2', Writer });
  });

  test('takes nobody for the other writer who only updated the pool', () => {
    const actor = { Arn: 'arn:aws:iam::1:user/bob', At: NOON.toISOString(), EventName: 'UpdateUserPool' };
    const action = applying(decided({ recorded: contested, observed: drifted, cause: sweepOf('s2') }));
    const told = withActor(action.confirmed, action.intent, actor);
    expect(told).toEqual(action.confirmed);
  });
});

describe('what we refuse', () => {
  const desired = {
    kind: 'Invalid',
    faults: [{ path: 'Mode', found: '"x"', expected: '"Enforce"' }],
  } as const;

  test('is never written; every reason is kept, and told once', () => {
    const { record } = recording(decided({ desired, observed: undefined }));
    expect(record.Status).toMatchObject({
      Outcome: 'Rejected',
      Reasons: ['Mode: found "x"; expected "Enforce"'],
    });
    expect(record.Desired).toEqual(state());
    expect(decided({ desired, observed: undefined, recorded: record })).toEqual({
      type: 'Nothing',
      outcome: 'Rejected',
    });
  });

  test('is told again when the reasons are others', () => {
    const first = recording(decided({ desired, recorded: undefined })).record;
    const other = {
      kind: 'Invalid',
      faults: [{ path: 'Mode', found: '"y"', expected: '"Enforce"' }],
    } as const;
    const second = recording(decided({ desired: other, recorded: first })).record;
    expect(second.Transitions).toHaveLength(2);
    expect(second.Status.Since).toBe(first.Status.Since);
  });

  test('fits in an item of the table, however many and long the reasons are, and says how many are left out', () => {
    const faults = (mark: string) =>
      Array.from({ length: 4000 }, (_, at) => ({
        path: at === 0 ? '€'.repeat(8000) : `LogConfigurations[${at}]`,
        found: mark,
        expected: 'an object with EventSource, LogLevel and one destination',
      }));
    let recorded: PoolRecord | undefined;
    for (let edit = 0; edit < 25; edit++)
      recorded = recording(
        decided({ desired: { kind: 'Invalid', faults: faults(`${edit}`) }, recorded }),
      ).record;
    expect(Buffer.byteLength(JSON.stringify(recorded))).toBeLessThan(400_000);
    const reasons = recorded?.Status.Reasons ?? [];
    expect(reasons[1]).toBe(
      'LogConfigurations[1]: found 24; expected an object with EventSource, LogLevel and one destination',
    );
    expect(reasons.at(-1)).toBe(`and ${4001 - reasons.length} more`);
    const desired = { kind: 'Invalid', faults: faults('24') } as const;
    expect(decided({ desired, recorded }).type).toBe('Nothing');
  });
});

describe("Cognito's rejection", () => {
  const desired = stated({ LogConfigurations: [toStream()] });
  const rejection = { name: 'FeatureUnavailableInTierException', message: 'not in this tier' };
  const first = applying(decided({ desired }));
  const record = rejected(first.intent, rejection, applied(), NOON);

  test('is kept with its words, and stands until its time', () => {
    expect(record.Status.Reasons).toEqual(['Cognito: FeatureUnavailableInTierException: not in this tier']);
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

  test('is tried again in time, at growing intervals up to a day', () => {
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

  test('is tried at once when the pool was updated, and when the desired changes', () => {
    const cause = { poolUpdated: true, recheck: true };
    expect(applying(decided({ desired, recorded: record, cause })).outcome).toBe('Applied');
    const other = stated({ LogConfigurations: [toStream('two')] });
    const { intent } = applying(decided({ desired: other, recorded: record }));
    expect(rejected(intent, rejection, record, NOON).Rejection?.Attempts).toBe(1);
  });

  test('is over when the desired goes back to what stands on the pool', () => {
    const { record: healed } = recording(decided({ recorded: record }));
    expect(healed.Rejection).toBeUndefined();
    expect(healed.Status.Outcome).toBe('InSync');
  });
});

describe('a rejection by Cognito and a deletion', () => {
  const Rejection = { Name: 'X', Attempts: 1, RetryAt: later(900).toISOString() };
  const Status = { Outcome: 'Waiting', Reasons: [], Since: NOON.toISOString() } as const;

  test('the same value put again is an edit: tried at once, and no longer gone', () => {
    const recorded = applied({ Rejection, Status, DeletedAt: later(-60).toISOString() });
    const action = applying(decided({ recorded, observed: present() }));
    expect(action.intent.DeletedAt).toBeUndefined();
    const again = rejected(action.intent, { name: 'X', message: 'no' }, recorded, NOON);
    expect(again).toMatchObject({ Status: { Outcome: 'Rejected' }, Rejection: { Attempts: 2 } });
    expect(again.DeletedAt).toBeUndefined();
  });
});

describe('what stood on the pool before it was managed', () => {
  const no = { name: 'X', message: 'no' };

  test('is not what stood there when a first write was refused', () => {
    const first = applying(decided({ recorded: undefined, observed: present() }));
    const result = rejected(first.intent, no, undefined, NOON);
    expect(result.Original).toBeUndefined();
    const byHand = present(toLogGroup('by-hand'));
    const next = applying(decided({ recorded: result, observed: byHand, now: later(86_400) }));
    expect(next.confirmed.Original?.LogConfigurations).toEqual([toLogGroup('by-hand')]);
  });

  test('stays what it was when a later write is refused', () => {
    const recorded = applied();
    const change = applying(decided({ recorded, desired: stated({ LogConfigurations: [toStream()] }) }));
    expect(rejected(change.intent, no, recorded, NOON).Original).toEqual(recorded.Original);
  });
});

describe('a pool that is not there', () => {
  test('is told once, and when it is there again all of it is a change', () => {
    const { record } = recording(decided({ observed: { kind: 'PoolNotFound' } }));
    expect(record.Status.Outcome).toBe('PoolNotFound');
    expect(decided({ recorded: record, observed: { kind: 'PoolNotFound' } })).toEqual({
      type: 'Nothing',
      outcome: 'PoolNotFound',
    });
    expect(applying(decided({ recorded: record, observed: present() })).outcome).toBe('Applied');
  });

  test('may go between the read and the Set', () => {
    const { intent } = applying(decided({ observed: drifted }));
    expect(poolDeleted(intent, NOON)).toMatchObject({ Revision: 4, Status: { Outcome: 'PoolNotFound' } });
  });
});

describe('observe mode', () => {
  const desired = stated({ Mode: 'Observe' });

  test('sees a difference, says it, and leaves it', () => {
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

  test('sees that the difference is gone', () => {
    const { record } = recording(decided({ desired, observed: drifted }));
    const next = recording(decided({ desired, recorded: record }));
    expect(next.outcome).toBe('InSync');
    expect(next.record.Status.Outcome).toBe('InSync');
  });

  test('turned into Enforce is a change', () => {
    const { record } = recording(decided({ desired, observed: drifted }));
    expect(applying(decided({ recorded: record, observed: drifted })).outcome).toBe('Applied');
  });
});

describe('a parameter that is gone', () => {
  const absent = { desired: { kind: 'Absent' } } as const;
  const clearing = applied({ Desired: state({ OnDelete: 'Clear' }) });
  const marked = { ...clearing, DeletedAt: later(-600).toISOString() };

  test('of a pool never managed is nobody’s business', () => {
    expect(decided({ ...absent, recorded: undefined })).toEqual({ type: 'Nothing', outcome: 'Unmanaged' });
  });

  test('is marked by an event, and nothing is written to the pool', () => {
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

  test('is cleared by a sweep after the grace, and not a second before', () => {
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

  test('is not let go by a sweep that began within the grace, however late its message comes', () => {
    const now = later(86_400);
    const due = NOON.toISOString();
    for (const id of [later(-86_400).toISOString(), later(-1).toISOString()])
      expect(decided({ ...absent, recorded: marked, now, cause: sweepOf(id) })).toMatchObject({
        outcome: 'Waiting',
      });
    expect(applying(decided({ ...absent, recorded: marked, now, cause: sweepOf(due) })).set).toEqual([]);
  });

  test.each([
    ['the policy is Retain', { recorded: { ...marked, Desired: state() } }, 'OnDelete was Retain'],
    [
      'the mode was Observe',
      { recorded: { ...marked, Desired: state({ OnDelete: 'Clear', Mode: 'Observe' }) } },
      'the mode was Observe',
    ],
    [
      'the deployment observes',
      { settings: { ...situation().settings, mode: 'Observe' as const } },
      'the mode was Observe',
    ],
    [
      'somebody changed the pool',
      { observed: drifted },
      'somebody changed the pool since it was last applied',
    ],
    ['nothing stands there', { observed: present() }, 'there was nothing to clear'],
    ['the pool is gone', { observed: { kind: 'PoolNotFound' as const } }, 'the pool is gone too'],
    [
      'nothing was ever put',
      { recorded: { ...marked, LastApplied: toLogGroupsOf('other') } },
      'somebody changed the pool since it was last applied',
    ],
  ])('is released where %s', (_, over, why) => {
    const { record } = recording(decided({ ...absent, recorded: marked, cause: sweepOf('s'), ...over }));
    expect(record.Status).toMatchObject({
      Outcome: 'Released',
      Reasons: [`the pool was left as it is: ${why}`],
    });
    expect(decided({ ...absent, recorded: record, observed: drifted, cause: sweepOf('t') }).type).toBe(
      'Nothing',
    );
  });

  test('is held with many others, and says so once', () => {
    const { record } = recording(decided({ ...absent, recorded: marked, cause: sweepOf('s', true) }));
    expect(record.Status).toMatchObject({ Outcome: 'Waiting', Reasons: [expect.stringContaining('held')] });
    expect(decided({ ...absent, recorded: record, cause: sweepOf('t', true) }).type).toBe('Nothing');
    expect(applying(decided({ ...absent, recorded: record, cause: sweepOf('u') })).outcome).toBe('Cleared');
  });

  test('and cleared half-way is finished: the write may have arrived or not', () => {
    const { intent } = applying(decided({ ...absent, recorded: marked, cause: sweepOf('s') }));
    const arrived = recording(
      decided({ ...absent, recorded: intent, observed: present(), cause: sweepOf('t') }),
    );
    expect(arrived.record.Status.Outcome).toBe('Cleared');
    expect(applying(decided({ ...absent, recorded: intent, cause: sweepOf('t') })).set).toEqual([]);
    const other = recording(decided({ ...absent, recorded: intent, observed: drifted, cause: sweepOf('t') }));
    expect(other.record.Status.Outcome).toBe('Released');
  });

  test('that was unconfirmed is cleared where the intent had arrived', () => {
    const Intent = { Outcome: 'Applied', At: NOON.toISOString() } as const;
    const { LastApplied: _never, ...unconfirmed } = marked;
    expect(
      applying(decided({ ...absent, recorded: { ...unconfirmed, Intent }, cause: sweepOf('s') })).outcome,
    ).toBe('Cleared');
  });

  test('and made anew within the grace opens no gap', () => {
    const { record } = recording(decided({ ...absent, recorded: clearing }));
    const back = recording(decided({ desired: stated({ OnDelete: 'Clear' }), recorded: record }));
    expect(back.record.DeletedAt).toBeUndefined();
    expect(back.record.Status.Outcome).toBe('InSync');
  });

  test('and made anew after the release is managed again', () => {
    const { record } = recording(
      decided({ ...absent, recorded: { ...marked, Desired: state() }, cause: sweepOf('s') }),
    );
    expect(applying(decided({ recorded: record, observed: drifted })).outcome).toBe('Applied');
  });
});

test('what Cognito refused was never put: after a bad parameter it is a change, and no drift', () => {
  const desired = stated({ LogConfigurations: [toStream()] });
  const { intent } = applying(decided({ desired }));
  const said = { name: 'FeatureUnavailableInTierException', message: 'no' };
  const faults = [{ path: 'Mode', found: '"x"', expected: '"Enforce"' }];
  const recorded = rejected(intent, said, applied(), NOON);
  const { record } = recording(decided({ desired: { kind: 'Invalid', faults }, recorded }));
  const again = applying(decided({ desired, recorded: record, now: later(60) }));
  expect(again).toMatchObject({ outcome: 'Applied', intent: { DriftCount: 0 } });
});

test('a Set that fails for a passing reason leaves a record that waits, and is finished by the next look', () => {
  const desired = stated({ LogConfigurations: [toStream()] });
  const { intent } = applying(decided({ desired }));
  const waiting = postponed(intent, 'SetLogDeliveryConfiguration: InternalErrorException', later(2), NOON);
  expect(waiting.Status).toMatchObject({ Outcome: 'Waiting', RetryAt: later(2).toISOString() });
  expect(applying(decided({ desired, recorded: waiting })).outcome).toBe('Applied');
});

function toLogGroupsOf(name: string) {
  return [toLogGroup(name)];
}
