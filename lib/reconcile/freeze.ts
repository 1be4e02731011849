import { type Freeze, parseFreeze, type RecordedFreeze } from '../domain/freeze.ts';
import { catchUpEnd } from '../domain/rollout/limits.ts';
import { secondsSince } from './elapsed.ts';
import { frozenEvent, unfrozenEvent } from './events.ts';
import type { CallContext, Clock, DesiredStore, FreezeStore, Publisher, Telemetry } from './ports.ts';
import { publishOrCount } from './publish.ts';

interface MarkPorts {
  readonly freeze: Pick<FreezeStore, 'mark'>;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
}

export interface FreezePorts extends MarkPorts {
  readonly freeze: FreezeStore;
  readonly desired: Pick<DesiredStore, 'readFreeze'>;
}

/** Returns why the service is frozen; undefined if it is not. Throws if that cannot be read. */
export async function readFreeze(
  { desired }: Pick<FreezePorts, 'desired'>,
  context: CallContext,
): Promise<Freeze | undefined> {
  const stored = await desired.readFreeze(context);
  return stored && parseFreeze(stored);
}

/** Stores that a freeze left work undone. Reports the freeze if it is the first time. Throws AwsCallError. */
export async function markFrozen(
  { freeze: store, publisher, telemetry, clock }: MarkPorts,
  freeze: Freeze,
): Promise<void> {
  const at = clock.now().toISOString();
  if (!(await store.mark(at, freeze.createdAt))) return;
  telemetry.warn('service frozen', { issue: freeze.issue });
  await publishOrCount({ publisher, telemetry }, [frozenEvent(freeze, at)], {});
}

export interface SweptFreeze {
  readonly isFrozen: boolean;
  /** The freeze that a sweep has to follow up. Always set while the service is frozen. */
  readonly recorded: RecordedFreeze | undefined;
}

/** Returns the freeze as a sweep finds it, and measures its age while the service is frozen. */
export async function freezeOfSweep(ports: FreezePorts, context: CallContext): Promise<SweptFreeze> {
  const freeze = await readFreeze(ports, context);
  if (freeze) await markFrozen(ports, freeze);
  const { recorded } = await ports.freeze.read();
  if (freeze) {
    const since = recorded?.BeganAt ?? recorded?.Since;
    const age = since === undefined ? 0 : secondsSince(since, ports.clock.now());
    ports.telemetry.measure('FrozenAge', age);
  }
  return { isFrozen: freeze !== undefined, recorded };
}

/**
 * Reports that a sweep has reconciled all pools after a freeze. If the service was frozen again in the meantime, a later sweep does it
 * again.
 *
 * @param messages the number of messages that the sweep sent
 */
export async function endFreeze(
  ports: FreezePorts,
  recorded: RecordedFreeze,
  messages: number,
  context: CallContext,
): Promise<void> {
  if ((await freezeOfSweep(ports, context)).isFrozen) return;
  const { freeze, publisher, telemetry, clock } = ports;
  // The zero ends the alarm. If it is lost, the next sweeps publish it again.
  telemetry.measure('FrozenAge', 0);
  const until = catchUpEnd(messages, clock.now()).toISOString();
  if ((await freeze.end(recorded, until)) === 'Conflict') return;
  telemetry.info('service unfrozen', { since: recorded.Since });
  const unfrozen = unfrozenEvent(recorded.Since, clock.now().toISOString());
  await publishOrCount({ publisher, telemetry }, [unfrozen], {});
}
