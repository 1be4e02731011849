import { isFinished } from '../domain/outcome.ts';
import { type Finished, type Known, type PoolPorts, reconcilePool } from './pool.ts';
import type {
  CallContext,
  PoolProtections,
  Publisher,
  Queue,
  QueueName,
  Random,
  Requeue,
  Telemetry,
} from './ports.ts';
import { checkProtection } from './protection.ts';
import { reportPool } from './report.ts';
import { requeue } from './requeue.ts';
import { type Delivery, type FailedWork, groupByPool, type Work } from './work.ts';

export interface BatchPorts extends PoolPorts {
  readonly protections: PoolProtections;
  readonly queue: Queue;
  readonly requeue: Requeue;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly random: Random;
}

/**
 * Reconciles each pool of a batch once, even when several messages name it. Returns the ids of the messages that stay in
 * the queue (`batchItemFailures`). One failing pool never fails the others.
 */
export const reconcileBatch =
  (ports: BatchPorts) =>
  async (deliveries: readonly Delivery[], context: CallContext): Promise<readonly string[]> => {
    const works = groupByPool(ports, deliveries);
    if (works.length === 0) return [];
    const inputs = await readInputs(ports, works, context);
    const failed = await Promise.all(inputs.map((input) => reconcileOne(ports, input, context)));
    return requeue(
      ports,
      failed.filter((one) => one !== undefined),
      context.priority,
    );
  };

type Input = { readonly work: Work } & ({ readonly known: Known } | { readonly error: unknown });

/** Reads the records, then the parameters in as few calls as possible. A pool whose reads fail gets the error. */
async function readInputs(
  ports: BatchPorts,
  works: readonly Work[],
  context: CallContext,
): Promise<readonly Input[]> {
  const ids = works.map(({ key }) => key.userPoolId);
  const records = await Promise.allSettled(ids.map((id) => ports.records.read(id)));
  const [parameters] = await Promise.allSettled([ports.desired.read(ids, context)]);
  return works.map((work, at) => {
    const record = records[at];
    if (record?.status !== 'fulfilled') return { work, error: record?.reason };
    if (parameters.status !== 'fulfilled') return { work, error: parameters.reason };
    return {
      work,
      known: { recorded: record.value, stored: parameters.value.get(work.key.userPoolId) },
    };
  });
}

/** The steps for one pool. Returns the failure, or `undefined` when the pool is finished. */
async function reconcileOne(
  ports: BatchPorts,
  input: Input,
  context: CallContext,
): Promise<FailedWork | undefined> {
  const { work } = input;
  if ('error' in input) return { work, error: input.error };
  try {
    const report = await reconcilePool(ports)(work.key, input.known, context);
    await reportPool(ports, report, work.key.editedAt);
    if (report.kind === 'Unfinished') return { work, error: report.error };
    await checkProtection(ports, work.key, report, input.known.recorded, context);
    await scheduleRecheck(ports, work, report, context.priority);
    return undefined;
  } catch (error) {
    return { work, error };
  }
}

/** An event that required no action is checked once more after a delay. For an unmanaged pool only an edit is. */
async function scheduleRecheck(
  { queue, settings }: BatchPorts,
  { key }: Work,
  { outcome, nothingToDo }: Finished,
  queueName: QueueName,
): Promise<void> {
  if (!key.cause.recheck || !nothingToDo) return;
  if ((outcome === 'Unmanaged' || isFinished(outcome)) && queueName !== 'edits') return;
  const message = {
    Kind: 'Recheck',
    UserPoolId: key.userPoolId,
    ...(key.editedAt && { EditedAt: key.editedAt }),
  } as const;
  await queue.sendOwn(queueName, [message], settings.recheckDelaySeconds);
}
