import { preferredActor } from '../domain/actor.ts';
import { type Cause, mergeCauses } from '../domain/cause.ts';
import { parseMessage } from '../domain/message/parse-message.ts';
import type { PoolKey } from '../domain/message/parsed-message.ts';
import type { Settings } from '../domain/settings.ts';
import type { Telemetry } from './ports.ts';

/** A message as SQS delivers it. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How many times SQS has delivered the message, this time included. */
  readonly receives: number;
  /** When the message was sent to the queue, in milliseconds since the epoch. */
  readonly sentAt: number;
}

/** One pool of a batch and all the messages that name it. The messages succeed or fail together. */
export interface Work {
  readonly key: PoolKey;
  readonly deliveries: readonly Delivery[];
  /** The newest message that asks for a recheck when nothing has to be done: an event. */
  readonly newestEvent?: Delivery;
  /** Every message reports only that policies may select the pool or not: it was created, or its tags changed. */
  readonly onlyFacts: boolean;
}

/** A pool that was not finished, and the error that stopped it. */
export interface FailedWork {
  readonly work: Work;
  readonly error: unknown;
}

interface WorkPorts {
  readonly settings: Settings;
  readonly telemetry: Telemetry;
}

/** Parses the messages of a batch and groups them by pool. Malformed messages are counted, logged and dropped. */
export function groupByPool(
  { settings, telemetry }: WorkPorts,
  deliveries: readonly Delivery[],
): readonly Work[] {
  const works = new Map<string, Work>();
  for (const delivery of deliveries) {
    const { messageId, body } = delivery;
    const message = parseMessage(body, settings);
    switch (message.kind) {
      case 'Ignored':
        telemetry.count('IgnoredMessages');
        break;
      case 'Malformed':
        telemetry.count('MalformedMessages');
        telemetry.warn('malformed message dropped', { messageId, keys: message.keys });
        break;
      case 'Key':
        works.set(message.key.userPoolId, merged(works.get(message.key.userPoolId), message.key, delivery));
    }
  }
  return [...works.values()];
}

function merged(before: Work | undefined, key: PoolKey, delivery: Delivery): Work {
  const events = [before?.newestEvent, key.cause.recheck ? delivery : undefined].filter(
    (one) => one !== undefined,
  );
  const newestEvent = events.toSorted((a, b) => a.sentAt - b.sentAt).at(-1);
  const event = newestEvent && { newestEvent };
  const onlyFacts = (before?.onlyFacts ?? true) && onlyFactsChanged(key.cause);
  if (!before) return { key, deliveries: [delivery], onlyFacts, ...event };
  const actor = preferredActor(before.key.actor, key.actor);
  return {
    key: {
      userPoolId: key.userPoolId,
      cause: mergeCauses(before.key.cause, key.cause),
      ...(actor && { actor }),
      ...earliestEdit(before.key, key),
    },
    deliveries: [...before.deliveries, delivery],
    onlyFacts,
    ...event,
  };
}

const onlyFactsChanged = ({ factsChanged, poolUpdated, sweep }: Cause): boolean =>
  factsChanged === true && !poolUpdated && sweep === undefined;

function earliestEdit({ editedAt: a }: PoolKey, { editedAt: b }: PoolKey): Pick<PoolKey, 'editedAt'> {
  const first = a && b ? (a < b ? a : b) : (a ?? b);
  return first ? { editedAt: first } : {};
}
