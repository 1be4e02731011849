import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Backlog, Queue, QueueName, Requeue } from '../../lib/reconcile/ports.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { below } from './random.ts';

const infra = readFileSync(resolve(import.meta.dirname, '../../infra/queues.yml'), 'utf8');
const numberIn = (name: string): number => Number(new RegExp(`^ *${name}: (\\d+)$`, 'm').exec(infra)?.[1]);
const VISIBILITY_MS = numberIn('VisibilityTimeout') * 1000;
const MAX_RECEIVES = numberIn('maxReceiveCount');

interface Message {
  readonly id: string;
  readonly body: string;
  readonly priority: QueueName;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
}

export interface Queues extends Queue, Requeue, Backlog {
  /** Delivers an event of AWS, now or this many seconds later. */
  sendEvent(priority: QueueName, bodies: readonly string[], delaySeconds?: number): void;
  /** Receives up to ten visible messages, in any order, and hides them. After too many receives a message is a dead letter. */
  receive(priority: QueueName, most: number): readonly Delivery[];
  delete(messageIds: readonly string[]): void;
  readonly deadLetters: readonly string[];
  /** The time at which the next message becomes visible; undefined when the queue is empty. */
  next(): number | undefined;
  size(): number;
  /** Whether a message contains this text. */
  names(text: string): boolean;
}

/** The two queues in virtual time, by the rules of SQS: messages come in random order and again, each with a visibility timeout. */
export function createQueues(now: () => number, random: () => number): Queues {
  const messages = new Map<string, Message>();
  const deadLetters: string[] = [];
  let made = 0;
  const add = (priority: QueueName, body: string, delaySeconds: number): void => {
    made += 1;
    const id = `m${made}`;
    const sentAt = now() + delaySeconds * 1000;
    messages.set(id, { id, body, priority, sentAt, receives: 0, visibleAt: sentAt });
  };
  const hide = (receiptHandle: string, seconds: number): void => {
    const message = messages.get(receiptHandle);
    if (message) message.visibleAt = now() + seconds * 1000;
  };
  return {
    sendEvent(priority, bodies, delaySeconds = 0) {
      for (const body of bodies) add(priority, body, delaySeconds);
    },
    async send(priority, own) {
      for (const message of own) add(priority, JSON.stringify(message), 0);
    },
    async deadLetter(_, body) {
      deadLetters.push(body);
    },
    async delay(_, receiptHandle, seconds) {
      hide(receiptHandle, seconds);
    },
    async hold(_, receiptHandles, seconds) {
      for (const handle of receiptHandles) hide(handle, seconds);
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
        if (message.receives >= MAX_RECEIVES) {
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
          sentAt: message.sentAt,
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
