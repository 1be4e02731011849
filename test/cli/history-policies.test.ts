import pc from 'picocolors';
import { wasDeleted } from '../../cli/commands/history/deletions-of.ts';
import { historyOf } from '../../cli/commands/history/events.ts';
import { historyText } from '../../cli/commands/history/render.ts';
import { withDeletions } from '../../cli/commands/history/with-deletions.ts';
import { PARAMETER } from '../../lib/domain/policy/owner.ts';
import type { PoolRecord, SourceRecord } from '../../lib/domain/record.ts';
import { ownedBy } from '../support/policies.ts';
import { applied, later, POOL, settings, state, toLogGroup, toStream } from '../support/situation.ts';

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
