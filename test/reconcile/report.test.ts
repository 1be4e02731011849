import fc from 'fast-check';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import { PARAMETER } from '../../lib/domain/policy/owner.ts';
import type { Transition } from '../../lib/domain/record.ts';
import type { Publisher } from '../../lib/reconcile/ports.ts';
import { reportPool } from '../../lib/reconcile/report.ts';
import { anyRecord } from '../support/any-record.ts';
import { documentedTypes, schemaErrors } from '../support/documented-events.ts';
import { ownedBy } from '../support/policies.ts';
import { cases } from '../support/random-cases.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { later, NOON, POOL, settings } from '../support/situation.ts';

async function report(
  transitions: readonly Transition[],
  editedAt?: string,
  { warnings = [], busFails = false }: { warnings?: readonly string[]; busFails?: boolean } = {},
) {
  const { telemetry, recorded } = recordingTelemetry();
  const { publisher, events } = recordingPublisher();
  let calls = 0;
  const counting: Publisher = {
    async publish(all) {
      calls += 1;
      if (busFails) throw new Error('with a secret in it');
      await publisher.publish(all);
    },
  };
  const clock = { now: () => later(3) };
  await reportPool(
    { telemetry, publisher: counting, clock, settings },
    {
      kind: 'Finished',
      userPoolId: POOL,
      outcome: 'InSync',
      warnings,
      nothingToDo: false,
      recheck: false,
      overwritten: [],
      transitions: transitions.map((transition, at) => ({ transition, revision: at + 1 })),
    },
    editedAt,
  );
  return { events, recorded, calls };
}

const transition = (over: Partial<Transition>): Transition => ({
  At: NOON.toISOString(),
  From: 'InSync',
  To: 'Applied',
  Reasons: [],
  ...over,
});
const actorOf = (EventName: string) => ({
  Arn: 'arn:aws:iam::1:user/mallory',
  At: NOON.toISOString(),
  EventName,
});

test('publishes every transition as an event that matches its documented schema', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, async ({ Transitions }) => {
      const { events } = await report(Transitions.filter(({ To }) => To !== 'Unmanaged'));
      expect(events.flatMap(schemaErrors)).toEqual([]);
    }),
    { numRuns: cases(200) },
  );
});

test('docs/events.md lists a detail type for every outcome that a record can have', () => {
  const stored = OUTCOMES.filter((outcome) => outcome !== 'Unmanaged');
  expect(documentedTypes.filter((type) => type.startsWith('Pool ')).sort()).toEqual(
    stored.map((outcome) => `Pool ${outcome}`).sort(),
  );
});

test('measures the time from an edit to the applied change only if the message contains the time of the edit', async () => {
  const { recorded } = await report([transition({ To: 'Applied' })], NOON.toISOString());
  expect(recorded.values.get('EditToAppliedLatency')).toEqual([3]);
  expect((await report([transition({ To: 'Applied' })])).recorded.values.size).toBe(0);
});

test('measures the time from a drift to its repair only if the actor wrote log delivery', async () => {
  const by = (name: string) => report([transition({ To: 'Repaired', Actor: actorOf(name) })]);
  expect((await by('SetLogDeliveryConfiguration')).recorded.values.get('DriftToRepairedLatency')).toEqual([
    3,
  ]);
  expect((await by('UpdateUserPool')).recorded.values.size).toBe(0);
});

test('measures 0 seconds, never less, when the edit is in the future of this clock', async () => {
  const { recorded } = await report([transition({ To: 'Applied' })], later(60).toISOString());
  expect(recorded.values.get('EditToAppliedLatency')).toEqual([0]);
});

test('reports a rejected and a contested pool at once as one pool each, for the alarms', async () => {
  const { recorded } = await report([transition({ To: 'Rejected' }), transition({ To: 'Contested' })]);
  expect(recorded.values).toEqual(
    new Map([
      ['RejectedPools', [1]],
      ['ContestedPools', [1]],
    ]),
  );
});

test('counts each outcome by its own metric, and counts no other outcome', async () => {
  const counted = new Map<string, unknown>();
  for (const To of OUTCOMES.filter((outcome) => outcome !== 'Unmanaged')) {
    const { recorded } = await report([transition({ To })]);
    if (recorded.counts.size > 0) counted.set(To, Object.fromEntries(recorded.counts));
  }
  expect(Object.fromEntries(counted)).toEqual({
    Applied: { ChangesApplied: 1 },
    Repaired: { DriftRepaired: 1 },
    Contested: { Contested: 1 },
    Rejected: { Rejected: 1 },
    PoolNotFound: { PoolsNotFound: 1 },
    Cleared: { Cleared: 1 },
    Released: { Released: 1 },
    OutOfSync: { OutOfSync: 1 },
  });
});

