import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { awsCallError, failing, notCalled } from '../support/failing-ports.ts';
import { callEvent, createEvent, delivery, editEvent, tagEvent } from '../support/messages.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { settle } from '../support/rollouts.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

/** Sends batches of messages through the service's real adapters to the local cloud. */
const edits: CallContext = { priority: 'edits', deadline: Number.MAX_SAFE_INTEGER };
const upkeep: CallContext = { ...edits, priority: 'upkeep' };

let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(async () => {
  await cloud.close();
});
beforeEach(async () => {
  service = await serviceAt(cloud.url);
  pool = await service.user.createPool();
});

const A = toLogGroup('a');
const entries = (...LogConfigurations: unknown[]) => ({ LogConfigurations });
const sweepMessage = (UserPoolId: string) => ({ Kind: 'Sweep', UserPoolId, SweepId: 's', Held: false });

const reconcile = (bodies: readonly unknown[], context = edits, over: Partial<BatchPorts> = {}) =>
  reconcileBatch({ ...service.ports, ...over })(
    bodies.map((body) => delivery(body)),
    context,
  );
const readRecord = () => service.ports.records.read(pool);
const withoutGrace = () => ({ ...service.ports.settings, clearGraceSeconds: 0 });
/** Returns how many of the messages stay in the queue for a recheck. None of them has failed. */
async function kept(bodies: readonly unknown[], context = edits, over: Partial<BatchPorts> = {}) {
  const { length } = await reconcile(bodies, context, over);
  expect(service.recorded.counts.has('MessagesRetried')).toBe(false);
  return length;
}
/** Sends an event, receives it and processes it. Returns the ids of the messages that stay. */
async function receiveAndReconcile(queue: 'edits' | 'upkeep', over: Partial<BatchPorts> = {}) {
  const received = await service.receive(queue);
  return {
    received,
    staying: await reconcileBatch({ ...service.ports, ...over })(received, { ...edits, priority: queue }),
  };
}

test('reconciles a pool once when several messages of a batch name it', async () => {
  await service.user.put(pool, entries(A));
  let reads = 0;
  const counting = {
    ...service.ports.delivery,
    get: async (...args: Parameters<BatchPorts['delivery']['get']>) => {
      reads += 1;
      return service.ports.delivery.get(...args);
    },
  };
  const bodies = [editEvent(pool), editEvent(pool), callEvent(pool)];
  expect(await reconcile(bodies, edits, { delivery: counting })).toEqual([]);
  expect(reads).toBe(1);
  expect(await service.user.pool(pool)).toEqual([A]);
  expect((await readRecord())?.Transitions.at(-1)?.Actor?.Arn).toBe('arn:aws:iam::1:user/mallory');
});

test('removes malformed messages from the queue and reconciles the other pools of the batch', async () => {
  await service.user.put(pool, entries(A));
  const bodies = ['{', { secret: 'x-y-z' }, editEvent(pool, '/note'), editEvent(pool)];
  expect(await reconcile(bodies)).toEqual([]);
  expect(JSON.stringify(service.recorded.lines)).not.toContain('x-y-z');
  expect(await service.user.pool(pool)).toEqual([A]);
});

test('rejects a parameter with 2,000 errors after each edit and removes the message from the queue', async () => {
  for (const invalid of ['0', '1', '2']) {
    await service.user.put(pool, `{"LogConfigurations":[${Array(2000).fill(invalid).join()}]}`);
    expect(await reconcile([editEvent(pool)])).toEqual([]);
  }
  const stored = await readRecord();
  expect(stored?.Status.Outcome).toBe('Rejected');
  expect(stored?.Transitions).toHaveLength(3);
});

test('reads no parameters when no message of the batch names a pool', async () => {
  expect(
    await reconcile(['{'], edits, {
      desired: { read: notCalled, readPolicies: notCalled, readFreeze: notCalled },
    }),
  ).toEqual([]);
});

