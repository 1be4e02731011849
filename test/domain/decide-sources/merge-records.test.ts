import { mergeRecords, type SplitRecords } from '../../../lib/domain/decide/sources/merge-records.ts';
import type { EventSource } from '../../../lib/domain/log-configuration.ts';
import type { Owner } from '../../../lib/domain/policy/owner.ts';
import { type PoolRecord, withActor } from '../../../lib/domain/record.ts';
import { facts, ownedBy } from '../../support/policies.ts';
import { applied, later, NOON, POOL, state, toLogGroup, toStream } from '../../support/situation.ts';

const at = (seconds: number): string => later(seconds).toISOString();
const status = (
  Outcome: PoolRecord['Status']['Outcome'],
  Reasons: readonly string[] = [],
  RetryAt?: string,
): PoolRecord['Status'] => ({ Outcome, Reasons, Since: at(-60), ...(RetryAt && { RetryAt }) });

const signIns = (over: Partial<PoolRecord> = {}): PoolRecord =>
  applied({
    Desired: state({ LogConfigurations: [toStream()] }),
    LastApplied: [toStream()],
    Transitions: [],
    ...over,
  });
const notification = (over: Partial<PoolRecord> = {}): PoolRecord => applied({ Transitions: [], ...over });

const splits = (
  records: Partial<Record<EventSource, PoolRecord>>,
  owner: Owner | undefined = ownedBy(),
): SplitRecords =>
  new Map(
    Object.entries(records).map(([source, record]) => [
      source === 'userAuthEvents' ? 'userAuthEvents' : 'userNotification',
      { record, owner },
    ]),
  );
const merge = (given: SplitRecords, base: PoolRecord = applied({ Transitions: [] })) =>
  mergeRecords({ base, splits: given, facts: undefined, revision: 7, now: NOON });

test('keeps the pool, and takes the revision and the facts that it is given', () => {
  const given = splits({ userAuthEvents: signIns() });
  expect(merge(given)).toMatchObject({ UserPoolId: POOL, Revision: 7 });
  expect(merge(given).Facts).toBeUndefined();
  const known = applied({ Facts: facts(), Finding: { Problem: 'TierTooLow', Since: at(-5) } });
  expect(merge(given, known)).toMatchObject({ Facts: facts(), Finding: { Problem: 'TierTooLow' } });
  const newer = facts({ name: 'new' });
  const merged = mergeRecords({ base: known, splits: given, facts: newer, revision: 1, now: NOON });
  expect(merged.Facts).toEqual(newer);
});

describe('the status', () => {
  test('is the worst one, with the reasons of every event source', () => {
    const merged = merge(
      splits({
        userAuthEvents: signIns({ Status: status('Rejected', ['one', 'two']) }),
        userNotification: notification({ Status: status('Waiting', ['three']) }),
      }),
    );
    expect(merged.Status.Outcome).toBe('Rejected');
    expect([...merged.Status.Reasons].sort()).toEqual([
      'userAuthEvents: one',
      'userAuthEvents: two',
      'userNotification: three',
    ]);
  });

  test('names the event source once, also if a reason contains it after the name of its policy or as a path', () => {
    const reasons = [
      'policies/prod: userAuthEvents.FirehoseConfiguration.StreamArn: the pool has no name.',
      'policies/prod: Priority: found "x".',
      'userAuthEvents: policy "a" and policy "b" disagree.',
      'userAuthEvents.LogLevel: "INFO" → "ERROR"',
      'policies/prod: userNotification.LogLevel: found "x".',
    ];
    const merged = merge(splits({ userAuthEvents: signIns({ Status: status('Rejected', reasons) }) }));
    expect(merged.Status.Reasons).toEqual([
      'policies/prod: userAuthEvents.FirehoseConfiguration.StreamArn: the pool has no name.',
      'userAuthEvents: policies/prod: Priority: found "x".',
      'userAuthEvents: policy "a" and policy "b" disagree.',
      'userAuthEvents.LogLevel: "INFO" → "ERROR"',
      'userAuthEvents: policies/prod: userNotification.LogLevel: found "x".',
    ]);
  });

  test('has the time of the change, and keeps it while the outcome stays', () => {
    const base = applied({ Status: status('Applied') });
    expect(merge(splits({ userAuthEvents: signIns() }), base).Status.Since).toBe(at(-60));
    const rejected = splits({ userAuthEvents: signIns({ Status: status('Rejected') }) });
    expect(merge(rejected, base).Status.Since).toBe(NOON.toISOString());
  });

  test('has the earliest time of the next try', () => {
    const merged = merge(
      splits({
        userAuthEvents: signIns({ Status: status('Waiting', [], at(20)) }),
        userNotification: notification({ Status: status('Waiting', [], at(10)) }),
      }),
    );
    expect(merged.Status.RetryAt).toBe(at(10));
    expect(Object.keys(merge(splits({ userAuthEvents: signIns() })).Status)).not.toContain('RetryAt');
  });

  test('limits the reasons of both event sources together', () => {
    const many = Array.from({ length: 200 }, (_, one) => `reason ${one} ${'x'.repeat(40)}`);
    const merged = merge(splits({ userAuthEvents: signIns({ Status: status('Rejected', many) }) }));
    expect(merged.Status.Reasons.at(-1)).toMatch(/^and \d+ more$/);
  });
});

