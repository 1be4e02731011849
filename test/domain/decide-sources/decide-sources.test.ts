import type { Action, Situation } from '../../../lib/domain/decide/action.ts';
import { decide } from '../../../lib/domain/decide/decide.ts';
import type { Desired } from '../../../lib/domain/desired.ts';
import { type Owner, PARAMETER } from '../../../lib/domain/policy/owner.ts';
import type { ParsedPolicy, PoolFacts } from '../../../lib/domain/policy/policy.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { broken, facts, ownedBy, parsed } from '../../support/policies.ts';
import {
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
} from '../../support/situation.ts';

const ABSENT: Desired = { kind: 'Absent' };
const TEAM = toLogGroup('team');
const STREAM = toStream('policy');
const GRACE = settings.clearGraceSeconds;

const policies = (...given: readonly ParsedPolicy[]) => ({ policies: given, facts: facts() });
const withFacts = (known: PoolFacts | undefined, ...given: readonly ParsedPolicy[]) => ({
  policies: given,
  facts: known,
});
/** A pool without a parameter and without a record, with an entry of its team. */
const pool = (over: Partial<Situation> = {}): Situation =>
  situation({ desired: ABSENT, recorded: undefined, observed: present(TEAM), ...over });

function applyOf(action: Action): Extract<Action, { type: 'Apply' }> {
  if (action.type !== 'Apply') throw new Error(action.type);
  return action;
}
function recordOf(action: Action): PoolRecord {
  if (action.type === 'Nothing') throw new Error('nothing to do');
  return action.type === 'Apply' ? action.confirmed : action.record;
}
/** The record of a pool whose sign-ins a policy owns. */
const owned = (over: Parameters<typeof parsed>[0] = {}): PoolRecord =>
  recordOf(decide(pool({ policies: policies(parsed(over)) })));

describe('the first write of a policy', () => {
  const action = applyOf(decide(pool({ policies: policies(parsed()) })));

  test('contains its entry, and the entry of the other event source unchanged', () => {
    expect(action).toMatchObject({ outcome: 'Applied', sources: ['userAuthEvents'] });
    expect(action.set).toHaveLength(2);
    expect(action.set).toEqual(expect.arrayContaining([STREAM, TEAM]));
  });

  test('is recorded before and after it, for its event source only', () => {
    expect(action.intent).toMatchObject({ Revision: 1, Status: { Outcome: 'Unmanaged', Reasons: [] } });
    expect(Object.keys(action.intent.Sources ?? {})).toEqual(['userAuthEvents']);
    expect(action.intent.Sources?.userAuthEvents).toMatchObject({
      Owner: ownedBy(),
      Intent: { Outcome: 'Applied' },
      Original: { LogConfigurations: [] },
    });
    const { confirmed } = action;
    expect(confirmed).toMatchObject({
      Revision: 2,
      Status: { Outcome: 'Applied', Since: NOON.toISOString() },
      LastApplied: [STREAM],
      Facts: facts(),
      Transitions: [
        { To: 'Applied', EventSource: 'userAuthEvents', Owner: ownedBy(), Before: [], After: [STREAM] },
      ],
    });
    expect(confirmed.Intent).toBeUndefined();
    expect(confirmed.Sources?.userAuthEvents?.Intent).toBeUndefined();
    expect(confirmed.Sources?.userNotification).toBeUndefined();
  });

  test('is completed by the next worker if it was interrupted', () => {
    const again = { policies: policies(parsed()), recorded: action.intent };
    expect(applyOf(decide(pool({ ...again }))).outcome).toBe('Applied');
    const done = decide(pool({ ...again, observed: present(...action.set) }));
    expect(done).toMatchObject({ type: 'Record', record: { Status: { Outcome: 'Applied' } } });
    expect(recordOf(done).Sources?.userAuthEvents?.Intent).toBeUndefined();
  });
});

