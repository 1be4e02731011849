import { setTimeout as sleep } from 'node:timers/promises';
import { startLocal } from '../cli/commands/local/start.ts';
import type { LogConfiguration } from '../lib/domain/log-configuration.ts';
import type { LocalAccountRegion } from '../local/account-regions/local-account-region.ts';
import { type E2eClient, e2eClient } from '../test/support/e2e-client.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * Injects faults into the packaged service in the local cloud, with its queues and rules, while parameters
 * are edited or pools are changed. Reports how many pools are lost and how long it takes until all pools are
 * in sync. `faults` limits the number of faults.
 */
const size = sizes({ pools: 20, scale: 10, faults: 100 });
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const MAX_SECONDS = 90;
/** After this time all events that are not lost were delivered. Only a sweep fixes the remaining pools. */
const EVENT_WAIT_SECONDS = 8;

interface Fault {
  readonly name: string;
  readonly injected: string;
  inject(accountRegion: LocalAccountRegion): void;
  /**
   * The changes during the fault: `Edit` (default) edits all parameters, `Change` changes all pools as
   * another client.
   */
  readonly change?: 'Edit' | 'Change';
  /** The duration in seconds. By default the fault ends after its count. */
  readonly duration?: number;
  /** No event reports the change, so only a sweep can find it. */
  readonly bySweep?: boolean;
}

const call = (
  operation: string,
  fault: Omit<
    Extract<Parameters<LocalAccountRegion['faults']['add']>[0], { operation: string }>,
    'operation' | 'callers'
  >,
): ((accountRegion: LocalAccountRegion) => void) => {
  return (accountRegion) => accountRegion.faults.add({ operation, callers: 'functions', ...fault });
};
const SET = 'cognito-idp.SetLogDeliveryConfiguration';
const GET = 'cognito-idp.GetLogDeliveryConfiguration';
const TABLE = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Scan'].map((name) => `dynamodb.${name}`);
const throttled = { error: 'TooManyRequestsException', message: 'Too many requests', status: 400 };
const internalError = { error: 'InternalErrorException', status: 500 };

const FAULTS: readonly Fault[] = [
  { name: 'none', injected: '', inject: () => undefined },
  {
    name: 'duplicate events',
    injected: 'every event is sent twice',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'double', percent: 100 }),
  },
  {
    name: 'late events',
    injected: 'every event is delayed by 2 s',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'delay', delay: 2_000, percent: 100 }),
  },
  {
    name: 'events out of order',
    injected: 'every event is overtaken by the next one',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'reorder', delay: 500, percent: 100 }),
  },
  {
    name: 'lost events',
    injected: 'every Parameter Store event',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'lose', percent: 100 }),
    bySweep: true,
  },
  {
    name: 'another client changes pools',
    injected: 'every pool, by SetLogDeliveryConfiguration',
    inject: () => undefined,
    change: 'Change',
  },
  {
    name: 'the same, without a trail',
    injected: 'every pool; every event is lost',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'lose', percent: 100 }),
    change: 'Change',
    bySweep: true,
  },
  {
    name: 'Cognito throttles',
    injected: 'every second Set, 60 times',
    inject: call(SET, { ...throttled, percent: 50, count: 60 }),
  },
  {
    name: 'Cognito writes fail',
    injected: 'the next 100 Sets return 500',
    inject: call(SET, { ...internalError, count: 100 }),
  },
  {
    name: 'Cognito reads fail',
    injected: 'the next 100 Gets return 500',
    inject: call(GET, { ...internalError, count: 100 }),
  },
  {
    name: 'Cognito does not respond',
    injected: 'the next 20 Gets and 20 Sets hang',
    inject: (accountRegion) => {
      call(GET, { do: 'hang', count: 20 })(accountRegion);
      call(SET, { do: 'hang', count: 20 })(accountRegion);
    },
  },
  {
    name: 'connections reset before the write',
    injected: 'the next 40 Sets, not executed',
    inject: call(SET, { do: 'reset', when: 'before', count: 40 }),
  },
  {
    name: 'connections reset after the write',
    injected: 'the next 40 Sets, executed',
    inject: call(SET, { do: 'reset', when: 'after', count: 40 }),
  },
  {
    name: 'Parameter Store throttles',
    injected: 'the next 30 reads',
    inject: call('ssm.GetParameters', { error: 'ThrottlingException', count: 30 }),
  },
  {
    name: 'DynamoDB throttles',
    injected: 'the next 60 writes',
    inject: call('dynamodb.PutItem', { error: 'ProvisionedThroughputExceededException', count: 60 }),
  },
  {
    name: 'DynamoDB responses are lost',
    injected: 'the next 60 writes, reset after the effect',
    inject: call('dynamodb.PutItem', { do: 'reset', when: 'after', count: 60 }),
  },
  {
    name: 'the state table is not available',
    injected: 'every call to DynamoDB returns 500 for 10 s',
    inject: (accountRegion) => {
      for (const operation of TABLE)
        call(operation, { error: 'InternalServerError', status: 500, percent: 100 })(accountRegion);
    },
    duration: 10,
  },
  {
    name: "the rate limiter's item is not available",
    injected: 'every reservation fails',
    inject: call('dynamodb.UpdateItem', { error: 'InternalServerError', status: 500, percent: 100 }),
  },
  {
    name: 'all workers are killed',
    injected: 'during the next Sets, not executed',
    inject: (accountRegion) => {
      // Otherwise, all pools could have their configuration before the end of the workers.
      call(SET, { do: 'hang', percent: 100 })(accountRegion);
      setTimeout(() => {
        accountRegion.faults.clear();
        void accountRegion.stack()?.kill('cognito-log-reconciler-dev-reconcile');
      }, 1_000);
    },
  },
  {
    name: 'a permission is missing',
    injected: 'the next 40 Sets: NotAuthorizedException',
    inject: call(SET, { error: 'NotAuthorizedException', count: 40 }),
  },
];