describe('the desired state', () => {
  const both = (over: Partial<PoolRecord['Desired']>, other: Partial<PoolRecord['Desired']>) =>
    merge(
      splits({
        userAuthEvents: signIns({ Desired: state({ LogConfigurations: [toStream()], ...over }) }),
        userNotification: notification({ Desired: state(other) }),
      }),
    ).Desired;

  test('contains the entries of both event sources', () => {
    expect(both({}, {})).toEqual(state({ LogConfigurations: [toStream(), toLogGroup()] }));
  });

  test('only observes if both do, and clears if both do', () => {
    expect(both({ Mode: 'Observe' }, { Mode: 'Observe' })?.Mode).toBe('Observe');
    expect(both({ Mode: 'Observe' }, {})?.Mode).toBe('Enforce');
    expect(both({ OnDelete: 'Clear' }, { OnDelete: 'Clear' })?.OnDelete).toBe('Clear');
    expect(both({}, { OnDelete: 'Clear' })?.OnDelete).toBe('Retain');
  });

  test('is that of one event source if the other one does not have it', () => {
    const { Desired: _none, LastApplied: _applied, ...blank } = notification();
    const merged = merge(splits({ userAuthEvents: signIns(), userNotification: blank }));
    expect(merged).toMatchObject({
      Desired: state({ LogConfigurations: [toStream()] }),
      LastApplied: [toStream()],
    });
    const neither = merge(splits({ userNotification: blank }));
    for (const member of ['Desired', 'LastApplied', 'Intent', 'Rejection', 'DeletedAt', 'Contest', 'Deleted'])
      expect(Object.keys(neither)).not.toContain(member);
  });
});

test('the applied configuration is that of both event sources, also if one is empty', () => {
  const given = splits({ userAuthEvents: signIns(), userNotification: notification({ LastApplied: [] }) });
  expect(merge(given).LastApplied).toEqual([toStream()]);
  const none = splits({ userNotification: notification({ LastApplied: [] }) });
  expect(merge(none).LastApplied).toEqual([]);
});

test('counts, times and the other members come from both event sources', () => {
  const Intent = { Outcome: 'Applied', At: at(-1) } as const;
  const Rejection = { Name: 'x', Attempts: 1, RetryAt: at(9) };
  const Contest = { Since: at(-9), InSyncSweeps: 0 };
  const merged = merge(
    splits({
      userAuthEvents: signIns({
        Repairs: [at(-3)],
        DriftCount: 2,
        LastAppliedAt: at(-20),
        DeletedAt: at(-4),
        Contest,
      }),
      userNotification: notification({
        Repairs: [at(-5)],
        DriftCount: 3,
        LastAppliedAt: at(-10),
        DeletedAt: at(-6),
        Intent,
        Rejection,
      }),
    }),
  );
  expect(merged).toMatchObject({
    Repairs: [at(-5), at(-3)],
    DriftCount: 3,
    LastAppliedAt: at(-10),
    DeletedAt: at(-6),
    Intent,
    Rejection,
    Contest,
  });
});

describe('the original configuration', () => {
  const originals = splits({
    userAuthEvents: signIns({ Original: { LogConfigurations: [toStream('x')], At: at(-2) } }),
    userNotification: notification({ Original: { LogConfigurations: [toLogGroup('x')], At: at(-3) } }),
  });
  const { Original: _original, ...blank } = applied();

  test('keeps the entry of an event source without a record', () => {
    const own = splits({ userAuthEvents: signIns({ Original: { LogConfigurations: [], At: at(-2) } }) });
    const Original = { LogConfigurations: [toLogGroup('before')], At: at(-9) };
    expect(merge(own, { ...blank, Original }).Original).toEqual(Original);
  });

  test('is that of both event sources, from the earlier time', () => {
    expect(merge(originals, blank).Original).toEqual({
      LogConfigurations: [toStream('x'), toLogGroup('x')],
      At: at(-3),
    });
  });

  test('is missing before the first write', () => {
    const { Original: _none, ...source } = signIns();
    expect(Object.keys(merge(splits({ userAuthEvents: source }), blank))).not.toContain('Original');
  });
});