describe('a pool whose sign-ins a policy owns', () => {
  const recorded = owned();

  test('is in sync with any entry of the other event source', () => {
    for (const entries of [[STREAM, TEAM], [STREAM, toLogGroup('other')], [STREAM]]) {
      const same = { policies: policies(parsed()), recorded, observed: present(...entries) };
      expect(decide(pool(same))).toEqual({ type: 'Nothing', outcome: 'InSync' });
    }
  });

  test('is repaired, with the other event source as last read', () => {
    const drifted = { policies: policies(parsed()), recorded, observed: present(toLogGroup('other')) };
    const action = applyOf(decide(pool(drifted)));
    expect(action.outcome).toBe('Repaired');
    expect(action.set).toHaveLength(2);
    expect(action.set).toEqual(expect.arrayContaining([STREAM, toLogGroup('other')]));
    expect(action.confirmed).toMatchObject({ DriftCount: 1, Sources: { userAuthEvents: { DriftCount: 1 } } });
  });

  test('stores new facts of the pool, and nothing if they are the same', () => {
    const over = { recorded, observed: present(STREAM, TEAM) };
    const renamed = facts({ name: 'renamed' });
    const action = decide(pool({ ...over, policies: withFacts(renamed, parsed()) }));
    expect(action).toMatchObject({
      type: 'Record',
      outcome: 'InSync',
      record: { Revision: 3, Facts: renamed, Status: recorded.Status },
    });
    expect(decide(pool({ ...over, policies: withFacts(undefined, parsed()) })).type).toBe('Nothing');
  });

  test('keeps its owner when an equal policy of another name goes first', () => {
    const second = parsed({ Name: 'a' });
    const over = { recorded, observed: present(STREAM, TEAM), policies: policies(parsed(), second) };
    const action = decide(pool(over));
    expect(action).toMatchObject({ type: 'Record', record: { Status: recorded.Status } });
    expect(recordOf(action).Sources?.userAuthEvents?.Owner).toMatchObject({ Name: 'a' });
    expect(recordOf(action).Transitions).toEqual(recorded.Transitions);
  });

  test('does not exist any more: it is released after the grace period', () => {
    const gone = { policies: policies(parsed()), recorded, observed: { kind: 'PoolNotFound' as const } };
    const action = decide(pool(gone));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Waiting' });
    expect(recordOf(action).Sources?.userAuthEvents?.Owner).toEqual(ownedBy());
    expect(recordOf(action).Status.Reasons).toEqual([
      `userAuthEvents: User pool ${POOL} does not exist in eu-west-1 (account 123456789012).`,
    ]);
  });
});

describe('a pool that does not exist', () => {
  const observed = { kind: 'PoolNotFound' as const };

  test('gets no record from a policy', () => {
    expect(decide(pool({ policies: policies(parsed()), observed }))).toEqual({
      type: 'Nothing',
      outcome: 'Unmanaged',
    });
  });

  test('is reported for the event source that a parameter names, and not for that of a policy', () => {
    const desired = valid({ LogConfigurations: [toLogGroup('own')], Inherit: true });
    const action = decide(pool({ desired, policies: policies(parsed()), observed }));
    expect(action).toMatchObject({ type: 'Record', outcome: 'PoolNotFound' });
    expect(Object.keys(recordOf(action).Sources ?? {})).toEqual(['userNotification']);
  });
});

describe('a pool whose parameter owned both event sources', () => {
  const both = [toLogGroup('own'), toStream('own')];
  const recorded = applied({ Desired: state({ LogConfigurations: both }), LastApplied: both });
  const over = { desired: valid({ LogConfigurations: both }), recorded, observed: present(...both) };

  test('is decided as a whole if no policy wins an event source', () => {
    const action = decide(pool({ ...over, policies: policies(parsed()) }));
    expect(action).toEqual({
      type: 'Record',
      outcome: 'InSync',
      record: { ...recorded, Revision: recorded.Revision + 1, Facts: facts() },
    });
    const known = { ...over, recorded: recordOf(action), policies: policies(parsed()) };
    expect(decide(pool(known))).toEqual({ type: 'Nothing', outcome: 'InSync' });
  });

  test('gives one of them to a mandatory policy at once, and keeps the other', () => {
    const action = applyOf(
      decide(pool({ ...over, policies: policies(parsed({ Precedence: 'Mandatory' })) })),
    );
    expect(action).toMatchObject({ outcome: 'Applied', sources: ['userAuthEvents'] });
    expect(action.confirmed.Sources).toMatchObject({
      userAuthEvents: { Owner: ownedBy({ Precedence: 'Mandatory' }), Status: { Outcome: 'Applied' } },
      userNotification: { Owner: PARAMETER, LastApplied: [toLogGroup('own')] },
    });
    expect(action.confirmed.LastApplied).toEqual([STREAM, toLogGroup('own')]);
    expect(action.confirmed.Transitions.slice(0, 1)).toEqual(recorded.Transitions);
  });

  test('leaves them for each owner by itself when the parameter is deleted', () => {
    const action = decide(pool({ ...over, desired: ABSENT, policies: policies(parsed()) }));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Waiting' });
    expect(recordOf(action).Status.Reasons).toEqual(
      expect.arrayContaining([
        'userAuthEvents: Left the pool\'s parameter. After the grace period, policy "sign-ins" applies.',
        'userNotification: Parameter deleted. The first sweep after the grace period clears or releases the pool.',
      ]),
    );
  });
});

