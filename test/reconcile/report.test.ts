import fc from 'fast-check';
import { OUTCOMES } from '../../lib/domain/outcome.ts';
import type { ServiceEvent } from '../../lib/domain/ports.ts';
import type { Transition } from '../../lib/domain/record.ts';
import { reportPool } from '../../lib/reconcile/report.ts';
import { anyRecord } from '../support/any-record.ts';
import { documentedTypes, faultsOf } from '../support/documented-events.ts';
import { later, NOON, POOL, settings } from '../support/situation.ts';
import { tellingTelemetry } from '../support/telling-telemetry.ts';

async function report(transitions: readonly Transition[], editedAt?: string) {
  const { telemetry, told } = tellingTelemetry();
  const events: ServiceEvent[] = [];
  const publisher = { publish: async (all: readonly ServiceEvent[]) => void events.push(...all) };
  const clock = { now: () => later(3) };
  await reportPool(
    { telemetry, publisher, clock, settings },
    {
      kind: 'Finished',
      userPoolId: POOL,
      outcome: 'InSync',
      warnings: [],
      nothingToDo: false,
      transitions: transitions.map((transition, at) => ({ transition, revision: at + 1 })),
    },
    editedAt,
  );
  return { events, told };
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
  const { told } = await report([transition({ To: 'Applied' })], NOON.toISOString());
  expect(told.values.get('EditToApplied')).toEqual([3]);
  expect((await report([transition({ To: 'Applied' })])).told.values.size).toBe(0);
});

test('the time from a drift to its repair is measured by whoever wrote the log delivery', async () => {
  const by = (name: string) => report([transition({ To: 'Repaired', Witness: seen(name) })]);
  expect((await by('SetLogDeliveryConfiguration')).told.values.get('DriftToRepaired')).toEqual([3]);
  expect((await by('UpdateUserPool')).told.values.size).toBe(0);
});

test('clocks that disagree measure no time below zero', async () => {
  const { told } = await report([transition({ To: 'Applied' })], later(60).toISOString());
  expect(told.values.get('EditToApplied')).toEqual([0]);
});

test('a refusal and a contest are told at once, as one pool at least', async () => {
  const { told } = await report([transition({ To: 'Rejected' }), transition({ To: 'Contested' })]);
  expect(told.values).toEqual(
    new Map([
      ['RejectedPools', [1]],
      ['ContestedPools', [1]],
    ]),
  );
});