test('measures latencies only for applied and repaired pools', async () => {
  const Actor = actorOf('SetLogDeliveryConfiguration');
  const values = async (To: Transition['To']) =>
    Object.fromEntries((await report([transition({ To, Actor })], NOON.toISOString())).recorded.values);
  expect(await values('Applied')).toEqual({ EditToAppliedLatency: [3] });
  expect(await values('Repaired')).toEqual({ DriftToRepairedLatency: [3] });
  expect(await values('Released')).toEqual({});
});

test('logs each transition in one line, with the number of its reasons but not their text', async () => {
  const Actor = actorOf('UpdateUserPool');
  const reasons = ['a secret', 'another'];
  const { recorded, events } = await report([
    transition({ To: 'Rejected', Reasons: reasons }),
    transition({ Actor }),
  ]);
  const line = (fields: object) => ({ level: 'info', text: `pool status changed ${JSON.stringify(fields)}` });
  expect(recorded.lines).toEqual([
    line({ userPoolId: POOL, revision: 1, from: 'InSync', to: 'Rejected', reasons: 2 }),
    line({
      userPoolId: POOL,
      revision: 2,
      from: 'InSync',
      to: 'Applied',
      reasons: 0,
      actor: 'arn:aws:iam::1:user/mallory',
    }),
  ]);
  expect(events.map(({ detail }) => [detail.id, detail.reasons, detail.actor])).toEqual([
    [`${POOL}/1`, reasons, undefined],
    [`${POOL}/2`, [], { arn: Actor.Arn, at: Actor.At, eventName: Actor.EventName }],
  ]);
});

test('names the event source and its owner, and gives two transitions of one revision different ids', async () => {
  const { events, recorded } = await report([
    transition({ EventSource: 'userNotification', Owner: PARAMETER }),
    transition({ EventSource: 'userAuthEvents', Owner: ownedBy({ Name: 'sign-ins' }) }),
  ]);
  expect(events.map(({ detail }) => [detail.id, detail.eventSource, detail.owner])).toEqual([
    [`${POOL}/1/userNotification`, 'userNotification', { kind: 'Parameter' }],
    [`${POOL}/2/userAuthEvents`, 'userAuthEvents', { kind: 'Policy', policy: 'sign-ins' }],
  ]);
  expect(recorded.lines.map(({ text }) => text)).toEqual([
    expect.stringContaining('"eventSource":"userNotification","owner":"Parameter"}'),
    expect.stringContaining('"eventSource":"userAuthEvents","owner":"Policy","policy":"sign-ins"}'),
  ]);
});

test('reports an overwritten write of another client as a warning, a metric and an event', async () => {
  const actor = actorOf('SetLogDeliveryConfiguration');
  const window = { From: NOON.toISOString(), To: later(1).toISOString() };
  const { telemetry, recorded } = recordingTelemetry();
  const { publisher, events } = recordingPublisher();
  await reportPool(
    { telemetry, publisher, clock: { now: () => NOON }, settings },
    {
      kind: 'Unfinished',
      userPoolId: POOL,
      error: undefined,
      transitions: [],
      overwritten: [{ actor, window, revision: 7 }],
    },
  );
  expect(events.flatMap(schemaErrors)).toEqual([]);
  expect(events.map(({ detail }) => detail)).toEqual([
    {
      version: '1',
      id: `${POOL}/7/foreign-write`,
      userPoolId: POOL,
      actor: { arn: actor.Arn, at: actor.At, eventName: actor.EventName },
      window: { from: window.From, to: window.To },
    },
  ]);
  expect(recorded.counts).toEqual(new Map([['ForeignWritesOverwritten', 1]]));
  expect(recorded.lines).toEqual([
    {
      level: 'warn',
      text: `foreign write overwritten ${JSON.stringify({ userPoolId: POOL, actor: actor.Arn, at: actor.At, from: window.From, to: window.To })}`,
    },
  ]);
});

test('logs the paths of the warnings of a parameter', async () => {
  const { recorded } = await report([transition({})], undefined, {
    warnings: ['LogConfigurations[0].LogLevel'],
  });
  expect(recorded.lines[0]).toEqual({
    level: 'warn',
    text: `parameter has warnings {"userPoolId":"${POOL}","paths":["LogConfigurations[0].LogLevel"]}`,
  });
});

test('logs, measures and publishes nothing for a pool without a transition', async () => {
  const { recorded, calls } = await report([], NOON.toISOString(), { warnings: ['x'] });
  expect(recorded).toEqual({ lines: [], counts: new Map(), values: new Map(), logged: new Map() });
  expect(calls).toBe(0);
});

test('counts and logs events that EventBridge does not accept, without the text of its error', async () => {
  const { recorded } = await report([transition({}), transition({})], undefined, { busFails: true });
  expect(recorded.counts.get('EventsLost')).toBe(2);
  expect(recorded.lines.at(-1)).toEqual({
    level: 'error',
    text: `events not published {"userPoolId":"${POOL}","events":2}`,
  });
});
