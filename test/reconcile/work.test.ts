import { groupByPool } from '../../lib/reconcile/work.ts';
import { callEvent, createEvent, delivery, editEvent, tagEvent } from '../support/messages.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { POOL, settings } from '../support/situation.ts';

function group(bodies: readonly unknown[]) {
  const { telemetry, recorded } = recordingTelemetry();
  const deliveries = bodies.map((body) => delivery(body));
  return { works: groupByPool({ settings, telemetry }, deliveries), deliveries, recorded };
}

test('groups the messages of a batch by pool, in the order in which the pools first appear', () => {
  const { works, deliveries } = group([editEvent(POOL), editEvent('eu-west-1_other'), callEvent(POOL)]);
  expect(works.map(({ key }) => key.userPoolId)).toEqual([POOL, 'eu-west-1_other']);
  expect(works[0]?.deliveries).toEqual([deliveries[0], deliveries[2]]);
  expect(works[1]?.deliveries).toEqual([deliveries[1]]);
});

test('merges the causes of all messages of a pool', () => {
  const sweep = { Kind: 'Sweep', UserPoolId: POOL, SweepId: 's', Held: true };
  const [work] = group([sweep, callEvent(POOL, 'UpdateUserPool')]).works;
  expect(work?.key.cause).toEqual({
    sweep: { id: 's', held: true },
    poolUpdated: true,
    recheck: true,
    factsChanged: true,
  });
});

test('marks the work of a pool that was only created or tagged', () => {
  const tags = tagEvent(POOL);
  const sweep = { Kind: 'Sweep', UserPoolId: POOL, SweepId: 's', Held: false, ConfirmFacts: true };
  const others = [editEvent(POOL), callEvent(POOL), callEvent(POOL, 'UpdateUserPool'), sweep];
  expect(group([tags, createEvent(POOL), tags]).works).toMatchObject([{ onlyFacts: true }]);
  for (const other of others) {
    expect(group([other]).works).toMatchObject([{ onlyFacts: false }]);
    expect(group([tags, other]).works).toMatchObject([{ onlyFacts: false }]);
    expect(group([other, tags]).works).toMatchObject([{ onlyFacts: false }]);
  }
});

test('drops and counts malformed messages, and logs their id and member names without values', () => {
  const { works, recorded } = group(['{', { secret: 'x-y-z' }, editEvent(POOL, '/note'), editEvent(POOL)]);
  expect(works.map(({ key }) => key.userPoolId)).toEqual([POOL]);
  expect(recorded.counts.get('MalformedMessages')).toBe(2);
  expect(recorded.counts.get('IgnoredMessages')).toBe(1);
  const warnings = recorded.lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
  expect(warnings).toEqual([
    expect.stringMatching(/"messageId":"m\d+","keys":\["undefined"\]/),
    expect.stringContaining('"keys":["secret"]'),
  ]);
  expect(JSON.stringify(recorded.lines)).not.toContain('x-y-z');
});

test.each(['in order', 'reversed'])(
  'keeps the actor that wrote log delivery, with its messages %s',
  (order) => {
    const both = [callEvent(POOL), callEvent(POOL, 'UpdateUserPool', 'bob')];
    const [work] = group(order === 'reversed' ? both.reverse() : both).works;
    expect(work?.key.actor?.Arn).toBe('arn:aws:iam::1:user/mallory');
  },
);

test.each(['in order', 'reversed'])('keeps the time of the older of two edits that are %s', (order) => {
  const times = ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z'];
  const events = times.map((time) => ({ ...editEvent(POOL), time }));
  const [work] = group(order === 'reversed' ? events.reverse() : events).works;
  expect(work?.key.editedAt).toBe('2026-03-01T12:00:00Z');
});
