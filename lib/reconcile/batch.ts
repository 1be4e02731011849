import { preferredActor } from '../domain/actor.ts';
import { mergeCauses } from '../domain/cause.ts';
import { type PoolKey, parseMessage } from '../domain/message.ts';
import { isFinished } from '../domain/outcome.ts';
import { type Finished, type PoolPorts, reconcilePool } from './pool.ts';
import type { CallContext, PoolProtections, Publisher, Queue, Random, Requeue, Telemetry } from './ports.ts';
import { checkProtection } from './protection.ts';
import { reportPool } from './report.ts';
import { type Failed, requeue } from './requeue.ts';

export interface BatchPorts extends PoolPorts {
  readonly protections: PoolProtections;
  readonly queue: Queue;
  readonly requeue: Requeue;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly random: Random;
}

/** A message as SQS delivers it. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/** One pool of a batch, and every message that names it: they share its fate. */
export interface Work {
  readonly key: PoolKey;
  readonly deliveries: readonly Delivery[];
}

/**
 * Reconciles each pool of the batch once, however many messages name it. Answers the ids of the messages
 * that are to stay in the queue; never throws for the sake of a single one.
 */
export const reconcileBatch =
  (ports: BatchPorts) =>
  async (deliveries: readonly Delivery[], context: CallContext): Promise<readonly string[]> => {
    const works = gatherWork(ports, deliveries);
    if (works.length === 0) return [];
    const failures = await reconcileAll(ports, works, context);
    return requeue(ports, failures, context.priority);
  };

function gatherWork({ settings, telemetry }: BatchPorts, deliveries: readonly Delivery[]): readonly Work[] {
  const works = new Map<string, Work>();
  for (const delivery of deliveries) {
    const reading = parseMessage(delivery.body, settings.prefix);
    if (reading.kind === 'Ignored') telemetry.count('IgnoredMessages');
    else if (reading.kind === 'Malformed') {
      telemetry.count('MalformedMessages');
      telemetry.warn('dropped a message that names no pool', {
        messageId: delivery.messageId,
        keys: reading.keys,
      });
    } else
      works.set(reading.key.userPoolId, joined(works.get(reading.key.userPoolId), reading.key, delivery));
  }
  return [...works.values()];
}

function joined(before: Work | undefined, key: PoolKey, delivery: Delivery): Work {
  if (!before) return { key, deliveries: [delivery] };
  const actor = preferredActor(before.key.actor, key.actor);
  return {
    key: {
      userPoolId: key.userPoolId,
      cause: mergeCauses(before.key.cause, key.cause),
      ...(actor && { actor }),
      ...earlier(before.key, key),
    },
    deliveries: [...before.deliveries, delivery],
  };
}

/** The edit that has waited longest. */
function earlier({ editedAt: a }: PoolKey, { editedAt: b }: PoolKey): Pick<PoolKey, 'editedAt'> {
  const first = a && b ? (a < b ? a : b) : (a ?? b);
  return first ? { editedAt: first } : {};
}

/** Records first, then the parameters, in as few calls as there can be; then each pool for itself. */
async function reconcileAll(
  ports: BatchPorts,
  works: readonly Work[],
  context: CallContext,
): Promise<readonly Failed[]> {
  const ids = works.map(({ key }) => key.userPoolId);
  const records = await Promise.allSettled(ids.map((id) => ports.records.read(id)));
  const stored = await settled(ports.desired.read(ids, context));
  const ends = await Promise.all(
    works.map(async (work, at): Promise<Failed | undefined> => {
      const record = records[at];
      if (record?.status !== 'fulfilled') return { work, failure: record?.reason };
      if (stored.status !== 'fulfilled') return { work, failure: stored.reason };
      const known = { recorded: record.value, stored: stored.value.get(work.key.userPoolId) };
      try {
        const report = await reconcilePool(ports)(work.key, known, context);
        await reportPool(ports, report, work.key.editedAt);
        if (report.kind === 'Unfinished') return { work, failure: report.failure };
        await checkProtection(ports, work.key, report, record.value, context);
        await recheck(ports, work, report, context);
        return undefined;
      } catch (failure) {
        return { work, failure };
      }
    }),
  );
  return ends.filter((end) => end !== undefined);
}

const settled = async <T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> => {
  const [result] = await Promise.allSettled([promise]);
  return result;
};

/** An event that found nothing to do is looked at once more; of a pool that is not managed, only an edit is. */
async function recheck(
  { queue, settings }: BatchPorts,
  { key }: Work,
  { outcome, nothingToDo }: Finished,
  { priority }: CallContext,
): Promise<void> {
  if (!key.cause.recheck || !nothingToDo) return;
  if ((outcome === 'Unmanaged' || isFinished(outcome)) && priority !== 'edits') return;
  const look = {
    Kind: 'Recheck',
    UserPoolId: key.userPoolId,
    ...(key.editedAt && { EditedAt: key.editedAt }),
  } as const;
  await queue.sendOwn(priority, [look], settings.recheckDelaySeconds);
}