test('makes no call to Cognito or Parameter Store for new pools and changed tags where no policy exists', async () => {
  const { desired, delivery: own } = service.ports;
  const ports = {
    desired: { ...desired, read: notCalled, readPolicies: notCalled, readFreeze: notCalled },
    delivery: { ...own, get: notCalled },
    descriptions: { read: notCalled },
  };
  const bodies = [createEvent(pool), tagEvent(pool), tagEvent(pool)];
  expect(await reconcile(bodies, upkeep, ports)).toEqual([]);
  expect(service.recorded.counts.get('IgnoredMessages')).toBe(3);
  expect(await readRecord()).toBeUndefined();
});

test('processes an edit together with a changed tag of the same pool where no policy exists', async () => {
  await service.user.put(pool, entries(A));
  expect(await reconcile([tagEvent(pool), editEvent(pool)])).toEqual([]);
  expect(await service.user.pool(pool)).toEqual([A]);
});

test('keeps the messages when the names of the policies cannot be read', async () => {
  await service.user.put(pool, entries(A));
  const policyNames = { ...service.ports.policyNames, read: failing('GetItem', 'Transient') };
  const staying = await reconcile([tagEvent(pool), editEvent(pool)], edits, { policyNames });
  expect(staying).toHaveLength(2);
  expect(await service.user.pool(pool)).toEqual([]);
});

test('a new pool gets the log delivery of a policy that selects it', async () => {
  const policy = JSON.stringify({ Select: {}, LogConfigurations: [A] });
  await service.user.putNamed(`${service.ports.settings.prefix}/policies/all`, policy);
  await settle(service.ports.rollouts, 'all', policy);
  await service.ports.policyNames.add(['all']);
  expect(await reconcile([createEvent(pool)], upkeep)).toEqual([]);
  expect(await service.user.pool(pool)).toEqual([A]);
});

test('keeps an event that required no action until it is as old as the recheck delay, and then processes it again', async () => {
  const settings = { ...service.ports.settings, recheckDelaySeconds: 2 };
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  await service.sendEvent('edits', editEvent(pool));
  const first = await receiveAndReconcile('edits', { settings });
  expect(first.staying).toEqual(first.received.map(({ messageId }) => messageId));
  expect(first.staying).toHaveLength(1);
  expect(await service.receive('edits')).toEqual([]);
  await service.user.put(pool, entries(toLogGroup('b')));
  await service.ports.clock.sleep(2_100);
  const second = await receiveAndReconcile('edits', { settings });
  expect(second.received).toHaveLength(1);
  expect(second.staying).toEqual([]);
  expect(await service.user.pool(pool)).toEqual([toLogGroup('b')]);
});

test('keeps no recheck message of clr, no message of a sweep and no event that is older than the recheck delay', async () => {
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  expect(await kept([{ Kind: 'Recheck', UserPoolId: pool }])).toBe(0);
  expect(await kept([sweepMessage(pool)], upkeep)).toBe(0);
  const sentAt = Date.now() - 1000 * service.ports.settings.recheckDelaySeconds;
  const old = delivery(editEvent(pool), { sentAt });
  expect(await reconcileBatch(service.ports)([old], edits)).toEqual([]);
});

test('keeps only the newest of several events that required no action', async () => {
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  const sentAt = Date.now() - 3_000;
  const events = [
    delivery(editEvent(pool), { sentAt }),
    delivery(callEvent(pool), { sentAt: sentAt + 2_000 }),
    delivery(editEvent(pool), { sentAt: sentAt + 1_000 }),
    delivery(sweepMessage(pool), { sentAt: sentAt + 3_000 }),
  ];
  expect(await reconcileBatch(service.ports)(events, upkeep)).toEqual([events[1]?.messageId]);
});

test.each([
  ['released', async () => service.user.remove(pool)],
  ['rejected', async () => service.user.put(pool, '{')],
  ['in observe mode', async () => service.user.put(pool, { ...entries(toLogGroup('b')), Mode: 'Observe' })],
])(
  'rechecks a pool that is %s after an edit, because the edit may not be readable yet',
  async (_, change) => {
    const settings = withoutGrace();
    await service.user.put(pool, entries(A));
    await reconcile([editEvent(pool)]);
    await change();
    await reconcile([sweepMessage(pool)], upkeep, { settings });
    expect(await kept([editEvent(pool)], edits, { settings })).toBe(1);
  },
);

