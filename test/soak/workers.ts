import type { RolloutCommand } from '../../lib/domain/rollout/operator.ts';
import { reconcileBatch } from '../../lib/reconcile/batch.ts';
import { commandRollout } from '../../lib/reconcile/command-rollout.ts';
import { driveRollouts } from '../../lib/reconcile/drive-rollouts.ts';
import type { Fleet } from '../../lib/reconcile/fleet.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { sweep } from '../../lib/reconcile/sweep.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { createGate, type Gate, type Interruption, newWorker } from './gate.ts';
import { gated } from './gated-ports.ts';
import { isHeldExpected } from './hold.ts';
import type { Model } from './model.ts';
import type { Crash } from './steps.ts';
import type { World } from './world.ts';

const deadline = Number.MAX_SAFE_INTEGER;
/** The deadline of a batch, as of the reconcile function. */
const FUNCTION_TIME_MS = 25_000;

export interface Batch {
  readonly deliveries: readonly Delivery[];
  /** Missing when the worker was killed. */
  readonly batchItemFailures?: readonly string[];
}

/** Each worker handles a batch, all at the same time. Completed messages are deleted, as an event source mapping does. */
export async function work(
  world: World,
  model: Model,
  workers: readonly { readonly priority: QueueName; readonly crash: Crash | undefined }[],
  interruption?: Interruption,
  fanOuts: readonly FanOut[] = [],
): Promise<readonly Batch[]> {
  const gate = createGate(world.random);
  const running = workers.map(({ priority, crash }, at) => {
    const worker = newWorker(`worker ${at}`, crash);
    const deliveries = world.queues.receive(priority, 10);
    const ports = gated(world, model, gate, worker, deliveries);
    const batch: { deliveries: readonly Delivery[]; batchItemFailures?: readonly string[] } = { deliveries };
    const run = async (): Promise<void> => {
      const batchItemFailures = await reconcileBatch(ports)(deliveries, {
        priority,
        deadline: ports.clock.now().getTime() + FUNCTION_TIME_MS,
      });
      batch.batchItemFailures = batchItemFailures;
      for (const id of worker.unread)
        if (!world.queues.names(id))
          world.violations.push(`${id}: written, but its parameter was not read again`);
      world.queues.delete(
        deliveries.map(({ messageId }) => messageId).filter((id) => !batchItemFailures.includes(id)),
      );
    };
    return {
      batch,
      worker,
      work: run().catch((error: unknown) => void world.violations.push(String(error))),
    };
  });
  const sending = fanOuts.map((one) => fanOut(world, model, gate, one));
  await gate.open([...running, ...sending], interruption);
  for (const { event, isDone } of sending) if (event && !isDone()) world.policyEvents.retry(event);
  return running.map(({ batch }) => batch);
}

/** A run of the policies function for one event, or by its schedule. */
interface FanOut {
  readonly event: ReturnType<World['policyEvents']['take']>[number] | undefined;
  readonly crash: Crash | undefined;
}

function fanOut(world: World, model: Model, gate: Gate, { event, crash }: FanOut) {
  const worker = newWorker(`policies ${event?.name ?? 'schedule'}`, crash);
  const wasFaulty = world.faulty();
  let done = false;
  const run = async (): Promise<void> => {
    await driveRollouts(gated(world, model, gate, worker))(
      { names: event ? [event.name] : [] },
      { priority: 'upkeep', deadline },
    );
    done = true;
  };
  const running = run().catch((error: unknown) => {
    if (!wasFaulty)
      world.violations.push(`a run of the policies function failed without a fault: ${String(error)}`);
  });
  return { worker, event, work: running, isDone: () => done };
}

/** A command of an operator. It fails if a fault is pending. */
export async function commandOnce(
  world: World,
  model: Model,
  at: number,
  action: RolloutCommand,
): Promise<void> {
  const policy = model.policies[at];
  if (policy === undefined || world.faulty()) return;
  const gate = createGate(world.random);
  const worker = newWorker('command', undefined);
  const ports = gated(world, model, gate, worker);
  const run = commandRollout(ports, policy.name, action).then(() => undefined);
  await gate.open([{ worker, work: run }]);
}

/** Runs one sweep. Returns undefined when it was killed or failed. */
export async function sweepOnce(
  world: World,
  model: Model,
  acceptDeletions: number,
  crash: Crash | undefined,
  isFreezeChange = false,
): Promise<Fleet | undefined> {
  const gate = createGate(world.random);
  const worker = newWorker('sweep', crash);
  const ports = gated(world, model, gate, worker);
  let fleet: Fleet | undefined;
  const run = async (): Promise<void> => {
    fleet = await sweep(ports)({ acceptDeletions, isFreezeChange }, { priority: 'upkeep', deadline });
  };
  const wasFaulty = world.faulty();
  const expected = wasFaulty || crash ? undefined : await isHeldExpected(world, model, acceptDeletions);
  const ran = run().catch((error: unknown) => {
    if (!wasFaulty) world.violations.push(`a sweep failed without a fault: ${String(error)}`);
  });
  await gate.open([{ worker, work: ran }]);
  if (fleet?.Result === 'Swept' && expected !== undefined && fleet.Held !== expected)
    world.violations.push(`hold of a sweep: ${fleet.Held}, expected ${expected}`);
  return fleet;
}
