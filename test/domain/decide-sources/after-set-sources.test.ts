import { decide } from '../../../lib/domain/decide/decide.ts';
import {
  deletedSources,
  postponedSources,
  rejectedSources,
  withdrawnIntent,
} from '../../../lib/domain/decide/sources/after-set-sources.ts';
import { carriedEntries } from '../../../lib/domain/decide/sources/carried-entries.ts';
import { isManagedRecord } from '../../../lib/domain/record.ts';
import { facts, ownedBy, parsed } from '../../support/policies.ts';
import {
  later,
  NOON,
  POOL,
  present,
  settings,
  situation,
  toLogGroup,
  toStream,
} from '../../support/situation.ts';

const rejection = { name: 'InvalidParameterException', message: 'no' };
const both = parsed({ LogConfigurations: [toStream(), toLogGroup()] });

function writeOf(over: Parameters<typeof situation>[0] = {}) {
  const action = decide(
    situation({
      desired: { kind: 'Absent' },
      recorded: undefined,
      observed: present(),
      policies: { policies: [both], facts: facts() },
      ...over,
    }),
  );
  if (action.type !== 'Apply') throw new Error(action.type);
  return { ...action, sources: action.sources ?? [] };
}

test('Cognito’s rejection is recorded for the event sources of the write, and the others stay', () => {
  const write = writeOf({ policies: { policies: [parsed()], facts: facts() } });
  const { intent } = write;
  const record = rejectedSources(write, rejection, undefined, NOON);
  expect(record).toMatchObject({
    Revision: intent.Revision + 1,
    Facts: facts(),
    Status: {
      Outcome: 'Rejected',
      Reasons: ['userAuthEvents: Cognito returned InvalidParameterException: no'],
    },
    Rejection: { Attempts: 1, RetryAt: later(900).toISOString() },
    Transitions: [{ To: 'Rejected', EventSource: 'userAuthEvents', Owner: ownedBy() }],
  });
  expect(record.Sources?.userAuthEvents?.Intent).toBeUndefined();
  expect(record.Sources?.userNotification).toBeUndefined();
});

test('the result of an event source that is not written is stored also if the write of the other one fails', () => {
  const own = parsed({ Name: 'own', LogConfigurations: [toLogGroup()] });
  const next = parsed({ Name: 'next', LogConfigurations: [toLogGroup()] });
  const first = writeOf({ policies: { policies: [own], facts: facts() } }).confirmed;
  const over = { recorded: first, observed: present(toLogGroup()) };
  const policies = { policies: [next], facts: facts() };
  const left = decide(situation({ desired: { kind: 'Absent' }, ...over, policies }));
  if (left.type !== 'Record') throw new Error(left.type);
  expect(left.outcome).toBe('Waiting');
  const write = writeOf({
    ...over,
    recorded: left.record,
    now: later(settings.clearGraceSeconds),
    policies: { policies: [next, parsed()], facts: facts() },
  });
  expect(write.sources).toEqual(['userAuthEvents']);
  for (const record of [
    rejectedSources(write, rejection, left.record, NOON),
    postponedSources(write, 'Set: Throttled', NOON, NOON),
  ]) {
    expect(record.Sources?.userNotification).toMatchObject({
      Owner: ownedBy({ Name: 'next' }),
      Status: { Outcome: 'InSync' },
    });
    expect(record.Transitions.filter(({ To }) => To === 'InSync')).toHaveLength(1);
  }
});

test('a rejection counts the earlier ones of the same event source', () => {
  const one = { policies: { policies: [parsed({ LogConfigurations: [toStream()] })], facts: facts() } };
  const first = rejectedSources(writeOf(one), rejection, undefined, NOON);
  const again = writeOf({ recorded: first, cause: { poolUpdated: true, recheck: true } });
  expect(again.sources).toHaveLength(2);
  const second = rejectedSources(again, rejection, first, NOON);
  expect(second.Sources?.userAuthEvents?.Rejection?.Attempts).toBe(2);
  expect(second.Sources?.userNotification?.Rejection?.Attempts).toBe(1);
});