describe('a pool for which Cognito rejected the list of its parameter', () => {
  const own = [toStream('own'), toLogGroup('own')];
  const Status = {
    Outcome: 'Rejected' as const,
    Reasons: ['Cognito returned E: no'],
    Since: NOON.toISOString(),
  };
  const Rejection = { Name: 'E', Attempts: 2, RetryAt: later(3600).toISOString() };
  const { LastApplied: _applied, ...base } = applied({
    Status,
    Rejection,
    Desired: state({ LogConfigurations: own }),
  });
  const over = { desired: valid({ LogConfigurations: own }), recorded: base, observed: present() };
  const sameEntry = parsed({ LogConfigurations: [toLogGroup('own')], Precedence: 'Mandatory' });

  test('is written for a policy that takes over an entry, because its other entry can be the wrong one', () => {
    expect(decide(pool({ ...over, policies: policies() }))).toMatchObject({
      type: 'Record',
      outcome: 'Rejected',
      record: { Rejection },
    });
    const action = applyOf(decide(pool({ ...over, policies: policies(sameEntry) })));
    expect(action.sources).toEqual(['userNotification', 'userAuthEvents']);
    expect(action.confirmed.Sources?.userNotification?.Owner).toMatchObject({ Kind: 'Policy' });
  });

  test('is written for a parameter that now inherits, because one entry can be accepted without the other', () => {
    const desired = valid({ LogConfigurations: own, Inherit: true });
    expect(applyOf(decide(pool({ ...over, desired }))).sources).toHaveLength(2);
  });

  test('is written for a mandatory policy if the parameter is now invalid', () => {
    const desired: Desired = { kind: 'Invalid', issues: [] };
    const action = applyOf(decide(pool({ ...over, desired, policies: policies(sameEntry) })));
    expect(action.sources).toEqual(['userNotification']);
    expect(action.confirmed.Sources?.userAuthEvents).toMatchObject({
      Status: { Outcome: 'Rejected' },
      Owner: PARAMETER,
    });
  });

  test('is written for a default policy after the grace period of the deleted parameter', () => {
    const left = { desired: ABSENT, policies: policies(parsed({ LogConfigurations: [toLogGroup('own')] })) };
    const waiting = decide(pool({ ...over, ...left }));
    expect(waiting.outcome).toBe('Waiting');
    const again = { ...over, ...left, recorded: recordOf(waiting), now: later(GRACE) };
    expect(applyOf(decide(pool(again))).sources).toEqual(['userNotification']);
  });
});

describe('an event source whose entry Cognito rejected', () => {
  const entry = toLogGroup('own');
  const Status = {
    Outcome: 'Rejected' as const,
    Reasons: ['Cognito returned E: no'],
    Since: NOON.toISOString(),
  };
  const Rejection = { Name: 'E', Attempts: 2, RetryAt: later(3600).toISOString() };
  const rejectedFor = (Owner: Owner): PoolRecord => {
    const Desired = state({ LogConfigurations: [entry] });
    return applied({
      Status,
      Sources: { userNotification: { Status, Rejection, Desired, Owner, Repairs: [], DriftCount: 0 } },
    });
  };
  const first = parsed({ Name: 'first', LogConfigurations: [entry], Precedence: 'Mandatory', Priority: 1 });
  const second = parsed({ Name: 'second', LogConfigurations: [entry], Precedence: 'Mandatory', Priority: 2 });
  const over = { desired: valid({ LogConfigurations: [entry], Inherit: true }), observed: present() };

  test('is written for another owner that goes before the last one, with the same entry', () => {
    for (const before of [PARAMETER, ownedBy({ Name: 'second', Precedence: 'Mandatory', Priority: 2 })]) {
      const recorded = rejectedFor(before);
      const action = applyOf(decide(pool({ ...over, recorded, policies: policies(first, second) })));
      expect(action.sources).toEqual(['userNotification']);
      expect(action.confirmed.Sources?.userNotification?.Owner).toMatchObject({ Name: 'first' });
    }
  });

  test('waits for the retry if its owner is the same, also with another priority', () => {
    for (const [before, ...given] of [
      [PARAMETER],
      [ownedBy({ Name: 'first', Precedence: 'Mandatory', Priority: 9 }), first],
    ] as const) {
      const action = decide(pool({ ...over, recorded: rejectedFor(before), policies: policies(...given) }));
      expect(action).toMatchObject({ type: 'Record', outcome: 'Rejected' });
      expect(recordOf(action).Sources?.userNotification).toMatchObject({ Rejection });
    }
  });
});