describe('the deletion of the configuration', () => {
  const deleted = (seconds: number, over: Partial<PoolRecord> = {}): Partial<PoolRecord> => ({
    Status: status('Released'),
    Deleted: { At: at(seconds), Desired: state({ LogConfigurations: [toStream()] }) },
    ...over,
  });

  test('is that of the last event source', () => {
    const merged = merge(
      splits({
        userAuthEvents: signIns(deleted(-9)),
        userNotification: notification({ ...deleted(-5), Deleted: { At: at(-5), Desired: state() } }),
      }),
    );
    expect(merged.Deleted).toEqual({
      At: at(-5),
      Desired: state({ LogConfigurations: [toStream(), toLogGroup()] }),
    });
  });

  test('is missing while another event source is managed', () => {
    const given = splits({ userAuthEvents: signIns(deleted(-9)), userNotification: notification() });
    expect(Object.keys(merge(given))).not.toContain('Deleted');
  });

  test('has no desired state if none is known', () => {
    const over = { Status: status('Cleared'), Deleted: { At: at(-9) } };
    expect(merge(splits({ userAuthEvents: signIns(over) })).Deleted).toEqual({ At: at(-9) });
  });
});

describe('the record of an event source', () => {
  test('has its owner while it is managed, and nothing that belongs to the pool', () => {
    const record = signIns({ Facts: facts(), Finding: { Problem: 'TierTooLow', Since: at(-5) } });
    const { Sources } = merge(splits({ userAuthEvents: record }));
    const { UserPoolId, Revision, Transitions, Facts, Finding, ...rest } = record;
    expect(Sources).toEqual({ userAuthEvents: { ...rest, Owner: ownedBy() } });
    const released = merge(splits({ userAuthEvents: signIns({ Status: status('Released') }) }));
    expect(Object.keys(released.Sources?.userAuthEvents ?? {})).not.toContain('Owner');
    const free = merge(new Map([['userAuthEvents', { record, owner: undefined }]]));
    expect(Object.keys(free.Sources?.userAuthEvents ?? {})).not.toContain('Owner');
  });
});

describe('the transitions', () => {
  const transition = (To: 'Applied' | 'Waiting' | 'Repaired') => ({
    At: NOON.toISOString(),
    From: 'InSync' as const,
    To,
    Reasons: [],
  });
  const base = applied({ Revision: 6 });
  const both = merge(
    splits({
      userAuthEvents: signIns({ Transitions: [transition('Applied')] }),
      userNotification: notification({ Transitions: [transition('Waiting')] }),
    }),
    base,
  );

  test('of both event sources follow those of the pool, with their owner', () => {
    expect(both.Transitions).toHaveLength(3);
    expect(both.Transitions[0]).toEqual(base.Transitions[0]);
    expect(both.Transitions.slice(1)).toEqual(
      expect.arrayContaining([
        { ...transition('Applied'), EventSource: 'userAuthEvents', Owner: ownedBy() },
        { ...transition('Waiting'), EventSource: 'userNotification', Owner: ownedBy() },
      ]),
    );
  });

  test('have no owner if the event source does not have one', () => {
    const record = signIns({ Transitions: [transition('Applied')] });
    const merged = merge(new Map([['userAuthEvents', { record, owner: undefined }]]), base);
    expect(merged.Transitions.at(-1)).toEqual({ ...transition('Applied'), EventSource: 'userAuthEvents' });
  });

  test('get the actor of the message, both of them', () => {
    const actor = { Arn: 'arn:mallory', At: at(-1), EventName: 'UpdateUserPool' };
    const { Transitions } = withActor(both, base, actor);
    expect(Transitions.map(({ Actor }) => Actor)).toEqual([undefined, actor, actor]);
  });

  test('get an actor that did not write log delivery only if neither is a repair', () => {
    const repaired = merge(
      splits({
        userAuthEvents: signIns({ Transitions: [transition('Applied')] }),
        userNotification: notification({ Transitions: [transition('Repaired')] }),
      }),
      base,
    );
    const actor = { Arn: 'arn:mallory', At: at(-1), EventName: 'UpdateUserPool' };
    expect(withActor(repaired, base, actor)).toBe(repaired);
    const writer = { ...actor, EventName: 'SetLogDeliveryConfiguration' };
    expect(withActor(repaired, base, writer).Transitions.at(-1)?.Actor).toEqual(writer);
  });

  test('name the writer of a contest in the pool and in the event source', () => {
    const Contest = { Since: at(-9), InSyncSweeps: 0 };
    const contested = merge(
      splits({
        userAuthEvents: signIns({ Contest, Transitions: [transition('Applied')] }),
        userNotification: notification(),
      }),
      base,
    );
    const actor = { Arn: 'arn:mallory', At: at(-1), EventName: 'SetLogDeliveryConfiguration' };
    const named = withActor(contested, base, actor);
    expect(named.Contest?.Writer).toEqual(actor);
    expect(named.Sources?.userAuthEvents?.Contest?.Writer).toEqual(actor);
    expect(named.Sources?.userNotification).toEqual(contested.Sources?.userNotification);
  });
});
