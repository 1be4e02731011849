import fc from 'fast-check';
import type { StoredGauge } from '../../lib/reconcile/fleet.ts';
import {
  GAUGES,
  MAX_SILENCE_MS,
  REPEATED_ZEROS,
  reportGauges,
  storedGauges,
} from '../../lib/reconcile/gauges.ts';
import { cases } from '../support/random-cases.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/situation.ts';

type Gauges = Readonly<Record<string, StoredGauge>>;
const HOUR_MS = 3_600_000;

/** What happens at a sweep: it ends, it ends at a point on the way, it is skipped, or the previous version of the service runs. */
const ENDINGS = ['complete', 'not stored', 'not published', 'skipped', 'previous version'] as const;
const steps = fc.array(
  fc.record({
    missing: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 3 })),
    ending: fc.oneof({ weight: 6, arbitrary: fc.constant('complete' as const) }, fc.constantFrom(...ENDINGS)),
    /** Schedules differ, change, and clocks can be wrong. */
    hours: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.constantFrom(0, 1 / 12, 6, 24, 168, -3)),
  }),
  { maxLength: 60 },
);

/** A gauge with its alarm, which keeps its state while no value is published. */
function service() {
  let time = NOON.getTime();
  let stored: Gauges | undefined;
  let alarm: 'no data' | 'on' | 'off' = 'no data';
  const publish = (value: number): void => {
    alarm = value > 0 ? 'on' : 'off';
  };
  return {
    alarm: () => alarm,
    now: () => time,
    /** Returns the published values. */
    sweep(missing: number, ending: (typeof ENDINGS)[number], hours: number): readonly number[] {
      time += hours * HOUR_MS;
      const At = new Date(time).toISOString();
      if (ending === 'skipped' || ending === 'not stored') return [];
      if (ending === 'previous version') {
        stored = undefined;
        publish(missing);
        return [missing];
      }
      const measured = { SweepHeld: 0, DestinationsMissing: missing, NewUnmanagedPools: 0, FrozenAge: 0 };
      stored = storedGauges(measured, stored, At);
      if (ending === 'not published') return [];
      const { telemetry, recorded } = recordingTelemetry();
      reportGauges(telemetry, { At, Gauges: stored, Held: false, DestinationsMissing: missing });
      const values = recorded.values.get('DestinationsMissing') ?? [];
      for (const value of values) publish(value);
      return values;
    },
  };
}

test('an alarm shows what a complete sweep measured, after up to two sweeps in a row that did not publish', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const { sweep, alarm } = service();
      let unpublished = 0;
      for (const { missing, ending, hours } of history) {
        sweep(missing, ending, hours);
        if (ending === 'not published') unpublished += 1;
        if (
          ending === 'previous version' ||
          (ending === 'complete' && (unpublished < REPEATED_ZEROS || missing > 0))
        ) {
          expect(alarm()).toBe(missing > 0 ? 'on' : 'off');
          unpublished = 0;
        }
      }
    }),
    { numRuns: cases(2_000) },
  );
});

test('a value other than 0 is always published, and a fleet without a problem publishes at least once a day', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const { sweep, now } = service();
      let published = Number.NEGATIVE_INFINITY;
      for (const { missing, ending, hours } of history) {
        const values = sweep(missing, ending, hours);
        if (values.length > 0) published = now();
        if (ending !== 'complete') continue;
        if (missing > 0) expect(values).toEqual([missing]);
        const isUnpublished = history.some((step) => step.ending === 'not published');
        if (!isUnpublished) expect(Math.abs(now() - published)).toBeLessThan(MAX_SILENCE_MS);
      }
    }),
    { numRuns: cases(2_000) },
  );
});

test('any number of sweeps that do not publish cannot keep an alarm on for longer than a day of complete sweeps', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), (unpublished) => {
      const { sweep, alarm } = service();
      sweep(2, 'complete', 1);
      for (let at = 0; at < unpublished; at++) sweep(0, 'not published', 1);
      sweep(0, 'complete', 1);
      if (unpublished < REPEATED_ZEROS) expect(alarm()).toBe('off');
      for (let at = 1; at < 24; at++) sweep(0, 'complete', 1);
      expect(alarm()).toBe('off');
    }),
  );
});

const MINUTE_MS = 60_000;

test('zeros in the same minute as another value do not end an alarm, and a later sweep does', () => {
  const seconds = fc.array(fc.record({ missing: fc.nat(1), after: fc.constantFrom(0, 5, 20, 70, 200) }));
  fc.assert(
    fc.property(seconds, (history) => {
      const { sweep, now } = service();
      let minute = { at: Number.NaN, max: 0 };
      for (const { missing, after } of [...history, { missing: 0, after: 3_600 }]) {
        const at = Math.floor((now() + after * 1_000) / MINUTE_MS);
        // The alarm reads the maximum of a minute.
        for (const value of sweep(missing, 'complete', after / 3_600))
          minute = { at, max: at === minute.at ? Math.max(minute.max, value) : value };
      }
      expect(minute.max).toBe(0);
    }),
    { numRuns: cases(1_000) },
  );
});

test('an hourly sweep of a fleet without a problem publishes 0 about once a day', () => {
  const { sweep } = service();
  const published = Array.from({ length: 720 }, () => sweep(0, 'complete', 1).length);
  expect(published.slice(0, 4)).toEqual([1, 1, 1, 0]);
  const total = published.reduce((sum, one) => sum + one, 0);
  expect(total).toBeLessThanOrEqual(REPEATED_ZEROS + Math.ceil(720 / 23));
});

test('gauges do not influence each other', () => {
  const zeros = { SweepHeld: 0, DestinationsMissing: 0, NewUnmanagedPools: 0, FrozenAge: 0 };
  for (const name of GAUGES) {
    const gauges = storedGauges({ ...zeros, [name]: 1 }, undefined, NOON.toISOString());
    expect(GAUGES.filter((one) => gauges[one].Zeros === 0)).toEqual([name]);
  }
});