describe('a policy that does not select the pool any more', () => {
  const gone = {
    policies: policies(parsed({ Select: { Names: ['other'] } })),
    observed: present(STREAM, TEAM),
  };
  const leave = (over: Partial<Situation>, recorded: PoolRecord) =>
    decide(pool({ ...gone, recorded, ...over }));
  const due = later(GRACE);
  const sweep = sweepOf(due.toISOString());
  const waiting = (OnDelete: 'Retain' | 'Clear') => recordOf(leave({}, owned({ OnDelete })));

  test('leaves the event source unchanged, for a grace period', () => {
    expect(waiting('Clear')).toMatchObject({
      Status: {
        Outcome: 'Waiting',
        Reasons: [
          'userAuthEvents: Left policy "sign-ins". The first sweep after the grace period clears or releases the event source.',
        ],
        RetryAt: due.toISOString(),
      },
      DeletedAt: NOON.toISOString(),
      Sources: { userAuthEvents: { Owner: ownedBy(), DeletedAt: NOON.toISOString() } },
    });
    expect(leave({ now: later(GRACE - 1) }, waiting('Clear'))).toEqual({
      type: 'Nothing',
      outcome: 'Waiting',
    });
    expect(leave({ now: due }, waiting('Clear')).type).toBe('Nothing');
  });

  test('clears only its event source in a sweep after the grace period', () => {
    const action = applyOf(leave({ cause: sweep, now: due }, waiting('Clear')));
    expect(action).toMatchObject({ outcome: 'Cleared', set: [TEAM], sources: ['userAuthEvents'] });
    expect(action.confirmed).toMatchObject({
      Status: { Outcome: 'Cleared' },
      Deleted: { At: NOON.toISOString() },
      Sources: { userAuthEvents: { Status: { Outcome: 'Cleared' } } },
    });
    expect(action.confirmed.Sources?.userAuthEvents?.Owner).toBeUndefined();
  });

  test('does not clear while the pool has an entry that this version does not know', () => {
    const observed = present(STREAM, { ...TEAM, LogLevel: 'TRACE' });
    const action = leave({ cause: sweep, now: due, observed }, waiting('Clear'));
    expect(action).toMatchObject({ outcome: 'Waiting' });
    expect(action.type).not.toBe('Apply');
  });

  test('releases it if OnDelete is Retain', () => {
    const action = leave({ cause: sweep, now: due }, waiting('Retain'));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Released' });
    expect(recordOf(action).Sources?.userAuthEvents?.Owner).toBeUndefined();
    const again = { cause: sweepOf(later(2 * GRACE).toISOString()), now: later(2 * GRACE) };
    expect(leave(again, recordOf(action))).toEqual({ type: 'Nothing', outcome: 'Released' });
  });

  test('leaves it unchanged while the loss of many pools is on hold', () => {
    const action = leave({ cause: sweepOf(due.toISOString(), true), now: due }, waiting('Clear'));
    expect(recordOf(action).Status.Reasons).toEqual([
      'userAuthEvents: Left policy "sign-ins". On hold: many pools left their policy at once. Restore the policy or accept the deletions.',
    ]);
  });

  test('gets it back within the grace period without a write', () => {
    const back = leave({ policies: policies(parsed()) }, waiting('Clear'));
    expect(back).toMatchObject({ type: 'Record', outcome: 'InSync' });
    expect(recordOf(back).DeletedAt).toBeUndefined();
  });

  describe('and a layer that follows', () => {
    const next = parsed({ Name: 'next', LogConfigurations: [toStream('next')], Priority: 200 });
    const follow = (over: Partial<Situation>, recorded: PoolRecord) =>
      leave({ policies: policies(next), ...over }, recorded);

    test('takes the event source over only after the grace period, also without a sweep', () => {
      const first = follow({}, owned({ OnDelete: 'Clear' }));
      expect(first).toMatchObject({ type: 'Record', outcome: 'Waiting' });
      expect(recordOf(first)).toMatchObject({
        Status: {
          Reasons: ['userAuthEvents: Left policy "sign-ins". After the grace period, policy "next" applies.'],
        },
        Sources: { userAuthEvents: { Owner: ownedBy() } },
      });
      expect(follow({ now: later(GRACE - 1) }, recordOf(first)).type).toBe('Nothing');
      const after = applyOf(follow({ now: due }, recordOf(first)));
      expect(after).toMatchObject({ outcome: 'Applied', sources: ['userAuthEvents'] });
      expect(after.confirmed.Sources?.userAuthEvents?.Owner).toMatchObject({ Name: 'next' });
      expect(after.confirmed.DeletedAt).toBeUndefined();
    });

    test('is not cleared and not on hold in between', () => {
      const first = recordOf(follow({}, owned({ OnDelete: 'Clear' })));
      for (const held of [true, false])
        expect(follow({ cause: sweepOf(later(10).toISOString(), held), now: later(10) }, first).type).toBe(
          'Nothing',
        );
    });

    test('takes it over at once if it goes before the last owner, or if the event source does not have one', () => {
      const before = parsed({ Name: 'first', Priority: 1, LogConfigurations: [toStream('next')] });
      expect(follow({ policies: policies(before) }, owned()).type).toBe('Apply');
      const released = recordOf(leave({ cause: sweep, now: due }, waiting('Retain')));
      expect(follow({ now: due }, released).type).toBe('Apply');
      const equal = parsed({ Name: 'equal', LogConfigurations: [toStream('next')] });
      expect(follow({ policies: policies(equal) }, owned()).type).toBe('Record');
    });
  });
});

