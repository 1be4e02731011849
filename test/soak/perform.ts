import { freezeValue } from '../../lib/domain/freeze.ts';
import { parameterName, poolArn } from '../../lib/domain/user-pool-id.ts';
import type { QueueName } from '../../lib/reconcile/ports.ts';
import { settings } from '../support/situation.ts';
import { checkDelivered } from './delivered.ts';
import { entriesOf, latest, type Model, type ModelFacts, type ModelPool, textOf } from './model.ts';
import { idsOf, policyText } from './policy-model.ts';
import type { EventDelivery, Step, Wanted } from './steps.ts';
import { commandOnce, sweepOnce, work } from './workers.ts';
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
    case 'CreatePool': {
      const { plus: isPlus, env, eventDelivery } = step;
      const wanted = { name: 'a pool', env, isPlus, protection: 'AUDIT' } as const;
      const id = await people.createPool(wanted);
      const from = world.now();
      const pool: ModelPool = {
        id,
        exists: true,
        versions: [],
        facts: [{ wanted, from }],
        isTierUnseen: false,
        changedAt: from,
      };
      model.pools.push(pool);
      return send(world, 'upkeep', poolEvent(world, pool, 'CreateUserPool'), eventDelivery);
    }
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
      await updatePool(world, pool, { isPlus: step.plus, protection: step.protection }, step.eventDelivery);
      return send(world, 'upkeep', poolEvent(world, pool, 'UpdateUserPool'), step.eventDelivery);
    }
    case 'RenamePool': {
      const pool = pick(model, step.at);
      if (!pool?.exists) return;
      await updatePool(world, pool, { name: step.name }, step.eventDelivery);
      return send(world, 'upkeep', poolEvent(world, pool, 'UpdateUserPool'), step.eventDelivery);
    }
    case 'TagPool': {
      const pool = pick(model, step.at);
      const facts = pool?.facts.at(-1)?.wanted;
      if (!pool?.exists || !facts) return;
      await people.tagPool(pool.id, step.env);
      pool.facts.push({ wanted: { ...facts, env: step.env }, from: world.now() });
      touched(world, pool);
      const body = step.env === undefined ? tagEvent(pool) : poolEvent(world, pool, 'TagResource');
      return send(world, 'upkeep', body, step.eventDelivery);
    }
    case 'EditPolicy': {
      const policy = model.policies[step.policy];
      if (!policy) return;
      const wanted = { ...step.wanted, ids: idsOf(model.pools) };
      policy.texts.set(policyText(wanted), wanted);
      await people.putPolicy(policy.name, policyText(wanted));
      policy.versions.push({ wanted, from: world.now() });
      return sendPolicy(world, policy.name, step.eventDelivery);
    }
    case 'DeletePolicy': {
      const policy = model.policies[step.policy];
      if (!policy || latest(policy) === undefined) return;
      await people.removePolicy(policy.name);
      policy.versions.push({ wanted: undefined, from: world.now() });
      return sendPolicy(world, policy.name, step.eventDelivery);
    }
    case 'FanOut': {
      const fanOuts = world.policyEvents.take().map((event) => ({ event, crash: step.crash }));
      await work(world, model, step.workers, undefined, fanOuts);
      return;
    }
    case 'Drive':
      await work(world, model, step.workers, undefined, [{ event: undefined, crash: step.crash }]);
      return;
    case 'CommandRollout':
      return commandOnce(world, model, step.policy, step.action);
    case 'Freeze':
    case 'Unfreeze':
      return freeze(world, model, step);
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

/** Freezes or unfreezes the service. The rule for the parameter starts a sweep. */
export async function freeze(
  world: World,
  model: Model,
  { do: action, isReadable, eventDelivery }: Extract<Step, { do: 'Freeze' | 'Unfreeze' }>,
): Promise<void> {
  const isFrozen = model.freezes.at(-1)?.wanted ?? false;
  if (action === 'Unfreeze' && !isFrozen) return;
  if (action === 'Freeze') await world.people.freeze(isReadable ? freezeValue('incident 12') : 'false');
  else await world.people.unfreeze();
  model.freezes.push({ wanted: action === 'Freeze', from: world.now() });
  if (eventDelivery === 'sent' && !world.faulty()) world.freezeEvents += 1;
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

async function updatePool(
  world: World,
  pool: ModelPool,
  change: Partial<ModelFacts>,
  eventDelivery: EventDelivery,
): Promise<void> {
  const facts = pool.facts.at(-1)?.wanted;
  if (!facts) return;
  const wanted = { ...facts, ...change };
  if (eventDelivery !== 'lost') pool.isTierUnseen = false;
  else if (wanted.isPlus !== facts.isPlus) pool.isTierUnseen = true;
  await world.people.updatePool(pool.id, wanted);
  pool.facts.push({ wanted, from: world.now() });
  touched(world, pool);
}

function sendPolicy({ policyEvents }: World, name: string, eventDelivery: EventDelivery): void {
  if (eventDelivery === 'lost') return;
  if (eventDelivery === 'doubled') policyEvents.send(name);
  policyEvents.send(name, typeof eventDelivery === 'object' ? eventDelivery.late : 0);
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
      requestParameters: { userPoolId: id, resourceArn: poolArn(settings, id) },
      responseElements: { userPool: { id } },
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/another-client' },
    },
  });

const tagEvent = ({ id }: ModelPool): string =>
  JSON.stringify({
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    resources: [poolArn(settings, id)],
    detail: { 'changed-tag-keys': ['env'] },
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
