import {
  CognitoIdentityProviderClient,
  UpdateUserPoolCommand,
  type UserPoolTierType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type BatchPorts, reconcileBatch } from '../../lib/reconcile/batch.ts';
import type { CallContext, ServiceEvent } from '../../lib/reconcile/ports.ts';
import { startLocalCloud } from '../../local/cloud.ts';
import { faultsOf } from '../support/documented-events.ts';
import { failing } from '../support/failing.ts';
import { type Service, serviceAt } from '../support/service-ports.ts';
import { ACCOUNT, settings, toLogGroup, toStream } from '../support/situation.ts';

/** A pool as desired whose logs do not flow, through the service's own adapters, against the local cloud. */
const upkeep: CallContext = { priority: 'upkeep', deadline: Number.MAX_SAFE_INTEGER };
let cloud: Awaited<ReturnType<typeof startLocalCloud>>;
let service: Service;
let pool: string;
let events: ServiceEvent[];

beforeAll(async () => {
  cloud = await startLocalCloud({ quotaScale: 'off' });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  service = await serviceAt(cloud.url);
  pool = await service.user.createPool();
  events = [];
});

// Whatever a test brings about is told as documented.
afterEach(() => expect(events.flatMap(faultsOf)).toEqual([]));

const publisher = { publish: async (all: readonly ServiceEvent[]) => void events.push(...all) };
async function run(body: object, over: Partial<BatchPorts> = {}): Promise<readonly string[]> {
  const delivery = { messageId: 'm', receiptHandle: 'r', body: JSON.stringify(body), receives: 1 };
  return reconcileBatch({ ...service.ports, publisher, ...over })([delivery], upkeep);
}
const edit = () => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  detail: { name: `${settings.prefix}/pools/${pool}` },
});
const poolUpdate = () => ({
  source: 'aws.cognito-idp',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName: 'UpdateUserPool', requestParameters: { userPoolId: pool } },
});
const sweep = () => ({ Kind: 'Sweep', UserPoolId: pool, SweepId: new Date().toISOString(), Held: false });
async function update(UserPoolTier: UserPoolTierType, AdvancedSecurityMode: 'OFF' | 'AUDIT'): Promise<void> {
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
const told = () => events.map(({ detailType, detail }) => [detailType, detail.problem]);
const record = () => service.ports.records.read(pool);

test('threat protection switched off is found by the event, and its return by the next one', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await run(edit());
  events = [];
  await update('PLUS', 'OFF');
  expect(await run(poolUpdate())).toEqual([]);
  expect(told()).toEqual([['Delivery Stopped', 'ThreatProtectionOff']]);
  expect(events[0]?.detail.id).toBe(`${pool}/3`);
  expect(await record()).toMatchObject({
    Status: { Outcome: 'Applied' },
    Finding: { Problem: 'ThreatProtectionOff' },
  });
  expect(service.recorded.values.get('PoolsNotDelivering')).toEqual([1]);
  const { account, region } = service.ports.settings;
  expect(events[0]?.resources).toEqual([`arn:aws:cognito-idp:${region}:${account}:userpool/${pool}`]);
  const stopped = { userPoolId: pool, revision: 3, problem: 'ThreatProtectionOff' };
  expect(service.recorded.lines.at(-1)).toEqual({
    level: 'info',
    text: `pool stopped delivering ${JSON.stringify(stopped)}`,
  });
  await update('PLUS', 'AUDIT');
  await run(poolUpdate());
  expect(service.recorded.values.get('PoolsNotDelivering')).toEqual([1]);
  expect(told().at(-1)).toEqual(['Delivery Resumed', undefined]);
  expect((await record())?.Finding).toBeUndefined();
});

test('a lost event is made up for: each sweep looks at a pool with a finding', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await update('PLUS', 'OFF');
  await run(edit());
  expect(told()).toEqual([
    ['Pool Applied', undefined],
    ['Delivery Stopped', 'ThreatProtectionOff'],
  ]);
  await run(sweep());
  expect(events).toHaveLength(2);
  await update('PLUS', 'AUDIT');
  await run(sweep());
  expect(told().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('the pool’s own settings do not matter where no sign-in activity is wanted', async () => {
  await service.user.put(pool, { LogConfigurations: [toLogGroup()] });
  await update('LITE', 'OFF');
  const protections = { read: () => Promise.reject(new Error('must not be read')) };
  expect(await run(edit(), { protections })).toEqual([]);
  expect(told()).toEqual([['Pool Applied', undefined]]);
});

test('a finding goes with what it was about: another desired, or none', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await update('PLUS', 'OFF');
  await run(edit());
  await service.user.put(pool, { LogConfigurations: [toLogGroup()] });
  await run(edit());
  expect(told().at(-1)).toEqual(['Delivery Resumed', undefined]);
});

test('without the permission it is counted, and the pool is none the worse', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  const read = failing('DescribeUserPool', 'Permission');
  expect(await run(edit(), { protections: { read } })).toEqual([]);
  expect(service.recorded.counts.get('DestinationsUnchecked')).toBe(1);
  expect((await record())?.Finding).toBeUndefined();
});

test('a passing failure leaves the message in its queue', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  const read = failing('DescribeUserPool', 'Transient');
  expect(await run(edit(), { protections: { read } })).toEqual(['m']);
});

test('the setting turns it off', async () => {
  await service.user.put(pool, { LogConfigurations: [toStream()] });
  await update('PLUS', 'OFF');
  await run(edit(), { settings: { ...service.ports.settings, destinationChecks: false } });
  expect(told()).toEqual([['Pool Applied', undefined]]);
});