describe('an event source that must stay unchanged', () => {
  const conflict = [parsed({ Name: 'a' }), parsed({ Name: 'b', LogConfigurations: [toStream('b')] })];

  test('is not written by policies that disagree, and the other event source is', () => {
    const other = parsed({ Name: 'c', LogConfigurations: [toLogGroup('c')] });
    const action = applyOf(decide(pool({ policies: policies(...conflict, other) })));
    expect(action).toMatchObject({
      outcome: 'Rejected',
      set: [toLogGroup('c')],
      sources: ['userNotification'],
    });
    expect(action.confirmed).toMatchObject({
      Status: { Outcome: 'Rejected' },
      Sources: {
        userAuthEvents: { Status: { Outcome: 'Rejected' } },
        userNotification: { Status: { Outcome: 'Applied' } },
      },
    });
    expect(action.confirmed.Sources?.userAuthEvents?.Owner).toBeUndefined();
  });

  test('keeps its owner while two other policies disagree', () => {
    const over = { recorded: owned(), observed: present(STREAM, TEAM) };
    const mandatory = [
      parsed({ Name: 'a', Precedence: 'Mandatory' }),
      parsed({ Name: 'b', Precedence: 'Mandatory', OnDelete: 'Clear' }),
    ];
    const action = decide(pool({ ...over, policies: policies(parsed(), ...mandatory) }));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Rejected' });
    expect(recordOf(action).Sources?.userAuthEvents?.Owner).toEqual(ownedBy());
  });

  test('is not written by an invalid policy, which is named', () => {
    const action = decide(pool({ recorded: owned(), policies: policies(broken()) }));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Rejected' });
    expect(recordOf(action).Status.Reasons[0]).toMatch(/^userAuthEvents: policies\/sign-ins: /);
  });

  test('is compared and never written after its policy turned to Observe', () => {
    const recorded = owned();
    const observing = policies(parsed({ Mode: 'Observe' }));
    const same = decide(pool({ recorded, observed: present(STREAM, TEAM), policies: observing }));
    expect(same).toMatchObject({ outcome: 'InSync' });
    const drifted = decide(pool({ recorded, observed: present(toStream('x'), TEAM), policies: observing }));
    expect(drifted).toMatchObject({ type: 'Record', outcome: 'OutOfSync' });
    expect(recordOf(drifted).Sources?.userAuthEvents).toMatchObject({
      Owner: ownedBy(),
      Desired: { Mode: 'Observe', LogConfigurations: [STREAM], OnDelete: 'Retain' },
    });
  });

  test('is written again by its policy after it turned back to Enforce', () => {
    const recorded = owned();
    const observing = { recorded, observed: present(toStream('x'), TEAM) };
    const drifted = recordOf(decide(pool({ ...observing, policies: policies(parsed({ Mode: 'Observe' })) })));
    expect(decide(pool({ ...observing, recorded: drifted, policies: policies(parsed()) })).type).toBe(
      'Apply',
    );
  });

  test('is only observed if the deployment only observes', () => {
    const over = { settings: { ...settings, mode: 'Observe' as const }, policies: policies(parsed()) };
    expect(decide(pool(over))).toMatchObject({ type: 'Record', outcome: 'OutOfSync' });
  });
});

