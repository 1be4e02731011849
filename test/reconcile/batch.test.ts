import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import { RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { visibilitySeconds } from '../../lib/reconcile/requeue.ts';
import type { Delivery } from '../../lib/reconcile/work.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { failedCall, failing } from '../support/failing.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { settings, toLogGroup, toStream } from '../support/situation.ts';

/** A batch of messages through the service's own adapters, against the local cloud. */
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
const wants = (...LogConfigurations: unknown[]) => ({ LogConfigurations });

let messages = 0;
function delivery(body: unknown, over: Partial<Delivery> = {}): Delivery {
  messages += 1;
  return {
    messageId: `m${messages}`,
    receiptHandle: `r${messages}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    receives: 1,
    ...over,
  };
}
const edited = (userPoolId: string) => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  detail: { operation: 'Update', name: `${settings.prefix}/pools/${userPoolId}` },
});
const written = (userPoolId: string) => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventName: 'SetLogDeliveryConfiguration',
    eventTime: '2026-03-01T12:00:00Z',
    requestParameters: { userPoolId },
    userIdentity: { arn: 'arn:aws:iam::1:user/mallory' },
  },
});
const run = (bodies: readonly unknown[], context = edits, over: Partial<BatchPorts> = {}) =>
  reconcileBatch({ ...service.ports, ...over })(
    bodies.map((body) => delivery(body)),
    context,
  );
const record = () => service.ports.records.read(pool);

test('a pool is reconciled once, however many messages name it', async () => {
  await service.user.put(pool, wants(A));
  let reads = 0;
  const counting = {
    ...service.ports.delivery,
    get: async (...args: Parameters<BatchPorts['delivery']['get']>) => {
      reads += 1;
      return service.ports.delivery.get(...args);
    },
  };
  expect(await run([edited(pool), edited(pool), written(pool)], edits, { delivery: counting })).toEqual([]);
  expect(reads).toBe(1);
  expect(await service.user.pool(pool)).toEqual([A]);
  expect((await record())?.Transitions.at(-1)?.Actor?.Arn).toBe('arn:aws:iam::1:user/mallory');
});

test('what holds no key is dropped and counted, told by id and shape, and fails nobody', async () => {
  await service.user.put(pool, wants(A));
  const batchItemFailures = await run(['{', { secret: 'x-y-z' }, edited(`${pool}/note`), edited(pool)]);
  expect(batchItemFailures).toEqual([]);
  expect(service.recorded.counts.get('MalformedMessages')).toBe(2);
  expect(service.recorded.counts.get('IgnoredMessages')).toBe(1);
  const lines = service.recorded.lines.filter(({ level }) => level === 'warn').map(({ text }) => text);
  expect(lines).toEqual([
    expect.stringMatching(/"messageId":"m\d+","keys":\["undefined"\]/),
    expect.stringContaining('"keys":["secret"]'),
  ]);
  expect(JSON.stringify(service.recorded.lines)).not.toContain('x-y-z');
  expect(await service.user.pool(pool)).toEqual([A]);
});

test('a parameter with two thousand faults, edited again and again, is refused and leaves the queue', async () => {
  for (const wrong of ['0', '1', '2']) {
    await service.user.put(pool, `{"LogConfigurations":[${Array(2000).fill(wrong).join()}]}`);
    expect(await run([edited(pool)])).toEqual([]);
  }
  const stored = await record();
  expect(stored?.Status.Outcome).toBe('Rejected');
  expect(stored?.Transitions).toHaveLength(3);
});

test('a batch without a key reads nothing', async () => {
  const desired = { read: () => Promise.reject(new Error('must not be read')) };
  expect(await run(['{'], edits, { desired })).toEqual([]);
});

test('an event that finds nothing to do is looked at once more, in the queue it came from', async () => {
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  const again = { ...service.ports.settings, recheckDelaySeconds: 0 };
  await run([edited(pool)], edits, { settings: again });
  expect((await service.receive('edits')).map(({ body }) => JSON.parse(body))).toEqual([
    { Kind: 'Recheck', UserPoolId: pool },
  ]);
  await run([{ Kind: 'Recheck', UserPoolId: pool }], edits, { settings: again });
  await run([{ Kind: 'Sweep', UserPoolId: pool, SweepId: 's', Held: false }], upkeep, { settings: again });
  expect(await service.receive('edits')).toEqual([]);
  expect(await service.receive('upkeep')).toEqual([]);
});

test.each([
  ['let go', async () => service.user.remove(pool)],
  ['refused', async () => service.user.put(pool, '{')],
  ['watched', async () => service.user.put(pool, { ...wants(toLogGroup('b')), Mode: 'Observe' })],
])('an edit is looked at once more where the pool is %s: the edit may not be seen yet', async (_, before) => {
  const again = { ...service.ports.settings, recheckDelaySeconds: 0, clearGraceSeconds: 0 };
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  await before();
  await run([{ Kind: 'Sweep', UserPoolId: pool, SweepId: 's', Held: false }], upkeep, { settings: again });
  await run([edited(pool)], edits, { settings: again });
  expect(await service.receive('edits')).toHaveLength(1);
});

test('an event stays in its queue where the second look cannot be sent', async () => {
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  const sendOwn = failing('SendMessageBatch', 'Transient');
  const queue: BatchPorts['queue'] = { ...service.ports.queue, sendOwn };
  expect(await run([edited(pool)], edits, { queue })).toHaveLength(1);
  expect(service.recorded.counts.get('MessagesRetried')).toBe(1);
});

test('of a pool that was let go only an edit is looked at again', async () => {
  const again = { ...service.ports.settings, recheckDelaySeconds: 0, clearGraceSeconds: 0 };
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  await service.user.remove(pool);
  await run([{ Kind: 'Sweep', UserPoolId: pool, SweepId: 's', Held: false }], upkeep, { settings: again });
  expect((await record())?.Status.Outcome).toBe('Released');
  await run([written(pool)], upkeep, { settings: again });
  expect(await service.receive('upkeep')).toEqual([]);
});

test.each([0, 1])('the writer is named, whoever else called: order %i', async (first) => {
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  await service.user.setPool(pool, []);
  const updated = {
    ...written(pool),
    detail: { ...written(pool).detail, eventName: 'UpdateUserPool', userIdentity: { arn: 'bob' } },
  };
  const both = [written(pool), updated];
  await run(first === 0 ? both : both.reverse(), upkeep);
  expect((await record())?.Transitions.at(-1)).toMatchObject({
    To: 'Repaired',
    Actor: { Arn: 'arn:aws:iam::1:user/mallory' },
  });
});

test('of a pool that is not managed only an edit is looked at again', async () => {
  const again = { ...service.ports.settings, recheckDelaySeconds: 0 };
  await run([written(pool)], upkeep, { settings: again });
  expect(await service.receive('upkeep')).toEqual([]);
  await run([edited(pool)], edits, { settings: again });
  expect(await service.receive('edits')).toHaveLength(1);
  expect(await record()).toBeUndefined();
});

test('of two edits in a batch the older one is measured, whatever their order', async () => {
  const [older, newer] = ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z'];
  const at = (time: string) => ({ ...edited(pool), time });
  const clock = { ...service.ports.clock, now: () => new Date('2026-03-01T13:00:01Z') };
  await service.user.put(pool, wants(A));
  await run([at(older), at(newer)], edits, { clock });
  await service.user.put(pool, wants(toLogGroup('b')));
  await run([at(newer), at(older)], edits, { clock });
  expect(service.recorded.values.get('EditToAppliedLatency')).toEqual([3601, 3601]);
});

test('a second look bears the time of its edit', async () => {
  const again = { ...service.ports.settings, recheckDelaySeconds: 0 };
  await service.user.put(pool, wants(A));
  await run([edited(pool)]);
  await run([{ ...edited(pool), time: '2026-03-01T12:00:00Z' }], edits, { settings: again });
  expect((await service.receive('edits')).map(({ body }) => JSON.parse(body))).toEqual([
    { Kind: 'Recheck', UserPoolId: pool, EditedAt: '2026-03-01T12:00:00Z' },
  ]);
});

test('every message of a failed pool stays, and none of another', async () => {
  const other = await service.user.createPool();
  await service.user.put(pool, wants(A));
  await service.user.put(other, wants(A));
  const fail = failing('GetItem', 'Transient');
  const records: BatchPorts['records'] = {
    ...service.ports.records,
    read: async (id) => (id === pool ? fail() : service.ports.records.read(id)),
  };
  const mine = [delivery(edited(pool)), delivery(written(pool))];
  const batchItemFailures = await reconcileBatch({ ...service.ports, records })(
    [...mine, delivery(edited(other))],
    edits,
  );
  expect(batchItemFailures).toEqual(mine.map(({ messageId }) => messageId));
  expect(await service.user.pool(other)).toEqual([A]);
});

describe('a pool that fails', () => {
  const getFailsWith = (failure: unknown): Partial<BatchPorts> => ({
    delivery: {
      ...service.ports.delivery,
      get: async (userPoolId, context) => {
        if (userPoolId === pool) throw failure;
        return service.ports.delivery.get(userPoolId, context);
      },
    },
  });

  test('stays in its queue for a while, and its neighbours are done', async () => {
    const neighbour = await service.user.createPool();
    await service.user.put(pool, wants(A));
    await service.user.put(neighbour, wants(A));
    await service.ports.queue.send('upkeep', [JSON.stringify(written(pool))]);
    const [received] = await service.receive('upkeep');
    if (!received) throw new Error('no message');
    const mine = delivery(written(pool), { receiptHandle: received.receiptHandle });
    const failure = failedCall('GetLogDeliveryConfiguration', 'Transient');
    const batchItemFailures = await reconcileBatch({
      ...service.ports,
      ...getFailsWith(failure),
      random: () => 0,
    })([mine, delivery(written(neighbour))], upkeep);
    expect(batchItemFailures).toEqual([mine.messageId]);
    expect(await service.user.pool(neighbour)).toEqual([A]);
    expect(service.recorded.counts.get('MessagesRetried')).toBe(1);
    // One second, as the first receive gives it, and not the queue's own thirty.
    const seen = async (): Promise<number> => (await service.receive('upkeep')).length;
    expect(await seen()).toBe(0);
    await service.ports.clock.sleep(1_100);
    expect(await seen()).toBe(1);
  });

  test('for want of a slot is put off: a copy is sent, and the message is done', async () => {
    await service.user.put(pool, wants(A));
    const body = JSON.stringify(edited(pool));
    let sent: readonly unknown[] = [];
    const queue: BatchPorts['queue'] = {
      ...service.ports.queue,
      send: async (...args) => {
        sent = args;
      },
    };
    expect(
      await run([body], edits, { ...getFailsWith(new RateLimitTimeoutError('CognitoRead', 2_500)), queue }),
    ).toEqual([]);
    expect(sent).toEqual(['edits', [body], 4]);
    expect(service.recorded.counts.get('MessagesDeferred')).toBe(1);
  });

  test('and cannot be put off stays', async () => {
    await service.user.put(pool, wants(A));
    const queue: BatchPorts['queue'] = {
      ...service.ports.queue,
      send: () => Promise.reject(new Error('no queue')),
    };
    const throttled = failedCall('GetItem', 'Throttled');
    expect(await run([edited(pool)], edits, { ...getFailsWith(throttled), queue })).toHaveLength(1);
    expect(service.recorded.counts.get('Throttled')).toBe(1);
  });

  test('for the deployment’s fault is told as an error', async () => {
    await service.user.put(pool, wants(A));
    const failure = failedCall('GetLogDeliveryConfiguration', 'Permission');
    expect(await run([edited(pool)], edits, getFailsWith(failure))).toHaveLength(1);
    expect(service.recorded.counts.get('PermissionErrors')).toBe(1);
    expect(service.recorded.lines.map(({ level, text }) => [level, text])).toContainEqual([
      'error',
      expect.stringContaining('"error":"AccessDeniedException"'),
    ]);
  });

  test('for a reason nobody foresaw is told by name and place, never by its message', async () => {
    await service.user.put(pool, wants(A));
    expect(await run([edited(pool)], edits, getFailsWith(new TypeError('with a x-y-z in it')))).toHaveLength(
      1,
    );
    expect(await run([edited(pool)], edits, getFailsWith('a string'))).toHaveLength(1);
    const told = JSON.stringify(service.recorded.lines);
    expect(told).toContain('TypeError');
    expect(told).not.toContain('x-y-z');
  });

  test('in Set leaves a record that waits; a later delivery applies it', async () => {
    await service.user.put(pool, wants(A));
    const set = failing('SetLogDeliveryConfiguration', 'Transient');
    const told: unknown[] = [];
    const publisher: BatchPorts['publisher'] = {
      publish: async (events) => {
        told.push(...events.map(({ detailType }) => detailType));
      },
    };
    const delivery = { ...service.ports.delivery, set };
    expect(await run([edited(pool)], edits, { delivery, publisher })).toHaveLength(1);
    expect(await run([edited(pool)], edits, { delivery, publisher })).toHaveLength(1);
    expect(told).toEqual(['Pool Waiting']);
    expect((await record())?.Status).toMatchObject({
      Outcome: 'Waiting',
      Reasons: ['SetLogDeliveryConfiguration: InternalErrorException'],
    });
    expect(await run([edited(pool)])).toEqual([]);
    expect((await record())?.Status.Outcome).toBe('Applied');
  });

  test('with all others, when the parameters cannot be read or the record cannot', async () => {
    const desired = { read: failing('GetParameters', 'Transient') };
    expect(await run([edited(pool), edited('eu-west-1_other')], edits, { desired })).toHaveLength(2);
    const records = { ...service.ports.records, read: failing('GetItem', 'Transient') };
    expect(await run([edited(pool)], edits, { records })).toHaveLength(1);
  });
});

test('visibility grows with each receive, jittered, up to ten minutes', () => {
  expect([1, 2, 3, 8, 9, 30].map((receives) => visibilitySeconds(receives, () => 1))).toEqual([
    2, 4, 8, 256, 512, 600,
  ]);
  expect([1, 2, 3, 8, 9, 30].map((receives) => visibilitySeconds(receives, () => 0))).toEqual([
    1, 2, 4, 128, 256, 300,
  ]);
});

describe('a transition', () => {
  test('is told as an event, a metric and a line, and no value of the parameter stands in the line', async () => {
    const events: unknown[] = [];
    const publisher: BatchPorts['publisher'] = {
      publish: async (all) => {
        events.push(...all);
      },
    };
    await service.user.setPool(pool, [A]);
    await service.user.put(pool, wants(toStream('secret-stream')));
    await run([edited(pool)], edits, { publisher });
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
    await run([edited(pool)], edits, { publisher });
    expect(events).toHaveLength(1);
  });

  test('that EventBridge does not take is counted, and the message is done', async () => {
    await service.user.put(pool, wants(A));
    const publisher = { publish: () => Promise.reject(new Error('no bus')) };
    expect(await run([edited(pool)], edits, { publisher })).toEqual([]);
    expect(service.recorded.counts.get('EventsLost')).toBe(1);
  });

  test('with a warning tells the paths of it', async () => {
    await service.user.put(pool, wants({ ...A, LogLevel: 'INFO' }));
    await run([edited(pool)], edits, { settings: { ...service.ports.settings, logLevelValidation: 'warn' } });
    expect(service.recorded.lines.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('"paths":["LogConfigurations[0].LogLevel"]'),
    );
  });
});
