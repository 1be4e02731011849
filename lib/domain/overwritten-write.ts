import { type Actor, CLOUD_TRAIL_PRECISION_MS, wroteLogDelivery } from './actor.ts';
import type { PoolRecord, WriteWindow } from './record.ts';

/**
 * Returns the window of the service's last write if the actor wrote log delivery inside it: that write was overwritten,
 * because the service had read the pool before. CloudTrail's time is in whole seconds, so a write that was made up to a
 * second before the window is returned too.
 */
export function overwrittenIn(
  recorded: PoolRecord | undefined,
  actor: Actor | undefined,
): WriteWindow | undefined {
  const window = recorded?.Window;
  if (!window || !actor || !wroteLogDelivery(actor)) return undefined;
  const at = Date.parse(actor.At);
  const isInside = at + CLOUD_TRAIL_PRECISION_MS > Date.parse(window.From) && at <= Date.parse(window.To);
  return isInside ? window : undefined;
}

/**
 * Returns the window of a write. `known`: the actor of the event that started it, whose write was read. The second of that
 * write is not part of the window. Undefined if nothing is left of it.
 */
export function writeWindow(from: Date, to: Date, known: Actor | undefined): WriteWindow | undefined {
  const isKnown = known !== undefined && wroteLogDelivery(known) && Date.parse(known.At) <= from.getTime();
  const start = isKnown
    ? Math.max(from.getTime(), Date.parse(known.At) + CLOUD_TRAIL_PRECISION_MS)
    : from.getTime();
  return start > to.getTime() ? undefined : { From: new Date(start).toISOString(), To: to.toISOString() };
}
