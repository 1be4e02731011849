import type { Backlog, Queue, QueueName, Requeue } from '../../lib/reconcile/ports.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { below } from './random.ts';

/** As infra/queues.yml has them. */
const VISIBILITY_MS = 180_000;
const MOST_RECEIVES = 8;

interface Message {
  readonly id: string;
  readonly body: string;
  readonly priority: QueueName;
  receives: number;
  visibleAt: number;
}

export interface Queues extends Queue, Requeue, Backlog {
  /** Up to ten of those that can be seen, in any order; unseen from now on. Spent ones go to the dead letters. */
  receive(priority: QueueName, most: number): readonly Delivery[];
  delete(messageIds: readonly string[]): void;
  readonly deadLetters: readonly string[];
  /** When the next message can be seen; undefined where there is none. */
  next(): number | undefined;
  size(): number;
  /** Whether a message's text names this. */
  names(text: string): boolean;
}

/** SQS's rules for the two queues, in virtual time: any order, redelivery, a visibility for each message. */
export function createQueues(now: () => number, random: () => number): Queues {
  const messages = new Map<string, Message>();
  const deadLetters: string[] = [];
  let made = 0;
  const add = (priority: QueueName, body: string, delaySeconds: number): void => {
    made += 1;
    const id = `m${made}`;
    messages.set(id, { id, body, priority, receives: 0, visibleAt: now() + delaySeconds * 1000 });
  };
  return {
    async send(priority, bodies, delaySeconds = 0) {
      for (const body of bodies) add(priority, body, delaySeconds);
    },
    async sendOwn(priority, own, delaySeconds = 0) {
      for (const message of own) add(priority, JSON.stringify(message), delaySeconds);
    },
    async delay(_, receiptHandle, seconds) {
      const message = messages.get(receiptHandle);
      if (message) message.visibleAt = now() + seconds * 1000;
    },
    async waiting() {
      return [...messages.values()].filter(({ priority }) => priority === 'upkeep').length;
    },
    receive(priority, most) {
      const seen = [...messages.values()].filter(
        (message) => message.priority === priority && message.visibleAt <= now(),
      );
      const taken: Delivery[] = [];
      while (taken.length < most && seen.length > 0) {
        const [message] = seen.splice(below(random, seen.length), 1);
        if (message === undefined) break;
        if (message.receives >= MOST_RECEIVES) {
          messages.delete(message.id);
          deadLetters.push(message.body);
          continue;
        }
        message.receives += 1;
        message.visibleAt = now() + VISIBILITY_MS;
        taken.push({
          messageId: message.id,
          receiptHandle: message.id,
          body: message.body,
          receives: message.receives,
        });
      }
      return taken;
    },
    delete(ids) {
      for (const id of ids) messages.delete(id);
    },
    deadLetters,
    next: () =>
      messages.size === 0 ? undefined : Math.min(...[...messages.values()].map((one) => one.visibleAt)),
    size: () => messages.size,
    names: (text) => [...messages.values()].some(({ body }) => body.includes(text)),
  };
}
