import { type Known, type PoolPorts, reconcilePool } from './pool.ts';
import type {
  CallContext,
  FailureCounts,
  PoolProtections,
  Publisher,
  Random,
  Requeue,
  Telemetry,
} from './ports.ts';
import { checkProtection } from './protection.ts';
import { keepForRecheck } from './recheck.ts';
import { reportPool } from './report.ts';
import { requeue } from './requeue.ts';
import { type Delivery, type FailedWork, groupByPool, type Work } from './work.ts';

export interface BatchPorts extends PoolPorts {
  readonly protections: PoolProtections;
  readonly requeue: Requeue;
  readonly failureCounts: FailureCounts;
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
    const results = await Promise.all(inputs.map((input) => reconcileOne(ports, input, context)));
    const failed = results.flatMap((result) => ('error' in result ? [result] : []));
    const kept = results.flatMap((result) => ('kept' in result ? result.kept : []));
    return [...kept, ...(await requeue(ports, failed, context.priority))];
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

/** The steps for one pool. Returns the failure, or the ids of the messages that are kept for a recheck. */
async function reconcileOne(
  ports: BatchPorts,
  input: Input,
  context: CallContext,
): Promise<FailedWork | { readonly kept: readonly string[] }> {
  const { work } = input;
  if ('error' in input) return { work, error: input.error };
  try {
    const report = await reconcilePool(ports)(work.key, input.known, context);
    await reportPool(ports, report, work.key.editedAt);
    if (report.kind === 'Unfinished') return { work, error: report.error };
    await checkProtection(ports, work.key, report, input.known.recorded, context);
    return { kept: await keepForRecheck(ports, work, report, context.priority) };
  } catch (error) {
    return { work, error };
  }
}