const scale = size('scale');
const cloud = await startLocal({ port: 0, reconciler: true, quotaScale: scale, param: {} });
const accountRegion = await cloud.accountRegion(ACCOUNT, REGION);
const client = e2eClient(cloud.url, ACCOUNT, REGION);
const pools = await Promise.all(Array.from({ length: size('pools') }, () => client.createPool()));
const rows: (string | number)[][] = [];
let desired = toLogGroup('first');
for (const [at, fault] of FAULTS.slice(0, size('faults')).entries())
  rows.push(await measure(fault, `v${at}`));
await cloud.close();

printTable(
  `${pools.length} parameters or pools changed at the same time under each fault, scale ${scale}.`,
  ['fault', 'injected fault', 'pools lost', 'dead letters', 'seconds'],
  rows,
);
process.exitCode = rows.some(([, , lost]) => lost !== 0) ? 1 : 0;

async function measure(fault: Fault, name: string): Promise<(string | number)[]> {
  const byOtherClient = fault.change === 'Change';
  if (!byOtherClient) desired = toLogGroup(name);
  const before = await deadLetters(client);
  fault.inject(accountRegion);
  const startedAt = performance.now();
  await Promise.all(
    pools.map((pool) =>
      byOtherClient
        ? client.setPool(pool, [toLogGroup('other')])
        : client.put(pool, { LogConfigurations: [desired] }),
    ),
  );
  let from = startedAt;
  if (fault.duration !== undefined) {
    await sleep(fault.duration * 1000);
    accountRegion.faults.clear();
    from = performance.now();
  }
  if (fault.bySweep) {
    await sleep(EVENT_WAIT_SECONDS * 1000);
    accountRegion.faults.clear();
    from = performance.now();
    await client.sweep();
  }
  const missing = await untilInSync(desired);
  const seconds = (performance.now() - from) / 1000;
  accountRegion.faults.clear();
  const since = fault.bySweep ? ' after the sweep began' : fault.duration ? ' after its end' : '';
  const duration = `${fixed(seconds, 1)}${since}`;
  const dead = (await deadLetters(client)) - before;
  return [fault.name, fault.injected, missing, dead, missing === 0 ? duration : 'never'];
}

/**
 * Waits until all pools are in sync, at most `MAX_SECONDS`. Returns the number of pools that are not in sync.
 */
async function untilInSync(desired: LogConfiguration): Promise<number> {
  const arn = desired.CloudWatchLogsConfiguration?.LogGroupArn;
  const isInSync = (pool: string): boolean =>
    accountRegion.cognito.pools.get(pool)?.logConfigurations[0]?.CloudWatchLogsConfiguration?.LogGroupArn ===
    arn;
  const end = performance.now() + MAX_SECONDS * 1000;
  for (;;) {
    const missing = pools.filter((pool) => !isInSync(pool)).length;
    if (missing === 0 || performance.now() > end) return missing;
    await sleep(20);
  }
}

async function deadLetters({ messages }: E2eClient): Promise<number> {
  return (await messages('edits-dlq')) + (await messages('upkeep-dlq'));
}

function toLogGroup(name: string): LogConfiguration {
  return {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}` },
  };
}
