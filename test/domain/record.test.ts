import { preferredActor } from '../../lib/domain/actor.ts';
import { needsObserved } from '../../lib/domain/decide/action.ts';
import { nextRevision, sameTexts, storeIfNew, withStatus } from '../../lib/domain/decide/next-record.ts';
import {
  addedTransition,
  blankRecord,
  type PoolRecord,
  type Transition,
  withActor,
  withTransition,
} from '../../lib/domain/record.ts';
import { applied, later, NOON, POOL, stated } from '../support/situation.ts';

const by = (EventName: string, Arn = 'arn:mallory') => ({ Arn, At: NOON.toISOString(), EventName });
const wrote = by('SetLogDeliveryConfiguration');
const updated = by('UpdateUserPool');
const transition = (To: Transition['To']): Transition => ({
  At: NOON.toISOString(),
  From: 'InSync',
  To,
  Reasons: [],
});

test('a record that was never stored says so', () => {
  expect(blankRecord(POOL, NOON)).toEqual({
    UserPoolId: POOL,
    Revision: 0,
    Status: { Outcome: 'Unmanaged', Reasons: [], Since: NOON.toISOString() },
    Repairs: [],
    DriftCount: 0,
    Transitions: [],
  });
  expect(nextRevision(applied({ Revision: 7 })).Revision).toBe(8);
});

test('the last twenty transitions are kept, newest last', () => {
  let record = applied({ Transitions: [] });
  for (let at = 0; at < 25; at++)
    record = withTransition(record, { ...transition('Repaired'), At: later(at).toISOString() });
  expect(record.Transitions).toHaveLength(20);
  expect(record.Transitions.at(-1)?.At).toBe(later(24).toISOString());
  expect(record.Transitions[0]?.At).toBe(later(5).toISOString());
});

test('the transition that was added is told, and none where none was', () => {
  const before = applied();
  const after = withTransition(before, transition('Repaired'));
  expect(addedTransition(after, before)).toEqual(transition('Repaired'));
  expect(addedTransition(before, before)).toBeUndefined();
  expect(addedTransition(before, undefined)).toBe(before.Transitions.at(-1));
  expect(addedTransition(blankRecord(POOL, NOON), undefined)).toBeUndefined();
});

describe('a actor', () => {
  const before = applied();
  const movedTo = (To: Transition['To'], over: Partial<PoolRecord> = {}) => ({
    ...withTransition(before, transition(To)),
    ...over,
  });
  const named = (record: PoolRecord) => record.Transitions.at(-1)?.Actor;

  test.each(['Repaired', 'Contested', 'OutOfSync'] as const)(
    'of what came of a drift (%s) is whoever wrote the log delivery',
    (To) => {
      expect(named(withActor(movedTo(To), before, wrote))).toEqual(wrote);
      expect(named(withActor(movedTo(To), before, updated))).toBeUndefined();
    },
  );

  test.each(['Applied', 'Rejected', 'PoolNotFound'] as const)('of %s is whoever was seen', (To) => {
    expect(named(withActor(movedTo(To), before, updated))).toEqual(updated);
  });

  test('is named on the new transition alone', () => {
    expect(withActor(before, before, wrote)).toEqual(before);
    const [first] = withActor(movedTo('Repaired'), before, wrote).Transitions;
    expect(first).toEqual(before.Transitions[0]);
    expect(withActor(movedTo('Repaired'), before, undefined)).toEqual(movedTo('Repaired'));
  });

  test('is the other writer of a contested pool, where he wrote the log delivery', () => {
    const Contest = { Since: NOON.toISOString(), InSyncSweeps: 0 };
    const contested = movedTo('Applied', { Contest });
    expect(withActor(contested, before, wrote).Contest).toEqual({ ...Contest, Writer: wrote });
    expect(withActor(contested, before, updated).Contest).toEqual(Contest);
    expect(withActor(movedTo('Applied'), before, wrote).Contest).toBeUndefined();
  });

  test('of two it is who wrote the log delivery, else who was told last', () => {
    const again = by('SetLogDeliveryConfiguration', 'arn:again');
    expect(preferredActor(wrote, updated)).toBe(wrote);
    expect(preferredActor(updated, wrote)).toBe(wrote);
    expect(preferredActor(wrote, again)).toBe(again);
    expect(preferredActor(updated, by('DeleteUserPool'))).toEqual(by('DeleteUserPool'));
    expect(preferredActor(wrote, undefined)).toBe(wrote);
    expect(preferredActor(updated, undefined)).toBe(updated);
    expect(preferredActor(undefined, updated)).toBe(updated);
    expect(preferredActor(undefined, undefined)).toBeUndefined();
  });
});