test('a rejection does not count those of an earlier owner of the event source', () => {
  const first = parsed({ Name: 'first', Priority: 1 });
  const before = rejectedSources(writeOf(), rejection, undefined, NOON);
  const write = writeOf({ recorded: before, policies: { policies: [first, both], facts: facts() } });
  expect(write.sources).toEqual(['userAuthEvents']);
  const { Sources } = rejectedSources(write, rejection, before, NOON);
  expect(Sources?.userAuthEvents).toMatchObject({ Owner: { Name: 'first' }, Rejection: { Attempts: 1 } });
  expect(Sources?.userNotification?.Rejection?.Attempts).toBe(1);
});

test('a pool that was deleted during the write is recorded for all event sources', () => {
  const record = deletedSources(writeOf(), settings, NOON);
  expect(record.Status).toMatchObject({ Outcome: 'PoolNotFound' });
  expect(record.Status.Reasons).toHaveLength(2);
  expect(record.Status.Reasons[0]).toContain(POOL);
  for (const source of [record.Sources?.userAuthEvents, record.Sources?.userNotification])
    expect(source).toMatchObject({ Status: { Outcome: 'PoolNotFound' }, Owner: ownedBy() });
  expect(record.Intent).toBeUndefined();
});

test('a write that failed for now keeps its intent, with the reason and the time of the next try', () => {
  const record = postponedSources(
    writeOf({ policies: { policies: [parsed()], facts: facts() } }),
    'Set: Throttled',
    later(5),
    NOON,
  );
  expect(record.Status).toMatchObject({
    Outcome: 'Waiting',
    Reasons: ['userAuthEvents: Set: Throttled'],
    RetryAt: later(5).toISOString(),
  });
  expect(record.Sources?.userAuthEvents?.Intent).toBeDefined();
});

describe('a write of several event sources that Cognito rejected together', () => {
  test('leaves the record from before the write, without an intent', () => {
    const first = rejectedSources(writeOf(), rejection, undefined, NOON);
    const again = writeOf({ recorded: first, cause: { poolUpdated: true, recheck: true } });
    expect(again.intent.Intent).toBeDefined();
    expect(withdrawnIntent(again.intent, first, NOON)).toEqual({ ...first, Revision: first.Revision + 2 });
  });

  test('leaves an unmanaged pool unmanaged, with its facts', () => {
    const { intent } = writeOf();
    const record = withdrawnIntent(intent, undefined, NOON);
    expect(record).toMatchObject({
      Revision: 2,
      Status: { Outcome: 'Unmanaged' },
      Sources: {},
      Facts: facts(),
      Transitions: [],
    });
    expect(isManagedRecord(record)).toBe(false);
    expect(writeOf({ recorded: record }).intent).toEqual({ ...intent, Revision: 3 });
  });
});

test('an event source without a record is left out', () => {
  const policies = { policies: [parsed()], facts: facts() };
  const record = rejectedSources(writeOf({ policies }), rejection, undefined, NOON);
  expect(Object.keys(record.Sources ?? {})).toEqual(['userAuthEvents']);
});

describe('the entries that a write carries over', () => {
  test('are those of each event source', () => {
    const { entries, unknown } = carriedEntries(present(toLogGroup(), toStream()));
    expect(entries.get('userAuthEvents')).toEqual([toStream()]);
    expect(entries.get('userNotification')).toEqual([toLogGroup()]);
    expect(unknown).toBeUndefined();
  });

  test('are empty for a pool that was not read or does not exist', () => {
    for (const observed of [undefined, { kind: 'PoolNotFound' as const }])
      expect(carriedEntries(observed)).toEqual({
        entries: new Map([
          ['userNotification', []],
          ['userAuthEvents', []],
        ]),
        unknown: undefined,
      });
  });

  test('name an entry that cannot be carried over', () => {
    const { entries, unknown } = carriedEntries(present({ ...toStream(), LogLevel: 'DEBUG' }, toLogGroup()));
    expect(unknown).toBe('"userAuthEvents" with level "DEBUG"');
    expect(entries.get('userAuthEvents')).toEqual([]);
    expect(entries.get('userNotification')).toEqual([toLogGroup()]);
  });
});
