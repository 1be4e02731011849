import { preferredActor } from '../../lib/domain/actor.ts';
import { needsObserved } from '../../lib/domain/decide/action.ts';
import { nextRevision, sameTexts, storeIfNew, withStatus } from '../../lib/domain/decide/next-record.ts';
import {
  addedTransitions,
  blankRecord,
  type PoolRecord,
  type Transition,
  withActor,
  withTransition,
} from '../../lib/domain/record.ts';
import { applied, later, NOON, POOL, valid } from '../support/situation.ts';

const by = (EventName: string, Arn = 'arn:mallory') => ({ Arn, At: NOON.toISOString(), EventName });
const wrote = by('SetLogDeliveryConfiguration');
const updated = by('UpdateUserPool');
const transition = (To: Transition['To']): Transition => ({
  At: NOON.toISOString(),
  From: 'InSync',
  To,
  Reasons: [],
});

test('creates a new record with revision 0 and increments it for each write', () => {
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

test('keeps the last 20 transitions, newest last', () => {
  let record = applied({ Transitions: [] });
  for (let at = 0; at < 25; at++)
    record = withTransition(record, { ...transition('Repaired'), At: later(at).toISOString() });
  expect(record.Transitions).toHaveLength(20);
  expect(record.Transitions.at(-1)?.At).toBe(later(24).toISOString());
  expect(record.Transitions[0]?.At).toBe(later(5).toISOString());
});

test('returns the added transition, or undefined if none was added', () => {
  const before = applied();
  const after = withTransition(before, transition('Repaired'));
  expect(addedTransitions(after, before)).toEqual([transition('Repaired')]);
  expect(addedTransitions(before, before)).toEqual([]);
  expect(addedTransitions(before, undefined)).toEqual(before.Transitions);
  expect(addedTransitions(blankRecord(POOL, NOON), undefined)).toEqual([]);
});

describe('withActor', () => {
  const before = applied();
  const changedTo = (To: Transition['To'], over: Partial<PoolRecord> = {}) => ({
    ...withTransition(before, transition(To)),
    ...over,
  });
  const actorOf = (record: PoolRecord) => record.Transitions.at(-1)?.Actor;

  test.each(['Repaired', 'Contested', 'OutOfSync'] as const)(
    'adds only an actor that wrote log delivery to the transition %s',
    (To) => {
      expect(actorOf(withActor(changedTo(To), before, wrote))).toEqual(wrote);
      expect(actorOf(withActor(changedTo(To), before, updated))).toBeUndefined();
    },
  );

  test.each(['Applied', 'Rejected', 'PoolNotFound'] as const)('adds any actor to the transition %s', (To) => {
    expect(actorOf(withActor(changedTo(To), before, updated))).toEqual(updated);
  });

  test('adds the actor only to the new transition', () => {
    expect(withActor(before, before, wrote)).toEqual(before);
    const [first] = withActor(changedTo('Repaired'), before, wrote).Transitions;
    expect(first).toEqual(before.Transitions[0]);
    expect(withActor(changedTo('Repaired'), before, undefined)).toEqual(changedTo('Repaired'));
  });

  test('stores an actor that wrote log delivery as the other writer of a contested pool', () => {
    const Contest = { Since: NOON.toISOString(), InSyncSweeps: 0 };
    const contested = changedTo('Applied', { Contest });
    expect(withActor(contested, before, wrote).Contest).toEqual({ ...Contest, Writer: wrote });
    expect(withActor(contested, before, updated).Contest).toEqual(Contest);
    expect(withActor(changedTo('Applied'), before, wrote).Contest).toBeUndefined();
  });

  test('prefers the actor that wrote log delivery, otherwise the later one', () => {
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

describe('needsObserved', () => {
  const finished = (Outcome: 'Released' | 'Cleared') =>
    applied({ Status: { Outcome, Reasons: [], Since: NOON.toISOString() } });

  test('needs to read the pool for a valid parameter, and for a deleted parameter of a managed pool', () => {
    expect(needsObserved(valid(), undefined)).toBe(true);
    expect(needsObserved({ kind: 'Absent' }, applied())).toBe(true);
  });

  test('does not need to read the pool for an invalid parameter or a pool that is not managed', () => {
    expect(needsObserved({ kind: 'Invalid', issues: [] }, applied())).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, undefined)).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, finished('Released'))).toBe(false);
    expect(needsObserved({ kind: 'Absent' }, finished('Cleared'))).toBe(false);
  });
});

describe('storeIfNew', () => {
  const reordered = (record: PoolRecord): PoolRecord => {
    const { Status, Original, ...rest } = record;
    const { Outcome, Reasons, Since } = Status;
    return {
      ...(Original && { Original: { At: Original.At, LogConfigurations: Original.LogConfigurations } }),
      ...rest,
      Status: { Since, Reasons, Outcome },
    };
  };

  test('stores a record that differs from the stored one as the next revision', () => {
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

  test('does not store a record that differs only in the order of its members', () => {
    const record = applied();
    expect(Object.keys(reordered(record))).not.toEqual(Object.keys(record));
    expect(storeIfNew(record, reordered(record))).toEqual({ type: 'Nothing', outcome: 'Applied' });
    expect(storeIfNew(reordered(record), record)).toEqual({ type: 'Nothing', outcome: 'Applied' });
  });
});

describe('withStatus', () => {
  test('changes Since only if the outcome changes', () => {
    const record = applied();
    expect(withStatus(record, { to: 'Applied', now: NOON }).Status.Since).toBe(record.Status.Since);
    expect(withStatus(record, { to: 'OutOfSync', now: NOON }).Status.Since).toBe(NOON.toISOString());
  });

  test('adds a transition only if the outcome, the reasons or the pool changed', () => {
    const record = applied();
    const addedTransitions = (...args: Parameters<typeof withStatus>) =>
      withStatus(...args).Transitions.length - record.Transitions.length;
    expect(addedTransitions(record, { to: 'Applied', now: NOON })).toBe(0);
    expect(addedTransitions(record, { to: 'InSync', now: NOON })).toBe(1);
    expect(addedTransitions(record, { to: 'Applied', now: NOON, reasons: ['x'] })).toBe(1);
    expect(addedTransitions(record, { to: 'Applied', now: NOON, after: [] })).toBe(1);
    const retry = withStatus(record, { to: 'Waiting', now: NOON, retryAt: later(5) });
    expect(retry.Status.RetryAt).toBe(later(5).toISOString());
  });

  test('compares reasons by text and order', () => {
    expect(sameTexts(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(sameTexts(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameTexts(['a'], ['a', 'b'])).toBe(false);
    expect(sameTexts(['a', 'b'], ['a', 'c'])).toBe(false);
  });
});