test('keeps an event for a recheck even if its visibility timeout cannot be changed', async () => {
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  const requeue = { ...service.ports.requeue, delay: failing('ChangeMessageVisibility', 'Transient') };
  expect(await kept([editEvent(pool)], edits, { requeue })).toBe(1);
});

test('does not recheck a released pool after a call to Cognito', async () => {
  const settings = withoutGrace();
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  await service.user.remove(pool);
  await reconcile([sweepMessage(pool)], upkeep, { settings });
  expect((await readRecord())?.Status.Outcome).toBe('Released');
  expect(await kept([callEvent(pool)], upkeep, { settings })).toBe(0);
});

test.each([0, 1])(
  'records the actor that wrote log delivery, not one that updated the pool (order %i)',
  async (first) => {
    await service.user.put(pool, entries(A));
    await reconcile([editEvent(pool)]);
    await service.user.setPool(pool, []);
    const both = [callEvent(pool), callEvent(pool, 'UpdateUserPool', 'bob')];
    await reconcile(first === 0 ? both : both.reverse(), upkeep);
    expect((await readRecord())?.Transitions.at(-1)).toMatchObject({
      To: 'Repaired',
      Actor: { Arn: 'arn:aws:iam::1:user/mallory' },
    });
  },
);

test('rechecks an unmanaged pool after an edit, but not after a call to Cognito', async () => {
  expect(await kept([callEvent(pool)], upkeep)).toBe(0);
  expect(await kept([editEvent(pool)])).toBe(1);
  expect(await readRecord()).toBeUndefined();
});

test('rechecks an unmanaged pool after its tags changed, only if there are policies', async () => {
  const name = `tagged-${pool.slice(-9).toLowerCase()}`;
  const policy = { Select: { Ids: [pool], Tags: { env: ['prod'] } }, LogConfigurations: [A] };
  await service.user.putNamed(`${service.ports.settings.prefix}/policies/${name}`, JSON.stringify(policy));
  expect(await reconcile([tagEvent(pool)], upkeep)).toEqual([]);
  await service.ports.policyNames.add([name]);
  expect(await reconcile([tagEvent(pool)], upkeep)).toHaveLength(1);
  await service.ports.policyNames.remove([name]);
});

test('measures the latency of the older of two edits in a batch, in any order', async () => {
  const [older, newer] = ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z'];
  const at = (time: string) => ({ ...editEvent(pool), time });
  const clock = { ...service.ports.clock, now: () => new Date('2026-03-01T13:00:01Z') };
  await service.user.put(pool, entries(A));
  await reconcile([at(older), at(newer)], edits, { clock });
  await service.user.put(pool, entries(toLogGroup('b')));
  await reconcile([at(newer), at(older)], edits, { clock });
  expect(service.recorded.values.get('EditToAppliedLatency')).toEqual([3601, 3601]);
});

test('measures the latency of an edit that only the recheck could read', async () => {
  const time = '2026-03-01T12:00:00Z';
  const clock = { ...service.ports.clock, now: () => new Date('2026-03-01T12:00:05Z') };
  await service.user.put(pool, entries(A));
  await reconcile([editEvent(pool)]);
  const edit = delivery({ ...editEvent(pool), time }, { sentAt: Date.parse(time) });
  expect(await reconcileBatch({ ...service.ports, clock })([edit], edits)).toEqual([edit.messageId]);
  await service.user.put(pool, entries(toLogGroup('b')));
  expect(await reconcileBatch({ ...service.ports, clock })([edit], edits)).toEqual([]);
  expect(service.recorded.values.get('EditToAppliedLatency')).toEqual([5]);
});