describe('deciding needs the pool', () => {
  const finished = (Outcome: 'Released' | 'Cleared') =>
    applied({ Status: { Outcome, Reasons: [], Since: NOON.toISOString() } });

  test('where something is stated, and where a managed pool lost its parameter', () => {
    expect(needsObserved(stated(), undefined)).toBe(true);
    expect(needsObserved({ kind: 'Absent' }, applied())).toBe(true);
  });

  test('not for what is refused, not managed, or let go', () => {
    expect(needsObserved({ kind: 'Invalid', faults: [] }, applied())).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, undefined)).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, finished('Released'))).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, finished('Cleared'))).toBe(false);
  });
});

describe('a record is stored', () => {
  const turned = (record: PoolRecord): PoolRecord => {
    const { Status, Original, ...rest } = record;
    const { Outcome, Reasons, Since } = Status;
    return {
      ...(Original && { Original: { At: Original.At, LogConfigurations: Original.LogConfigurations } }),
      ...rest,
      Status: { Since, Reasons, Outcome },
    };
  };

  test('where it says something that is not stored, as the next revision', () => {
    const record = applied();
    expect(storeIfNew(record, { ...record, DriftCount: 1 })).toEqual({
      type: 'Record',
      outcome: 'Applied',
      record: { ...record, DriftCount: 1, Revision: record.Revision + 1 },
    });
    expect(storeIfNew(undefined, record).type).toBe('Record');
    const other = { ...record, LastApplied: [] };
    expect(storeIfNew(record, other).type).toBe('Record');
    const status = { ...record, Status: { ...record.Status, Since: later(1).toISOString() } };
    expect(storeIfNew(record, status).type).toBe('Record');
  });

  test('and not for the order of its members', () => {
    const record = applied();
    expect(Object.keys(turned(record))).not.toEqual(Object.keys(record));
    expect(storeIfNew(record, turned(record))).toEqual({ type: 'Nothing', outcome: 'Applied' });
    expect(storeIfNew(turned(record), record)).toEqual({ type: 'Nothing', outcome: 'Applied' });
  });
});

describe('an outcome', () => {
  test('keeps since when it is so, while it is so', () => {
    const record = applied();
    expect(withStatus(record, { to: 'Applied', now: NOON }).Status.Since).toBe(record.Status.Since);
    expect(withStatus(record, { to: 'OutOfSync', now: NOON }).Status.Since).toBe(NOON.toISOString());
  });

  test('is told when it, its reasons or the pool changed, and not else', () => {
    const record = applied();
    const told = (...move: Parameters<typeof withStatus>) =>
      withStatus(...move).Transitions.length - record.Transitions.length;
    expect(told(record, { to: 'Applied', now: NOON })).toBe(0);
    expect(told(record, { to: 'InSync', now: NOON })).toBe(1);
    expect(told(record, { to: 'Applied', now: NOON, reasons: ['x'] })).toBe(1);
    expect(told(record, { to: 'Applied', now: NOON, after: [] })).toBe(1);
    const retry = withStatus(record, { to: 'Waiting', now: NOON, retryAt: later(5) });
    expect(retry.Status.RetryAt).toBe(later(5).toISOString());
  });

  test('has the same reasons where they are the same texts in the same order', () => {
    expect(sameTexts(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(sameTexts(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameTexts(['a'], ['a', 'b'])).toBe(false);
    expect(sameTexts(['a', 'b'], ['a', 'c'])).toBe(false);
  });
});
