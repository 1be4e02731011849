import { marshall } from '@aws-sdk/util-dynamodb';
import { itemOf, readRecord } from '../../lib/aws/record-item.ts';
import type { Action, Situation } from '../../lib/domain/decide/action.ts';
import { decide } from '../../lib/domain/decide/decide.ts';
import type { ParsedPolicy } from '../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import * as previous from '../fixtures/previous-version.mjs';
import { broken, facts, parsed } from '../support/policies.ts';
import {
  applied,
  later,
  POOL,
  present,
  settings,
  sweepOf,
  toLogGroup,
  toStream,
  valid,
} from '../support/situation.ts';

/** Upgrade and rollback: the decision of the last version without policies, on the records of this version. */
const OWN = toLogGroup('team');
const DAY = 24 * 3600;
const ABSENT = { kind: 'Absent' } as const;

const stored = (record: PoolRecord) => marshall(itemOf(record), { removeUndefinedValues: true });
const recordAfter = (action: Action, before: PoolRecord | undefined): PoolRecord | undefined =>
  action.type === 'Apply' ? action.confirmed : action.type === 'Record' ? action.record : before;

/** Decides with these policies and returns the stored record. */
function withPolicies(
  policies: readonly ParsedPolicy[],
  recorded?: PoolRecord,
  over: Partial<Situation> = {},
): PoolRecord {
  const situation: Situation = {
    userPoolId: POOL,
    desired: ABSENT,
    observed: present(OWN),
    recorded,
    now: later(0),
    settings,
    cause: { poolUpdated: false, recheck: true },
    policies: { policies, facts: facts() },
    ...over,
  };
  const record = recordAfter(decide(situation), recorded);
  if (record?.Sources === undefined) throw new Error('The record has no event sources.');
  return record;
}

const POLICY = parsed({ OnDelete: 'Clear' });
const TWIN = parsed({ Name: 'twin', LogConfigurations: [toStream('twin')] });
const owned = withPolicies([POLICY]);
const onPool = present(OWN, toStream('policy'));
const intentOf = (action: Action): PoolRecord => {
  if (action.type !== 'Apply') throw new Error('Nothing was applied.');
  return action.intent;
};
const newRecords: Readonly<Record<string, PoolRecord>> = {
  'applied by a policy': owned,
  'written by a policy, but not confirmed': intentOf(
    decide({
      userPoolId: POOL,
      desired: ABSENT,
      observed: present(OWN),
      recorded: undefined,
      now: later(0),
      settings,
      cause: { poolUpdated: false, recheck: true },
      policies: { policies: [POLICY], facts: facts() },
    }),
  ),
  'that left its policy': withPolicies([], owned, { observed: onPool }),
  'rejected because two policies disagree': withPolicies([POLICY, TWIN], owned, { observed: onPool }),
  'rejected because its policy is invalid': withPolicies([broken()], owned, { observed: onPool }),
  'with a repair of drift': withPolicies([POLICY], owned, { observed: present(OWN) }),
  'with a parameter that inherits': withPolicies([POLICY], undefined, {
    desired: valid({ LogConfigurations: [OWN], Inherit: true }),
  }),
  'with the window of a write': {
    ...owned,
    Window: { From: later(0).toISOString(), To: later(1).toISOString() },
  },
};

describe.each(Object.entries(newRecords))('after a rollback, for a pool %s', (_, record) => {
  const read = previous.readRecord(stored(record));
  const situation = {
    userPoolId: POOL,
    desired: ABSENT,
    observed: onPool,
    recorded: read,
    now: later(DAY),
    settings,
    cause: sweepOf('the-sweep'),
  };

  test('the previous version reads the record as finished, and neither clears nor releases the pool', () => {
    expect(read.UserPoolId).toBe(POOL);
    expect(read.Revision).toBe(record.Revision);
    expect(previous.isFinished(read.Status.Outcome)).toBe(true);
    for (const cause of [sweepOf('the-sweep'), sweepOf('held', true), { poolUpdated: true, recheck: true }])
      expect(previous.decide({ ...situation, cause })).toMatchObject({ type: 'Nothing' });
  });

  test('the previous version applies a parameter that is put later, and this version continues with it', () => {
    const desired = valid();
    const action = previous.decide({ ...situation, desired });
    expect(action).toMatchObject({ type: 'Apply', set: [toLogGroup()], outcome: 'Applied' });
    const confirmed = recordAfter(action, read);
    const item = marshall({ Id: `pool#${POOL}`, ...confirmed }, { removeUndefinedValues: true });
    const recorded = readRecord(item);
    expect(recorded.Sources).toBeUndefined();
    const observed = present(toLogGroup());
    const next = { ...situation, desired, observed, recorded, now: later(2 * DAY) };
    expect(decide(next)).toMatchObject({ type: expect.stringMatching(/Nothing|Record/), outcome: 'InSync' });
    const policies = { policies: [POLICY], facts: facts() };
    expect(decide({ ...next, policies })).toMatchObject({ outcome: 'InSync' });
  });

  test('the previous version rejects a parameter with Inherit, and does not write the pool', () => {
    const issues = [{ path: 'Inherit', found: 'true', expected: 'a known key' }];
    const action = previous.decide({ ...situation, desired: { kind: 'Invalid', issues } });
    expect(action).toMatchObject({ type: 'Record', outcome: 'Rejected' });
  });

  test('this version reads its own record unchanged after the rollback', () => {
    expect(readRecord(stored(record))).toEqual(JSON.parse(JSON.stringify(record)));
  });
});

describe('after an upgrade', () => {
  const recorded = readRecord(
    marshall({ Id: `pool#${POOL}`, ...applied() }, { removeUndefinedValues: true }),
  );
  const situation = {
    userPoolId: POOL,
    desired: valid(),
    observed: present(toLogGroup()),
    recorded,
    now: later(0),
    settings,
    cause: sweepOf('the-sweep'),
  };

  test('both versions decide the same for a record of the previous version', () => {
    for (const desired of [valid(), valid({ LogConfigurations: [toStream()] }), ABSENT])
      for (const observed of [present(toLogGroup()), present(), present(toStream('other'))])
        expect(decide({ ...situation, desired, observed })).toEqual(
          previous.decide({ ...situation, desired, observed }),
        );
  });

  test('a mandatory policy takes over its event source at once, and the parameter keeps the other one', () => {
    const mandatory = parsed({ Precedence: 'Mandatory' });
    const policies = { policies: [mandatory], facts: facts() };
    expect(decide({ ...situation, policies })).toMatchObject({
      type: 'Apply',
      set: expect.arrayContaining([toLogGroup(), toStream('policy')]),
    });
  });

  test('a default policy waits for the grace period after the parameter of a pool was deleted', () => {
    const policies = { policies: [POLICY], facts: facts() };
    expect(decide({ ...situation, desired: ABSENT, policies })).toMatchObject({
      type: 'Record',
      outcome: 'Waiting',
    });
  });
});