test('returns every message of a failed pool as a failure, and no message of another pool', async () => {
  const other = await service.user.createPool();
  await service.user.put(pool, entries(A));
  await service.user.put(other, entries(A));
  const fail = failing('GetItem', 'Transient');
  const records: BatchPorts['records'] = {
    ...service.ports.records,
    read: async (id) => (id === pool ? fail() : service.ports.records.read(id)),
  };
  const ofPool = [delivery(editEvent(pool)), delivery(callEvent(pool))];
  const batchItemFailures = await reconcileBatch({ ...service.ports, records })(
    [...ofPool, delivery(editEvent(other))],
    edits,
  );
  expect(batchItemFailures).toEqual(ofPool.map(({ messageId }) => messageId));
  expect(await service.user.pool(other)).toEqual([A]);
});

describe('when reading a pool fails', () => {
  const failingFor = (error: unknown): Partial<BatchPorts> => ({
    delivery: {
      ...service.ports.delivery,
      get: async (userPoolId, context) => {
        if (userPoolId === pool) throw error;
        return service.ports.delivery.get(userPoolId, context);
      },
    },
  });
  const getFails = (kind: 'Transient' | 'Permission') =>
    failingFor(awsCallError('GetLogDeliveryConfiguration', kind));

  test('the message of a failed pool becomes visible again after one second, and the other pools are finished', async () => {
    const other = await service.user.createPool();
    await service.user.put(pool, entries(A));
    await service.user.put(other, entries(A));
    await service.sendEvent('upkeep', callEvent(pool));
    const [received] = await service.receive('upkeep');
    if (!received) throw new Error('no message');
    const failed = delivery(callEvent(pool), { receiptHandle: received.receiptHandle });
    const batchItemFailures = await reconcileBatch({
      ...service.ports,
      ...getFails('Transient'),
      random: () => 0,
    })([failed, delivery(callEvent(other))], upkeep);
    expect(batchItemFailures).toEqual([failed.messageId]);
    expect(await service.user.pool(other)).toEqual([A]);
    expect(service.recorded.counts.get('MessagesRetried')).toBe(1);
    // One second after the first receive, instead of the queue's own 30 seconds.
    const visible = async (): Promise<number> => (await service.receive('upkeep')).length;
    expect(await visible()).toBe(0);
    await service.ports.clock.sleep(1_100);
    expect(await visible()).toBe(1);
  });

  test('a message whose pool gets no rate limiter slot stays in the queue for the expected wait', async () => {
    await service.user.put(pool, entries(A));
    const delayed: unknown[] = [];
    const requeue = {
      ...service.ports.requeue,
      delay: async (...args: Parameters<BatchPorts['requeue']['delay']>) => void delayed.push(args),
    };
    const message = delivery(editEvent(pool));
    const noSlot = {
      ...service.ports,
      ...failingFor(new RateLimitTimeoutError('CognitoRead', 2_500)),
      requeue,
    };
    expect(await reconcileBatch(noSlot)([message], edits)).toEqual([message.messageId]);
    expect(delayed).toEqual([['edits', message.receiptHandle, 4]]);
    expect(service.recorded.counts.get('MessagesDeferred')).toBe(1);
  });

  test('a message that fails eight times moves to the dead-letter queue, even if it was deferred in between', async () => {
    await service.user.put(pool, entries(A));
    const message = delivery(callEvent(pool), { receives: 500 });
    const process = (over: Partial<BatchPorts>) =>
      reconcileBatch({ ...service.ports, ...over })([message], upkeep);
    const throttled = failingFor(awsCallError('GetItem', 'Throttled'));
    for (let failures = 1; failures <= 7; failures += 1) {
      expect(await process(getFails('Transient'))).toEqual([message.messageId]);
      expect(await process(throttled)).toEqual([message.messageId]);
    }
    expect(await service.deadLetters('upkeep')).toEqual([]);
    expect(await process(getFails('Transient'))).toEqual([]);
    expect(await service.deadLetters('upkeep')).toEqual([message.body]);
  });

  test('a missing permission is counted and logged as an error', async () => {
    await service.user.put(pool, entries(A));
    expect(await reconcile([editEvent(pool)], edits, getFails('Permission'))).toHaveLength(1);
    expect(service.recorded.counts.get('PermissionErrors')).toBe(1);
    expect(service.recorded.lines.map(({ level, text }) => [level, text])).toContainEqual([
      'error',
      expect.stringContaining('"error":"AccessDeniedException"'),
    ]);
  });

  test('an unexpected error is logged with its name and stack, without its message', async () => {
    await service.user.put(pool, entries(A));
    const bug = new TypeError('with a x-y-z in it');
    expect(await reconcile([editEvent(pool)], edits, failingFor(bug))).toHaveLength(1);
    expect(await reconcile([editEvent(pool)], edits, failingFor('a string'))).toHaveLength(1);
    const logged = JSON.stringify(service.recorded.lines);
    expect(logged).toContain('TypeError');
    expect(logged).not.toContain('x-y-z');
  });
});

