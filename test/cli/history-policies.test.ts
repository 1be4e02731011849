import pc from 'picocolors';
import { wasDeleted } from '../../cli/commands/history/deletions-of.ts';
import { historyOf } from '../../cli/commands/history/events.ts';
import { eventsText, historyText } from '../../cli/commands/history/render.ts';
import { withDeletions } from '../../cli/commands/history/with-deletions.ts';
import { policyHistory } from '../../cli/commands/policy/history.ts';
import { PARAMETER } from '../../lib/domain/policy/owner.ts';
import type { PoolRecord, SourceRecord } from '../../lib/domain/record.ts';
import { ownedBy } from '../support/policies.ts';
import { applied, later, POOL, settings, state, toLogGroup, toStream } from '../support/situation.ts';

test('the history of a policy contains its versions with author, differences, and why one is invalid', () => {
  const version = (number: number, value: object) => ({
    name: '/cognito-log-delivery/policies/prod',
    type: 'String',
    value: JSON.stringify(value),
    version: number,
    at: at(number),
    by: 'arn:aws:sts::123456789012:assumed-role/Admin/jane',
  });
  const first = { Select: { Names: ['shop-*'] }, LogConfigurations: [toLogGroup()] };
  const versions = [version(1, first), version(2, { ...first, Priority: 5 }), version(3, { Select: {} })];
  const events = policyHistory(versions, 'prod', settings);
  expect(events.map(({ what }) => what)).toEqual([
    'policy version 1',
    'policy version 2',
    'policy version 3',
  ]);
  expect(events[1]).toMatchObject({
    differences: [{ path: 'Priority', before: undefined, after: 5 }],
    reasons: [],
  });
  expect(events[2]?.reasons).toEqual([expect.stringContaining('LogConfigurations')]);
  const text = eventsText('policy "prod"', events, { colors: pc.createColors(false), width: 80 });
  expect(text).toContain('policy "prod"\n');
  expect(text).toContain('policy version 2  by assumed-role/Admin/jane\n    + Priority: 5\n');
});

/** The history of pools whose event sources have different owners. */
const at = (seconds: number): string => later(seconds).toISOString();
const source = (over: Partial<SourceRecord>): SourceRecord => ({
  Status: { Outcome: 'Waiting', Reasons: [], Since: at(0) },
  Repairs: [],
  DriftCount: 0,
  ...over,
});
const show = (record: PoolRecord): string =>
  historyText(
    { userPoolId: POOL },
    withDeletions(historyOf([], record, POOL, settings), record, { found: [] }),
    { colors: pc.createColors(false), width: undefined },
  );

test('names the event source and the policy of each result', () => {
  const Transitions = [
    {
      At: at(0),
      From: 'Unmanaged',
      To: 'Applied',
      Reasons: [],
      Before: [],
      After: [toStream()],
      EventSource: 'userAuthEvents',
      Owner: ownedBy({ Name: 'prod' }),
    },
  ] as const;
  const record = applied({ Transitions, Sources: { userAuthEvents: source({ Owner: ownedBy() }) } });
  expect(show(record)).toContain('Applied  userAuthEvents (policy "prod")');
  expect(historyOf([], record, POOL, settings)).toMatchObject([
    { what: 'Applied', eventSource: 'userAuthEvents', owner: { kind: 'policy', policy: 'prod' } },
  ]);
});

test('does not show a deleted parameter for a pool that left its policy', () => {
  const left = source({ Owner: ownedBy(), DeletedAt: at(0), Desired: state() });
  const record = applied({ DeletedAt: at(0), Sources: { userAuthEvents: left }, Transitions: [] });
  expect(show(record)).not.toContain('parameter deleted');
  expect(wasDeleted(record)).toBe(false);
});

test('shows a deleted parameter with the event sources that it owned', () => {
  const own = { Desired: state({ LogConfigurations: [toLogGroup('own')] }), DeletedAt: at(0) };
  const record = applied({
    DeletedAt: at(0),
    Transitions: [],
    Sources: {
      userNotification: source({ ...own, Owner: PARAMETER }),
      userAuthEvents: source({
        Owner: ownedBy(),
        Desired: state({ LogConfigurations: [toStream('policy')] }),
      }),
    },
  });
  const text = show(record);
  expect(text).toContain('parameter deleted');
  expect(text).toContain('userNotification ERROR');
  expect(text).not.toContain('userAuthEvents INFO');
  expect(wasDeleted(record)).toBe(true);
});
