import { recordedOwners, splitRecord } from '../../../lib/domain/decide/sources/source-records.ts';
import { EVENT_SOURCES } from '../../../lib/domain/log-configuration.ts';
import { PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { facts, ownedBy } from '../../support/policies.ts';
import { applied, later, POOL, state, toLogGroup, toStream } from '../../support/situation.ts';

const { Status, Repairs, DriftCount } = applied();
const source = { Status, Repairs, DriftCount, LastApplied: [toStream()], Owner: ownedBy() };
const divided = applied({ Sources: { userAuthEvents: source } });
const finished = (Outcome: 'Released' | 'Cleared'): PoolRecord['Status'] => ({
  Outcome,
  Reasons: [],
  Since: later(-5).toISOString(),
});

describe('a record of a pool that was decided as a whole', () => {
  const both = [toLogGroup(), toStream()];
  const whole = applied({
    Desired: state({ LogConfigurations: both }),
    LastApplied: both,
    Original: { LogConfigurations: both, At: later(-3600).toISOString() },
    Finding: { Problem: 'TierTooLow', Since: later(-5).toISOString() },
    Facts: facts(),
  });

  test('is divided: the parameter owns both event sources', () => {
    const { LastApplied: _applied, Finding: _finding, Facts: _facts, ...rest } = whole;
    expect(splitRecord(whole, 'userAuthEvents')).toEqual({
      owner: PARAMETER,
      record: {
        ...rest,
        Transitions: [],
        Desired: state({ LogConfigurations: [toStream()] }),
        LastApplied: [toStream()],
        Original: { LogConfigurations: [toStream()], At: later(-3600).toISOString() },
      },
    });
    expect(splitRecord(whole, 'userNotification')?.record.LastApplied).toEqual([toLogGroup()]);
    expect(recordedOwners(whole)).toEqual(
      new Map([
        ['userNotification', PARAMETER],
        ['userAuthEvents', PARAMETER],
      ]),
    );
  });

  test('is divided without the rejection of the list, which does not show the wrong entry', () => {
    const Rejection = { Name: 'E', Attempts: 2, RetryAt: later(900).toISOString() };
    for (const one of EVENT_SOURCES)
      expect(splitRecord({ ...whole, Rejection }, one)).toEqual(splitRecord(whole, one));
  });

  test('is divided without the members that it does not have', () => {
    const { Desired, LastApplied, Original, ...blank } = applied();
    const members = Object.keys(splitRecord(blank, 'userAuthEvents')?.record ?? {});
    for (const member of ['Desired', 'LastApplied', 'Original']) expect(members).not.toContain(member);
  });

  test('has no event sources once the pool is released or cleared', () => {
    for (const outcome of ['Released', 'Cleared'] as const) {
      const released = applied({ Status: finished(outcome) });
      expect(splitRecord(released, 'userAuthEvents')).toBeUndefined();
      expect(recordedOwners(released)).toEqual(new Map());
    }
  });

  test('has them after a first write that was interrupted', () => {
    const unmanaged = applied({ Status: { Outcome: 'Unmanaged', Reasons: [], Since: '' } });
    expect(splitRecord(unmanaged, 'userAuthEvents')?.owner).toEqual(PARAMETER);
    expect(recordedOwners(unmanaged).size).toBe(2);
  });
});

describe('a record of a pool that was decided by event source', () => {
  test('has the record and the owner of each event source', () => {
    expect(splitRecord(divided, 'userAuthEvents')).toEqual({
      owner: ownedBy(),
      record: {
        Status,
        Repairs,
        DriftCount,
        LastApplied: [toStream()],
        UserPoolId: POOL,
        Revision: 2,
        Transitions: [],
      },
    });
    expect(splitRecord(divided, 'userNotification')).toBeUndefined();
    expect(recordedOwners(divided)).toEqual(new Map([['userAuthEvents', ownedBy()]]));
  });

  test('has no owner of an event source that is released, and none that is not recorded', () => {
    const released = { ...source, Status: finished('Released') };
    expect(recordedOwners(applied({ Sources: { userAuthEvents: released } }))).toEqual(new Map());
    const { Owner: _owner, ...free } = source;
    expect(recordedOwners(applied({ Sources: { userAuthEvents: free } }))).toEqual(new Map());
    expect(recordedOwners(applied({ Sources: {} }))).toEqual(new Map());
  });
});

test('a pool without a record has no event sources and no owners', () => {
  expect(splitRecord(undefined, 'userAuthEvents')).toBeUndefined();
  expect(recordedOwners(undefined)).toEqual(new Map());
});
