import { FrozenError } from './errors.ts';
import { markFrozen } from './freeze.ts';
import { type FreezeGuard, freezeGuard } from './freeze-guard.ts';
import { heldMessages } from './held-messages.ts';
import { type KnownPool, knownOf } from './known-pool.ts';
import { policyNamesFor, readPolicies } from './policy-inputs.ts';
import { type PoolPorts, reconcilePool } from './pool.ts';
import type {
  CallContext,
  FailureCounts,
  FreezeStore,
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
  readonly freeze: Pick<FreezeStore, 'mark'>;
  readonly requeue: Requeue;
  readonly failureCounts: FailureCounts;
  readonly publisher: Publisher;
  readonly telemetry: Telemetry;
  readonly random: Random;
}

/**
 * Reconciles each pool of a batch once, even when several messages name it. Returns the ids of the messages that stay in
 * the queue (`batchItemFailures`). One failing pool never fails the others. While the service is frozen, messages are dropped
 * (docs/decisions/0026-freeze-by-a-parameter.md).
 */
export const reconcileBatch =
  (batchPorts: BatchPorts) =>
  async (deliveries: readonly Delivery[], context: CallContext): Promise<readonly string[]> => {
    const { hold, requeue: requeuePort } = heldMessages(batchPorts, deliveries, context);
    const ports = { ...batchPorts, requeue: requeuePort, delivery: holdBeforeWrites(batchPorts, hold) };
    // An edit must not wait for a dead worker. Other messages lose nothing but time, unless a pool is left in the middle of a write.
    const [staying] = await Promise.all([
      reconcileDeliveries(ports, deliveries, context),
      context.priority === 'edits' ? hold() : undefined,
    ]);
    return staying;
  };

const holdBeforeWrites = (
  { delivery }: Pick<BatchPorts, 'delivery'>,
  hold: () => Promise<void>,
): BatchPorts['delivery'] => ({
  ...delivery,
  async acquireWrite(context) {
    await Promise.all([delivery.acquireWrite(context), hold()]);
  },
});

async function reconcileDeliveries(
  ports: BatchPorts,
  deliveries: readonly Delivery[],
  context: CallContext,
): Promise<readonly string[]> {
  const guard = freezeGuard(ports);
  const inputs = await readInputs(ports, guard, groupByPool(ports, deliveries), context);
  const results = await Promise.all(inputs.map((input) => reconcileOne(ports, guard, input, context)));
  const failed = await withoutFrozen(
    ports,
    results.flatMap((result) => ('error' in result ? [result] : [])),
  );
  const kept = results.flatMap((result) => ('kept' in result ? result.kept : []));
  return [...kept, ...(await requeue(ports, failed, context.priority))];
}

type Input = { readonly work: Work } & ({ readonly known: KnownPool } | { readonly error: unknown });

/**
 * Reads the records and the names of the policies, then the parameters and policies in as few calls as possible. A pool whose
 * reads fail gets the error, as every pool does while the service is frozen.
 */
async function readInputs(
  ports: BatchPorts,
  guard: FreezeGuard,
  works: readonly Work[],
  context: CallContext,
): Promise<readonly Input[]> {
  if (works.length === 0) return [];
  const [recorded, [names]] = await Promise.all([
    Promise.all(works.map((work) => readRecord(ports, work))),
    Promise.allSettled([ports.policyNames.read()]),
  ]);
  if (names.status === 'rejected') return works.map((work) => ({ work, error: names.reason }));
  const relevant = recorded.filter((one) => isRelevant(ports, one, names.value));
  if (relevant.length === 0) return [];
  const read = relevant.flatMap((one) => ('error' in one ? [] : [one]));
  const ids = read.map(({ work }) => work.key.userPoolId);
  const policyNames = policyNamesFor(
    names.value,
    read.map(({ record }) => record),
  );
  const [freeze, parameters, policies] = await Promise.allSettled([
    guard.refresh(context).then(() => guard.check(context)),
    ports.desired.read(ids, context),
    readPolicies(ports, policyNames, context),
  ]);
  return relevant.map((one) => {
    const { work } = one;
    if ('error' in one) return one;
    if (freeze.status !== 'fulfilled') return { work, error: freeze.reason };
    if (parameters.status !== 'fulfilled') return { work, error: parameters.reason };
    if (policies.status !== 'fulfilled') return { work, error: policies.reason };
    const stored = parameters.value.get(work.key.userPoolId);
    return { work, known: knownOf(ports, work.key.userPoolId, one.record, stored, policies.value) };
  });
}

type Recorded = { readonly work: Work } & (
  | { readonly record: KnownPool['recorded'] }
  | { readonly error: unknown }
);

async function readRecord({ records }: Pick<BatchPorts, 'records'>, work: Work): Promise<Recorded> {
  try {
    return { work, record: await records.read(work.key.userPoolId) };
  } catch (error) {
    return { work, error };
  }
}

/** Without policies, a new pool and a changed tag need no call to Cognito or Parameter Store. */
function isRelevant(
  { telemetry }: Pick<BatchPorts, 'telemetry'>,
  recorded: Recorded,
  policyNames: readonly string[],
): boolean {
  const { work } = recorded;
  if (!work.onlyFacts || 'error' in recorded) return true;
  if (policyNamesFor(policyNames, [recorded.record]).length > 0) return true;
  telemetry.count('IgnoredMessages', work.deliveries.length);
  return false;
}

/** The steps for one pool. Returns the failure, or the ids of the messages that are kept for a recheck. */
async function reconcileOne(
  ports: BatchPorts,
  guard: FreezeGuard,
  input: Input,
  context: CallContext,
): Promise<FailedWork | { readonly kept: readonly string[] }> {
  const { work } = input;
  if ('error' in input) return { work, error: input.error };
  try {
    const report = await reconcilePool(ports, guard)(work.key, input.known, context);
    await reportPool(ports, report, work.key.editedAt);
    if (report.kind === 'Unfinished') return { work, error: report.error };
    await checkProtection(ports, work.key, report, input.known.recorded, context);
    const hasPolicies = input.known.policies.length > 0;
    return { kept: await keepForRecheck(ports, work, report, context.priority, hasPolicies) };
  } catch (error) {
    return { work, error };
  }
}

/**
 * Returns the work that failed. The messages of frozen pools are dropped: that a sweep must follow is stored first, and if that fails,
 * the messages stay.
 */
async function withoutFrozen(
  ports: BatchPorts,
  failed: readonly FailedWork[],
): Promise<readonly FailedWork[]> {
  const frozen = failed.flatMap(({ work, error }) => (error instanceof FrozenError ? [{ work, error }] : []));
  const [first] = frozen;
  if (first === undefined) return failed;
  const others = failed.filter(({ error }) => !(error instanceof FrozenError));
  try {
    await markFrozen(ports, first.error.freeze);
    ports.telemetry.info('pools left unchanged by the freeze', { pools: frozen.length });
    return others;
  } catch (error) {
    return [...others, ...frozen.map(({ work }) => ({ work, error }))];
  }
}
