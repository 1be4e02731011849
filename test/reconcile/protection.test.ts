import {
  CognitoIdentityProviderClient,
  UpdateUserPoolCommand,
  type UserPoolTierType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { CallContext } from '../../lib/reconcile/ports.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { schemaErrors } from '../support/documented-events.ts';
import { failing, notCalled } from '../support/failing-ports.ts';
import { callEvent, delivery, editEvent } from '../support/messages.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { ACCOUNT, settings, toLogGroup, toStream } from '../support/situation.ts';

/** A pool that is in sync but cannot deliver, through the service's real adapters on the local cloud. */
const upkeep: CallContext = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER };
let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;
let bus: ReturnType<typeof recordingPublisher>;

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  service = await serviceAt(cloud.url);
  pool = await service.user.createPool();
  bus = recordingPublisher();
});

// Every event that a test causes matches its documented schema.
afterEach(() => expect(bus.events.flatMap(schemaErrors)).toEqual([]));

const reconcile = (body: object, over: Partial<BatchPorts> = {}): Promise<readonly string[]> =>
  reconcileBatch({ ...service.ports, publisher: bus.publisher, ...over })(
    // Older than the recheck delay, so that no event stays in the queue for a recheck.
    [delivery(body, { messageId: 'm', sentAt: 0 })],
    upkeep,
  );
const edit = () => editEvent(pool);
const poolUpdate = () => callEvent(pool, 'UpdateUserPool');
const sweep = () => ({ Kind: 'Sweep', UserPoolId: pool, SweepId: new Date().toISOString(), Held: false });
async function updatePool(
  UserPoolTier: UserPoolTierType,
  AdvancedSecurityMode: 'OFF' | 'AUDIT',
): Promise<void> {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'none' };
  const cognito = new CognitoIdentityProviderClient({
    endpoint: cloud.url,
    region: settings.region,
    credentials,
  });
  await cognito.send(
    new UpdateUserPoolCommand({ UserPoolId: pool, UserPoolTier, UserPoolAddOns: { AdvancedSecurityMode } }),
  );
  cognito.destroy();
}
const published = () => bus.events.map(({ detailType, detail }) => [detailType, detail.problem]);
const readRecord = () => service.ports.records.read(pool);

test('reports that a pool stops and resumes delivering when update events show its threat protection', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await reconcile(edit());
  expect(bus.events.flatMap(schemaErrors)).toEqual([]);
  bus = recordingPublisher();
  await updatePool('PLUS', 'OFF');
  expect(await reconcile(poolUpdate())).toEqual([]);
  expect(published()).toEqual([['Delivery Stopped', 'ThreatProtectionOff']]);
  const [stoppedEvent] = bus.events;
  expect(stoppedEvent?.detail.id).toBe(`${pool}/3`);
  expect(await readRecord()).toMatchObject({
    Status: { Outcome: 'Applied' },
    Finding: { Problem: 'ThreatProtectionOff' },
  });
  expect(service.recorded.values.get('PoolsNotDelivering')).toEqual([1]);
  const { account, region } = service.ports.settings;
  expect(stoppedEvent?.resources).toEqual([`arn:aws:cognito-idp:${region}:${account}:userpool/${pool}`]);
  const stopped = { userPoolId: pool, revision: 3, problem: 'ThreatProtectionOff' };
  expect(service.recorded.lines.at(-1)).toEqual({
    level: 'info',
    text: `pool stopped delivering ${JSON.stringify(stopped)}`,
  });
  await updatePool('PLUS', 'AUDIT');
  await reconcile(poolUpdate());
  expect(service.recorded.values.get('PoolsNotDelivering')).toEqual([1]);
  expect(published().at(-1)).toEqual(['Delivery Resumed', undefined]);
  expect((await readRecord())?.Finding).toBeUndefined();
});

test('checks a pool with a finding in each sweep, so that a lost event does no harm', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await updatePool('PLUS', 'OFF');
  await reconcile(edit());
  expect(published()).toEqual([
    ['Pool Applied', undefined],
    ['Delivery Stopped', 'ThreatProtectionOff'],
  ]);
  await reconcile(sweep());
  expect(bus.events).toHaveLength(2);
  await updatePool('PLUS', 'AUDIT');
  await reconcile(sweep());
  expect(published().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('stores the finding in a sweep that also changes the record of the pool', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await updatePool('PLUS', 'OFF');
  await reconcile(edit());
  const record = await readRecord();
  if (record === undefined) throw new Error('no record');
  // This sweep removes the counter of the sweep before, without a transition.
  const counted = { ...record, Revision: record.Revision + 1, DriftSweeps: { Count: 1, SweepId: 'before' } };
  expect(await service.ports.records.write(counted)).toBe('Stored');
  await updatePool('PLUS', 'AUDIT');
  await reconcile(sweep());
  expect((await readRecord())?.DriftSweeps).toBeUndefined();
  expect(published().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('stores the finding although another worker stores the record during the check', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await updatePool('PLUS', 'OFF');
  await reconcile(edit());
  await updatePool('PLUS', 'AUDIT');
  const { descriptions, records } = service.ports;
  const read: typeof descriptions.read = async (...args) => {
    const record = await records.read(pool);
    if (record) await records.write({ ...record, Revision: record.Revision + 1, DriftCount: 1 });
    return descriptions.read(...args);
  };
  await reconcile(sweep(), { descriptions: { read } });
  expect(await readRecord()).toMatchObject({ DriftCount: 1 });
  expect(published().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('does not read the tier and threat protection of a pool without sign-in logs', async () => {
  await service.user.put(pool, { LogConfigurations: [toLogGroup()] });
  await updatePool('LITE', 'OFF');
  expect(await reconcile(edit(), { descriptions: { read: notCalled } })).toEqual([]);
  expect(published()).toEqual([['Pool Applied', undefined]]);
});

test('removes the finding when the parameter no longer configures sign-in logs', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await updatePool('PLUS', 'OFF');
  await reconcile(edit());
  await service.user.put(pool, { LogConfigurations: [toLogGroup()] });
  await reconcile(edit());
  expect(published().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('counts a denied check of the threat protection and finishes the message', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  const descriptions = { read: failing('DescribeUserPool', 'Permission') };
  expect(await reconcile(edit(), { descriptions })).toEqual([]);
  expect(service.recorded.counts.get('DestinationsUnchecked')).toBe(1);
  expect((await readRecord())?.Finding).toBeUndefined();
});

test('keeps the message in its queue when the check of the threat protection fails for a transient reason', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  const descriptions = { read: failing('DescribeUserPool', 'Transient') };
  expect(await reconcile(edit(), { descriptions })).toEqual(['m']);
});

test('does not check the threat protection when the setting destinationChecks is off', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await updatePool('PLUS', 'OFF');
  await reconcile(edit(), { settings: { ...service.ports.settings, destinationChecks: false } });
  expect(published()).toEqual([['Pool Applied', undefined]]);
});