describe('an entry that this version does not know', () => {
  test.each([
    ['event source', { ...TEAM, EventSource: 'newEvents' }, '"newEvents" with level "ERROR"'],
    ['level', { ...TEAM, LogLevel: 'TRACE' }, '"userNotification" with level "TRACE"'],
  ])('of an unknown %s keeps the pool from being written', (_, entry, text) => {
    const action = decide(pool({ observed: present(entry), policies: policies(parsed()) }));
    expect(action).toMatchObject({ type: 'Record', outcome: 'Rejected' });
    expect(recordOf(action).Status.Reasons).toEqual([
      `userAuthEvents: LogConfigurations: the pool has an entry for ${text}, which this version does not know. A write would remove it. Update the service.`,
    ]);
    expect(recordOf(action).Sources?.userAuthEvents?.Owner).toBeUndefined();
  });

  test('does not matter while nothing has to be written', () => {
    const observed = present(STREAM, { ...TEAM, LogLevel: 'TRACE' });
    const action = decide(pool({ recorded: owned(), observed, policies: policies(parsed()) }));
    expect(action).toEqual({ type: 'Nothing', outcome: 'InSync' });
  });

  test('leaves the event source with its owner', () => {
    const observed = present({ ...TEAM, LogLevel: 'TRACE' });
    const over = { recorded: owned(), observed, policies: policies(parsed()) };
    expect(recordOf(decide(pool(over))).Sources?.userAuthEvents?.Owner).toEqual(ownedBy());
  });
});

describe('a write of one event source only', () => {
  const both = policies(parsed({ LogConfigurations: [STREAM, toLogGroup('policy')] }));

  test('carries the other one over and leaves its record unchanged', () => {
    const action = applyOf(decide(pool({ policies: both, only: 'userNotification' })));
    expect(action).toMatchObject({
      outcome: 'Waiting',
      set: [toLogGroup('policy')],
      sources: ['userNotification'],
    });
    expect(action.confirmed.Sources?.userAuthEvents).toBeUndefined();
    const recorded = owned();
    const drifted = { recorded, observed: present(toStream('x'), TEAM), policies: both };
    const second = applyOf(decide(pool({ ...drifted, only: 'userNotification' })));
    expect(second.set).toEqual(expect.arrayContaining([toStream('x'), toLogGroup('policy')]));
    expect(second.confirmed.Sources?.userAuthEvents).toEqual(recorded.Sources?.userAuthEvents);
  });

  test('writes nothing if only the other one changes', () => {
    const action = decide(pool({ policies: policies(parsed()), only: 'userNotification' }));
    expect(action).toEqual({ type: 'Nothing', outcome: 'Waiting' });
  });
});

test('a policy that is not applicable to the tier leaves the event source without an owner', () => {
  const lite = facts({ tier: 'LITE' });
  const other = parsed({ Name: 'other', Select: { Names: ['other'] } });
  const uncovered = decide(pool({ policies: withFacts(lite, parsed(), other) }));
  // The facts are stored, so that a sweep need not read them again.
  expect(uncovered).toMatchObject({
    type: 'Record',
    outcome: 'Unmanaged',
    record: { Status: { Outcome: 'Unmanaged' }, Sources: {}, Facts: lite, Transitions: [] },
  });
  expect(recordOf(uncovered).Status.Reasons).toEqual([
    'userAuthEvents: policy "sign-ins" is not applicable: tier LITE cannot have userAuthEvents.',
  ]);
  const unselected = decide(pool({ recorded: recordOf(uncovered), policies: withFacts(lite, other) }));
  expect(recordOf(unselected).Status).toMatchObject({ Outcome: 'Unmanaged', Reasons: [] });
  const left = decide(pool({ recorded: owned(), policies: withFacts(lite, parsed()) }));
  expect(left).toMatchObject({ type: 'Record', outcome: 'Waiting', record: { Facts: lite } });
});

