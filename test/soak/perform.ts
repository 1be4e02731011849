import { parseMessage } from '../../lib/domain/message/parse-message.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { settings } from '../support/situation.ts';
import { entriesOf, isEnforced, latest, type Model, type ModelPool, same, textOf } from './model.ts';
import type { EventDelivery, Step, Wanted } from './steps.ts';
import { type Batch, sweepOnce, work } from './workers.ts';
import type { World } from './world.ts';

const OPERATIONS = [
  'cognito-idp.GetLogDeliveryConfiguration',
  'cognito-idp.SetLogDeliveryConfiguration',
  'cognito-idp.DescribeUserPool',
  'ssm.GetParameters',
  'ssm.GetParametersByPath',
  'dynamodb.GetItem',
  'dynamodb.PutItem',
] as const;
const HOWS = ['throttle', 'fail', 'reset before', 'reset after'] as const;

/** Performs one step, in the world and in the model. */
export async function perform(world: World, model: Model, step: Step): Promise<void> {
  const { people, queues } = world;
  switch (step.do) {
    case 'Edit': {
      const pool = pick(model, step.at);
      if (!pool) return;
      await people.put(pool.id, textOf(step.wanted));
      changed(world, pool, step.wanted);
      return send(world, 'edits', parameterEvent(world, pool, 'Update'), step.eventDelivery);
    }
    case 'DeleteParameter':
      return deleteParameter(world, pick(model, step.at), step.eventDelivery);
    case 'DeleteManyParameters': {
      const from = step.from % Math.max(1, model.pools.length);
      for (const pool of model.pools.slice(from, from + step.count))
        await deleteParameter(world, pool, step.eventDelivery);
      return;
    }
    case 'Drift': {
      const pool = pick(model, step.at);
      if (!pool?.exists) return;
      for (let time = 0; time < step.times; time++) {
        await people.setPool(pool.id, time % 2 === 0 ? entriesOf(step) : []);
        touched(world, pool);
        await send(
          world,
          'upkeep',
          poolEvent(world, pool, 'SetLogDeliveryConfiguration'),
          step.eventDelivery,
        );
        if (step.times > 1) await work(world, model, [{ priority: 'upkeep', crash: undefined }]);
      }
      return;
    }
    case 'CreatePool':
      model.pools.push({
        id: await people.createPool(step.plus),
        exists: true,
        versions: [],
        changedAt: world.now(),
      });
      return;
    case 'DeletePool': {
      const pool = pick(model, step.at);
      if (!pool?.exists) return;
      await people.deletePool(pool.id);
      pool.exists = false;
      touched(world, pool);
      return send(world, 'upkeep', poolEvent(world, pool, 'DeleteUserPool'), step.eventDelivery);
    }
    case 'UpdatePool': {
      const pool = pick(model, step.at);
      if (!pool?.exists) return;
      await people.updatePool(pool.id, step.plus, step.protection);
      touched(world, pool);
      return send(world, 'upkeep', poolEvent(world, pool, 'UpdateUserPool'), step.eventDelivery);
    }
    case 'Deploy':
      model.mode = step.mode;
      return;
    case 'Wait':
      return world.advance(step.seconds * 1000);
    case 'Sweep':
      await sweepOnce(world, model, step.acceptDeletions, step.crash);
      return;
    case 'Work': {
      const { interruption, workers } = step;
      const isCalm = !world.faulty() && workers.length === 1 && !interruption;
      const failuresBefore = failuresOf(world);
      const batches = await work(
        world,
        model,
        workers,
        interruption && { after: interruption.after, run: () => perform(world, model, interruption.step) },
      );
      if (isCalm && failuresOf(world) > failuresBefore)
        world.violations.push('a message failed without a fault');
      const [batch] = batches;
      if (workers.length === 1 && !interruption && batch) await checkDelivered(world, model, batch);
      return;
    }
    case 'Fault':
      return world.fault(
        OPERATIONS[step.which % OPERATIONS.length] ?? OPERATIONS[0],
        HOWS[Math.floor(step.which / OPERATIONS.length) % HOWS.length] ?? 'fail',
        step.count,
      );
    case 'NoFaults':
      return world.noFaults();
    case 'Junk':
      return queues.sendEvent('upkeep', [step.body]);
  }
}

const pick = ({ pools }: Model, at: number): ModelPool | undefined => pools[at % Math.max(1, pools.length)];

async function deleteParameter(
  world: World,
  pool: ModelPool | undefined,
  eventDelivery: EventDelivery,
): Promise<void> {
  if (!pool || latest(pool) === undefined) return;
  await world.people.remove(pool.id);
  changed(world, pool, undefined);
  await send(world, 'edits', parameterEvent(world, pool, 'Delete'), eventDelivery);
}

function changed(world: World, pool: ModelPool, wanted: Wanted | undefined): void {
  pool.versions.push({ wanted, from: world.now() });
  touched(world, pool);
}
function touched(world: World, pool: ModelPool): void {
  pool.changedAt = world.now();
}

const parameterEvent = (world: World, { id }: ModelPool, operation: 'Update' | 'Delete'): string =>
  JSON.stringify({
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    time: new Date(world.now()).toISOString(),
    detail: { operation, name: parameterName(settings.prefix, id), type: 'String' },
  });
const poolEvent = (world: World, { id }: ModelPool, eventName: string): string =>
  JSON.stringify({
    source: 'aws.cognito-idp',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventName,
      eventTime: new Date(world.now()).toISOString(),
      requestParameters: { userPoolId: id },
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/another-client' },
    },
  });

async function send(
  { queues }: World,
  priority: QueueName,
  body: string,
  eventDelivery: EventDelivery,
): Promise<void> {
  if (eventDelivery === 'lost') return;
  if (eventDelivery === 'sent') return queues.sendEvent(priority, [body]);
  if (eventDelivery === 'doubled') return queues.sendEvent(priority, [body, body]);
  return queues.sendEvent(priority, [body], eventDelivery.late);
}

/** Without faults and without another client, no message fails or waits. */
const failuresOf = ({ recorded: { counts } }: World): number =>
  (counts.get('MessagesRetried') ?? 0) + (counts.get('MessagesDeferred') ?? 0);

/** After a message is delivered, the pool matches its parameter, or another message names the pool. */
async function checkDelivered(
  world: World,
  model: Model,
  { deliveries, batchItemFailures }: Batch,
): Promise<void> {
  if (batchItemFailures === undefined || model.mode === 'Observe') return;
  for (const { body } of deliveries) {
    const reading = parseMessage(body, settings);
    const key = reading.kind === 'Key' ? reading.key.userPoolId : undefined;
    const pool = model.pools.find(({ id }) => id === key);
    if (!pool?.exists || world.now() - pool.changedAt < 2 * world.lagMs || world.queues.names(pool.id))
      continue;
    const wanted = latest(pool);
    if (!isEnforced(wanted) || same(world.people.pool(pool.id), entriesOf(wanted))) continue;
    const record = await world.ports.records.read(pool.id);
    const outcome = record?.Status.Outcome;
    if (outcome === 'Rejected' && wanted.signIns !== undefined) continue;
    if (outcome === 'Contested') continue;
    world.violations.push(`${pool.id}: delivered, but does not match its parameter: ${outcome}`);
  }
}
