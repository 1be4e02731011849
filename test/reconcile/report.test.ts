import fc from 'fast-check';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import type { Transition } from '../../lib/domain/record.ts';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';
import { reportPool } from '../../lib/reconcile/report.ts';
import { anyRecord } from '../support/any-record.ts';
import { documentedTypes, faultsOf } from '../support/documented-events.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { later, NOON, POOL, settings } from '../support/situation.ts';

async function report(
  transitions: readonly Transition[],
  editedAt?: string,
  { warnings = [], busFails = false }: { warnings?: readonly string[]; busFails?: boolean } = {},
) {
  const { telemetry, recorded } = recordingTelemetry();
  const events: ServiceEvent[] = [];
  let published = 0;
  const publisher = {
    async publish(all: readonly ServiceEvent[]) {
      published += 1;
      if (busFails) throw new Error('with a secret in it');
      events.push(...all);
    },
  };
  const clock = { now: () => later(3) };
  await reportPool(
    { telemetry, publisher, clock, settings },
    {
      kind: 'Finished',
      userPoolId: POOL,
      outcome: 'InSync',
      warnings,
      nothingToDo: false,
      transitions: transitions.map((transition, at) => ({ transition, revision: at + 1 })),
    },
    editedAt,
  );
  return { events, recorded, published };
}

const transition = (over: Partial<Transition>): Transition => ({
  At: NOON.toISOString(),
  From: 'InSync',
  To: 'Applied',
  Reasons: [],
  ...over,
});
const seen = (EventName: string) => ({
  Arn: 'arn:aws:iam::1:user/mallory',
  At: NOON.toISOString(),
  EventName,
});

test('whatever happens to a pool is told as documented', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, async ({ Transitions }) => {
      const { events } = await report(Transitions.filter(({ To }) => To !== 'Unmanaged'));
      expect(events.flatMap(faultsOf)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('every outcome that is stored has its documented detail type', () => {
  const stored = OUTCOMES.filter((outcome) => outcome !== 'Unmanaged');
  expect(documentedTypes.filter((type) => type.startsWith('Pool ')).sort()).toEqual(
    stored.map((outcome) => `Pool ${outcome}`).sort(),
  );
});

test('the time from an edit to the pool is measured, and no time of a change that no edit told of', async () => {
  const { recorded } = await report([transition({ To: 'Applied' })], NOON.toISOString());
  expect(recorded.values.get('EditToAppliedLatency')).toEqual([3]);
  expect((await report([transition({ To: 'Applied' })])).recorded.values.size).toBe(0);
});

test('the time from a drift to its repair is measured by whoever wrote the log delivery', async () => {
  const by = (name: string) => report([transition({ To: 'Repaired', Actor: seen(name) })]);
  expect((await by('SetLogDeliveryConfiguration')).recorded.values.get('DriftToRepairedLatency')).toEqual([
    3,
  ]);
  expect((await by('UpdateUserPool')).recorded.values.size).toBe(0);
});

test('clocks that disagree measure no time below zero', async () => {
  const { recorded } = await report([transition({ To: 'Applied' })], later(60).toISOString());
  expect(recorded.values.get('EditToAppliedLatency')).toEqual([0]);
});

test('a rejection and a contest are told at once, as one pool at least', async () => {
  const { recorded } = await report([transition({ To: 'Rejected' }), transition({ To: 'Contested' })]);
  expect(recorded.values).toEqual(
    new Map([
      ['RejectedPools', [1]],
      ['ContestedPools', [1]],
    ]),
  );
});

test('each outcome that people count has its metric, and no other has one', async () => {
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

test('times are measured of what was applied or repaired alone', async () => {
  const Actor = seen('SetLogDeliveryConfiguration');
  const values = async (To: Transition['To']) =>
    Object.fromEntries((await report([transition({ To, Actor })], NOON.toISOString())).recorded.values);
  expect(await values('Applied')).toEqual({ EditToAppliedLatency: [3] });
  expect(await values('Repaired')).toEqual({ DriftToRepairedLatency: [3] });
  expect(await values('Released')).toEqual({});
});

test('a transition is one line, with how many reasons there are and none of them', async () => {
  const Actor = seen('UpdateUserPool');
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
    [`${POOL}/2`, [], Actor],
  ]);
});

test('what departs from the pairings is said by its paths', async () => {
  const { recorded } = await report([transition({})], undefined, {
    warnings: ['LogConfigurations[0].LogLevel'],
  });
  expect(recorded.lines[0]).toEqual({
    level: 'warn',
    text: `log level not documented for its event source {"userPoolId":"${POOL}","paths":["LogConfigurations[0].LogLevel"]}`,
  });
});

test('where nothing happened nothing is told', async () => {
  const { recorded, published } = await report([], NOON.toISOString(), { warnings: ['x'] });
  expect(recorded).toEqual({ lines: [], counts: new Map(), values: new Map() });
  expect(published).toBe(0);
});

test('events that EventBridge does not take are counted, and told without its words', async () => {
  const { recorded } = await report([transition({}), transition({})], undefined, { busFails: true });
  expect(recorded.counts.get('EventsLost')).toBe(2);
  expect(recorded.lines.at(-1)).toEqual({
    level: 'error',
    text: `events not published {"userPoolId":"${POOL}","events":2}`,
  });
});