test('stores the facts of a pool that a policy does not select because of its tier, once', () => {
  const lite = facts({ tier: 'LITE' });
  const given = { policies: withFacts(lite, parsed({ Select: { Tiers: ['PLUS'] } })) };
  const first = decide(pool(given));
  expect(first).toMatchObject({
    type: 'Record',
    outcome: 'Unmanaged',
    record: { Status: { Outcome: 'Unmanaged', Reasons: [] }, Sources: {}, Facts: lite, Transitions: [] },
  });
  expect(decide(pool({ ...given, recorded: recordOf(first) }))).toMatchObject({ type: 'Nothing' });
});

test('decides by event source if the record says so, even if there is no policy any more', () => {
  const action = decide(pool({ recorded: owned(), observed: present(STREAM, TEAM) }));
  expect(recordOf(action)).toMatchObject({ Status: { Outcome: 'Waiting' }, Facts: facts() });
});

test('a parameter with Inherit owns only its event source without any policy', () => {
  const desired = valid({ LogConfigurations: [toLogGroup('own')], Inherit: true });
  const action = applyOf(decide(pool({ desired, observed: present(TEAM, STREAM), cause: event })));
  expect(action).toMatchObject({ sources: ['userNotification'] });
  expect(action.set).toEqual(expect.arrayContaining([STREAM, toLogGroup('own')]));
});

test('clears a pool that left its policy, also if the policy only observed for a time', () => {
  const clear = { Select: { Names: ['other-*'] }, OnDelete: 'Clear' as const };
  const source = owned().Sources?.userAuthEvents;
  if (source?.Desired === undefined) throw new Error('no event source');
  const Desired = { ...source.Desired, OnDelete: 'Clear' as const, Mode: 'Observe' as const };
  const DeletedAt = later(-7200).toISOString();
  const recorded = { ...owned(), Sources: { userAuthEvents: { ...source, Desired, DeletedAt } } };
  const cause = sweepOf(later(-1).toISOString());
  const left = { recorded, cause, observed: present(STREAM, TEAM) };
  const action = applyOf(decide(pool({ ...left, policies: policies(parsed(clear)) })));
  expect(action).toMatchObject({ outcome: 'Cleared', set: [TEAM] });
  for (const given of [policies(), policies(parsed({ ...clear, Name: 'another' }))])
    expect(decide(pool({ ...left, policies: given }))).toMatchObject({ type: 'Record', outcome: 'Released' });
  const deployment = { settings: { ...settings, mode: 'Observe' as const } };
  expect(decide(pool({ ...left, ...deployment, policies: policies(parsed(clear)) }))).toMatchObject({
    type: 'Record',
    outcome: 'Released',
  });
});

test('a rejected event source records the policies that reject it until it is no longer rejected', () => {
  const tie = [parsed({ Name: 'a' }), parsed({ Name: 'b', LogConfigurations: [toStream('b')] })];
  const both = [ownedBy({ Name: 'a' }), ownedBy({ Name: 'b' })];
  const rejected = recordOf(decide(pool({ policies: policies(...tie) })));
  expect(rejected.Sources?.userAuthEvents).toMatchObject({
    Status: { Outcome: 'Rejected' },
    RejectedBy: both,
  });
  // The policies did not own the event source yet, so they do not leave it either.
  expect(rejected.Sources?.userAuthEvents?.Owner).toBeUndefined();
  expect(rejected.Transitions.at(-1)).toMatchObject({ To: 'Rejected', Owner: both[0] });
  const again = decide(pool({ policies: policies(...tie), recorded: rejected }));
  expect(again.type).toBe('Nothing');
  const before = recordOf(decide(pool({ policies: policies(...tie), recorded: owned({ Name: 'c' }) })));
  expect(before.Sources?.userAuthEvents).toMatchObject({ Owner: { Name: 'c' }, RejectedBy: both });
  const solved = recordOf(decide(pool({ policies: policies(parsed({ Name: 'a' })), recorded: rejected })));
  expect(solved.Sources?.userAuthEvents).toMatchObject({ Owner: both[0] });
  expect(solved.Sources?.userAuthEvents?.RejectedBy).toBeUndefined();
});
