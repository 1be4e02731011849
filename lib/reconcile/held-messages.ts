import { AwsCallError } from './errors.ts';
import type { CallContext, Clock, Requeue, Telemetry } from './ports.ts';
import type { Delivery } from './work.ts';

/**
 * How long after the deadline of a batch its messages stay invisible: 5 s until the timeout (functions/reconcile.ts), which ends the worker for
 * certain, and 15 s in which the event source mapping deletes the finished messages.
 */
const AFTER_DEADLINE_S = 20;
/** The visibility timeout of the queues, which is six times the function's timeout (infra/queues.yml). */
const MAX_HOLD_S = 180;

/** The messages of a batch, while a worker holds them. */
export interface HeldMessages {
  /**
   * Makes the messages visible again soon after the worker must have ended, instead of after the visibility timeout of the
   * queue: if the worker dies, the messages return within a minute. Does so once. Never fails: then that timeout applies.
   */
  hold(): Promise<void>;
  /** Delays messages as `requeue` does. `hold` never replaces such a delay. */
  readonly requeue: Requeue;
}

interface HoldPorts {
  readonly requeue: Requeue;
  readonly clock: Pick<Clock, 'now'>;
  readonly telemetry: Pick<Telemetry, 'warn'>;
}

export function heldMessages(
  { requeue, clock, telemetry }: HoldPorts,
  deliveries: readonly Delivery[],
  { priority, deadline }: CallContext,
): HeldMessages {
  const delayed = new Set<string>();
  let held: Promise<void> | undefined;
  const holdOthers = async (): Promise<void> => {
    const handles = deliveries.map(({ receiptHandle }) => receiptHandle).filter((one) => !delayed.has(one));
    const seconds = Math.ceil((deadline - clock.now().getTime()) / 1000) + AFTER_DEADLINE_S;
    if (handles.length === 0 || seconds >= MAX_HOLD_S) return;
    try {
      await requeue.hold(priority, handles, seconds);
    } catch (error) {
      const name = error instanceof AwsCallError ? error.errorName : 'unknown';
      telemetry.warn('visibility timeout not shortened', { messages: handles.length, error: name });
    }
  };
  const hold = (): Promise<void> => {
    held ??= holdOthers();
    return held;
  };
  return {
    hold,
    requeue: {
      ...requeue,
      async delay(queueName, receiptHandle, seconds) {
        delayed.add(receiptHandle);
        // A call that is under way may contain this message.
        await held;
        await requeue.delay(queueName, receiptHandle, seconds);
      },
    },
  };
}
