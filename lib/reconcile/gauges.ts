import type { Fleet, StoredGauge } from './fleet.ts';
import type { ValueName } from './metrics.ts';
import type { Telemetry } from './ports.ts';

/** Metrics that only sweeps measure, and whose alarm keeps its state until a sweep measures 0. */
export const GAUGES = [
  'SweepHeld',
  'DestinationsMissing',
  'NewUnmanagedPools',
  'FrozenAge',
] as const satisfies readonly ValueName[];
export type GaugeName = (typeof GAUGES)[number];

/** A value other than 0 is followed by this many published zeros: a sweep can end before it publishes what it stored. */
export const REPEATED_ZEROS = 3;
/**
 * A 0 counts only if it is published this long after the last published value. The alarms read the maximum of a minute, so a 0 in the
 * minute of another value ends none.
 */
export const MIN_GAP_MS = 2 * 60_000;
/** An hour less than a day, so that an hourly sweep publishes a 0 at least once a day. */
export const MAX_SILENCE_MS = 23 * 3_600_000;

/**
 * Returns what a sweep stores of the gauges. It publishes those with its own time: a value other than 0 always, and a 0 only if it
 * can end an alarm. Earlier versions store no gauges, so after their result a 0 is published as after another value.
 *
 * @param measured the values of this sweep, and a number other than 0 for a gauge that can have had one since the last sweep
 * @param at the time of this sweep, ISO 8601
 */
export function storedGauges(
  measured: Readonly<Record<GaugeName, number>>,
  before: Readonly<Record<string, StoredGauge>> | undefined,
  at: string,
): Readonly<Record<GaugeName, StoredGauge>> {
  const next = (name: GaugeName): StoredGauge => nextGauge(measured[name] !== 0, before?.[name], at);
  return {
    SweepHeld: next('SweepHeld'),
    DestinationsMissing: next('DestinationsMissing'),
    NewUnmanagedPools: next('NewUnmanagedPools'),
    FrozenAge: next('FrozenAge'),
  };
}

function nextGauge(isNonZero: boolean, before: StoredGauge | undefined, at: string): StoredGauge {
  if (isNonZero) return { Zeros: 0, PublishedAt: at };
  if (before === undefined) return { Zeros: 1, PublishedAt: at };
  if (before.Zeros <= REPEATED_ZEROS && isWithin(before.PublishedAt, at, MIN_GAP_MS))
    return { Zeros: Math.max(before.Zeros, 1), PublishedAt: at };
  const Zeros = Math.min(before.Zeros + 1, REPEATED_ZEROS + 1);
  const isSilent = Zeros > REPEATED_ZEROS && isWithin(before.PublishedAt, at, MAX_SILENCE_MS);
  return { Zeros, PublishedAt: isSilent ? before.PublishedAt : at };
}

/** Returns false for a time that lies after `at` or is invalid: the clock was wrong then or is now. */
function isWithin(time: string, at: string, ms: number): boolean {
  const age = Date.parse(at) - Date.parse(time);
  return age >= 0 && age < ms;
}

/**
 * Reports the gauges of a stored result. Called after the result is stored: a sweep that fails before has published no gauge that
 * the next sweep does not know of. `FrozenAge` is measured where the freeze is read; here it is only 0.
 */
export function reportGauges(
  telemetry: Telemetry,
  fleet: Pick<Fleet, 'At' | 'Gauges' | 'Held' | 'DestinationsMissing' | 'NewUnmanagedPools'>,
): void {
  const report = (name: GaugeName, value: number): void => {
    if (fleet.Gauges === undefined || fleet.Gauges[name]?.PublishedAt === fleet.At)
      telemetry.measure(name, value);
    else telemetry.record(name, value);
  };
  report('SweepHeld', fleet.Held ? 1 : 0);
  report('DestinationsMissing', fleet.DestinationsMissing);
  report('NewUnmanagedPools', fleet.NewUnmanagedPools ?? 0);
  if ((fleet.Gauges?.FrozenAge?.Zeros ?? 0) > 0) report('FrozenAge', 0);
}