test('records that a pool waits when its Set fails, and applies the parameter at a later delivery', async () => {
  await service.user.put(pool, entries(A));
  const { publisher, events } = recordingPublisher();
  const set = failing('SetLogDeliveryConfiguration', 'Transient');
  const over = { delivery: { ...service.ports.delivery, set }, publisher };
  expect(await reconcile([editEvent(pool)], edits, over)).toHaveLength(1);
  expect(await reconcile([editEvent(pool)], edits, over)).toHaveLength(1);
  expect(events.map(({ detailType }) => detailType)).toEqual(['Pool Waiting']);
  expect((await readRecord())?.Status).toMatchObject({
    Outcome: 'Waiting',
    Reasons: ['SetLogDeliveryConfiguration: InternalErrorException'],
  });
  expect(await reconcile([editEvent(pool)])).toEqual([]);
  expect((await readRecord())?.Status.Outcome).toBe('Applied');
});

test('returns all messages as failures when the parameters or the records cannot be read', async () => {
  const desired = {
    ...service.ports.desired,
    read: failing('GetParameters', 'Transient'),
    readPolicies: notCalled,
  };
  const bodies = [editEvent(pool), editEvent('eu-west-1_other')];
  expect(await reconcile(bodies, edits, { desired })).toHaveLength(2);
  const records = { ...service.ports.records, read: failing('GetItem', 'Transient') };
  expect(await reconcile([editEvent(pool)], edits, { records })).toHaveLength(1);
});

test('reports a transition as an event, a metric and a log line without the value of the parameter', async () => {
  const { publisher, events } = recordingPublisher();
  await service.user.setPool(pool, [A]);
  await service.user.put(pool, entries(toStream('secret-stream')));
  await reconcile([editEvent(pool)], edits, { publisher });
  expect(events).toEqual([
    {
      detailType: 'Pool Applied',
      resources: [`arn:aws:cognito-idp:eu-west-1:${service.ports.settings.account}:userpool/${pool}`],
      detail: expect.objectContaining({
        version: '2',
        id: `${pool}/2`,
        outcome: 'Applied',
        previousOutcome: 'Unmanaged',
        before: [A],
        after: [toStream('secret-stream')],
        differences: expect.arrayContaining(['userNotification.LogLevel: "ERROR" → (not set)']),
      }),
    },
  ]);
  expect(service.recorded.counts.get('ChangesApplied')).toBe(1);
  expect(JSON.stringify(service.recorded.lines)).not.toContain('secret-stream');
  await reconcile([editEvent(pool)], edits, { publisher });
  expect(events).toHaveLength(1);
});

test('finishes the message and counts the event when EventBridge does not accept the event', async () => {
  await service.user.put(pool, entries(A));
  const publisher = { publish: () => Promise.reject(new Error('no bus')) };
  expect(await reconcile([editEvent(pool)], edits, { publisher })).toEqual([]);
  expect(service.recorded.counts.get('EventsLost')).toBe(1);
});

test("logs the paths of a parameter's warnings", async () => {
  await service.user.put(pool, entries({ ...A, LogLevel: 'INFO' }));
  const settings = { ...service.ports.settings, logLevelValidation: 'warn' as const };
  await reconcile([editEvent(pool)], edits, { settings });
  expect(service.recorded.lines.map(({ text }) => text)).toContainEqual(
    expect.stringContaining('"paths":["LogConfigurations[0].LogLevel"]'),
  );
});
