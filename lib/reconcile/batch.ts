import type { Known } from './decide-pool.ts';
import { policyNamesFor, readPolicies } from './policy-inputs.ts';
import { type PoolPorts, reconcilePool } from './pool.ts';
import type {
  CallContext,
  FailureCounts,
  PolicyNames,
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
  readonly policyNames: PolicyNames;
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
    const inputs = await readInputs(ports, groupByPool(ports, deliveries), context);
    const results = await Promise.all(inputs.map((input) => reconcileOne(ports, input, context)));
    const failed = results.flatMap((result) => ('error' in result ? [result] : []));
    const kept = results.flatMap((result) => ('kept' in result ? result.kept : []));
    return [...kept, ...(await requeue(ports, failed, context.priority))];
  };

type Input = { readonly work: Work } & ({ readonly known: Known } | { readonly error: unknown });

/**
 * Reads the records and the names of the policies, then the parameters and policies in as few calls as possible. A pool whose
 * reads fail gets the error.
 */
async function readInputs(
  ports: BatchPorts,
  found: readonly Work[],
  context: CallContext,
): Promise<readonly Input[]> {
  if (found.length === 0) return [];
  const [names] = await Promise.allSettled([ports.policyNames.read()]);
  if (names.status === 'rejected') return found.map((work) => ({ work, error: names.reason }));
  const works = withoutIrrelevant(ports, found, names.value);
  if (works.length === 0) return [];
  const ids = works.map(({ key }) => key.userPoolId);
  const records = await Promise.allSettled(ids.map((id) => ports.records.read(id)));
  const known = records.map((record) => (record.status === 'fulfilled' ? record.value : undefined));
  const [parameters, policies] = await Promise.allSettled([
    ports.desired.read(ids, context),
    readPolicies(ports, policyNamesFor(names.value, known), context),
  ]);
  return works.map((work, at) => {
    const record = records[at];
    if (record?.status !== 'fulfilled') return { work, error: record?.reason };
    if (parameters.status !== 'fulfilled') return { work, error: parameters.reason };
    if (policies.status !== 'fulfilled') return { work, error: policies.reason };
    const stored = parameters.value.get(work.key.userPoolId);
    return { work, known: { recorded: record.value, stored, policies: policies.value } };
  });
}

/** Without policies, new pools and changed tags need no call to Cognito or Parameter Store. */
function withoutIrrelevant(
  { telemetry }: Pick<BatchPorts, 'telemetry'>,
  works: readonly Work[],
  policyNames: readonly string[],
): readonly Work[] {
  if (policyNames.length > 0) return works;
  const irrelevant = works.filter(({ onlyFacts }) => onlyFacts).flatMap(({ deliveries }) => deliveries);
  if (irrelevant.length > 0) telemetry.count('IgnoredMessages', irrelevant.length);
  return works.filter(({ onlyFacts }) => !onlyFacts);
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
