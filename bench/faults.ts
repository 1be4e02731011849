import { setTimeout as sleep } from 'node:timers/promises';
import { startLocal } from '../cli/commands/local/start.ts';
import type { LogConfiguration } from '../lib/domain/log-configuration.ts';
import type { LocalAccountRegion } from '../local/account-regions/local-account-region.ts';
import { type Outside, outsideAt } from '../test/support/e2e-client.ts';
import { sizes } from './harness/size.ts';
import { fixed, printTable } from './harness/table.ts';

/**
 * The packaged service in the local cloud, with its own queues and rules: each fault strikes while a number of
 * parameters are edited, or of pools changed. What is lost of it, and how long until every pool is as desired.
 */
/** `most`: so many of the faults. */
const size = sizes({ pools: 20, scale: 10, most: 100 });
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const LONGEST_S = 90;
/** Events that come at all have come by then; what is not as desired waits for the sweep. */
const QUIET_S = 8;

interface Fault {
  readonly name: string;
  readonly how: string;
  inject(accountRegion: LocalAccountRegion): void;
  /** What people do meanwhile: edit every parameter unless said, or change every pool behind the service's back. */
  readonly people?: 'Edit' | 'Change';
  /** Seconds after which it ends; unless said it ends by itself. */
  readonly lasts?: number;
  /** Nobody tells the service: only a sweep can find it. */
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
const broken = { error: 'InternalErrorException', status: 500 };

const FAULTS: readonly Fault[] = [
  { name: 'none', how: '', inject: () => undefined },
  {
    name: 'events doubled',
    how: 'every event twice',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'double', percent: 100 }),
  },
  {
    name: 'events late',
    how: 'every event by 2 s',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'delay', delay: 2_000, percent: 100 }),
  },
  {
    name: 'events out of order',
    how: 'every event is overtaken by the next',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'reorder', delay: 500, percent: 100 }),
  },
  {
    name: 'events lost',
    how: 'every event of Parameter Store',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'lose', percent: 100 }),
    bySweep: true,
  },
  {
    name: 'pools changed by somebody',
    how: 'every pool, by SetLogDeliveryConfiguration',
    inject: () => undefined,
    people: 'Change',
  },
  {
    name: 'pools changed, and no trail tells',
    how: 'every pool; every event lost',
    inject: (accountRegion) => accountRegion.faults.add({ events: 'lose', percent: 100 }),
    people: 'Change',
    bySweep: true,
  },
  {
    name: 'Cognito throttles',
    how: 'every second Set, 60 times',
    inject: call(SET, { ...throttled, percent: 50, count: 60 }),
  },
  { name: 'Cognito fails', how: 'the next 100 Sets: 500', inject: call(SET, { ...broken, count: 100 }) },
  {
    name: 'Cognito cannot be read',
    how: 'the next 100 Gets: 500',
    inject: call(GET, { ...broken, count: 100 }),
  },
  {
    name: 'Cognito does not answer',
    how: 'the next 20 Gets and 20 Sets hang',
    inject: (accountRegion) => {
      call(GET, { do: 'hang', count: 20 })(accountRegion);
      call(SET, { do: 'hang', count: 20 })(accountRegion);
    },
  },
  {
    name: 'connections reset before the write',
    how: 'the next 40 Sets are not carried out',
    inject: call(SET, { do: 'reset', when: 'before', count: 40 }),
  },
  {
    name: 'connections reset after the write',
    how: 'the next 40 Sets are carried out, and not answered',
    inject: call(SET, { do: 'reset', when: 'after', count: 40 }),
  },
  {
    name: 'Parameter Store throttles',
    how: 'the next 30 reads',
    inject: call('ssm.GetParameters', { error: 'ThrottlingException', count: 30 }),
  },
  {
    name: 'records cannot be written',
    how: 'the next 60 writes of DynamoDB: throttled',
    inject: call('dynamodb.PutItem', { error: 'ProvisionedThroughputExceededException', count: 60 }),
  },
  {
    name: 'records are written, and it is not said',
    how: 'the next 60 writes of DynamoDB: reset after the effect',
    inject: call('dynamodb.PutItem', { do: 'reset', when: 'after', count: 60 }),
  },
  {
    name: 'the state table cannot be reached',
    how: 'every call to DynamoDB fails with 500, for 10 s',
    inject: (accountRegion) => {
      for (const operation of TABLE)
        call(operation, { error: 'InternalServerError', status: 500, percent: 100 })(accountRegion);
    },
    lasts: 10,
  },
  {
    name: 'the shared rate limiter cannot be reached',
    how: 'every reservation fails',
    inject: call('dynamodb.UpdateItem', { error: 'InternalServerError', status: 500, percent: 100 }),
  },
  {
    name: 'a permission is missing',
    how: 'the next 40 Sets: NotAuthorizedException',
    inject: call(SET, { error: 'NotAuthorizedException', count: 40 }),
  },
];

const scale = size('scale');
const cloud = await startLocal({ port: 0, reconciler: true, quotaScale: scale, param: {} });
const accountRegion = await cloud.accountRegion(ACCOUNT, REGION);
const outside = outsideAt(cloud.url, ACCOUNT, REGION);
const pools = await Promise.all(Array.from({ length: size('pools') }, () => outside.createPool()));
const rows: (string | number)[][] = [];
let wanted = toLogGroup('first');
for (const [at, fault] of FAULTS.slice(0, size('most')).entries()) rows.push(await suffer(fault, `v${at}`));
await cloud.close();

printTable(
  `${pools.length} parameters edited or pools changed at once under each fault, AWS's figures times ${scale}.`,
  ['fault', 'how it was injected', 'pools lost', 'dead letters', 'whole again after (s)'],
  rows,
);
process.exitCode = rows.some(([, , lost]) => lost !== 0) ? 1 : 0;

async function suffer(fault: Fault, name: string): Promise<(string | number)[]> {
  const strange = fault.people === 'Change';
  if (!strange) wanted = toLogGroup(name);
  const before = await deadLetters(outside);
  fault.inject(accountRegion);
  const begun = performance.now();
  await Promise.all(
    pools.map((pool) =>
      strange
        ? outside.setPool(pool, [toLogGroup('strange')])
        : outside.put(pool, { LogConfigurations: [wanted] }),
    ),
  );
  let from = begun;
  if (fault.lasts !== undefined) {
    await sleep(fault.lasts * 1000);
    accountRegion.faults.clear();
    from = performance.now();
  }
  if (fault.bySweep) {
    await sleep(QUIET_S * 1000);
    accountRegion.faults.clear();
    from = performance.now();
    await outside.sweep();
  }
  const missing = await untilWhole(wanted);
  const seconds = (performance.now() - from) / 1000;
  accountRegion.faults.clear();
  const since = fault.bySweep ? ' after the sweep began' : fault.lasts ? ' after its end' : '';
  const whole = `${fixed(seconds, 1)}${since}`;
  const dead = (await deadLetters(outside)) - before;
  return [fault.name, fault.how, missing, dead, missing === 0 ? whole : 'never'];
}

/** How many pools are not as desired when all are, or when the time is up. */
async function untilWhole(wanted: LogConfiguration): Promise<number> {
  const arn = wanted.CloudWatchLogsConfiguration?.LogGroupArn;
  const isWhole = (pool: string): boolean =>
    accountRegion.cognito.pools.get(pool)?.logConfigurations[0]?.CloudWatchLogsConfiguration?.LogGroupArn ===
    arn;
  const end = performance.now() + LONGEST_S * 1000;
  for (;;) {
    const missing = pools.filter((pool) => !isWhole(pool)).length;
    if (missing === 0 || performance.now() > end) return missing;
    await sleep(20);
  }
}

async function deadLetters({ messages }: Outside): Promise<number> {
  return (await messages('edits-dlq')) + (await messages('upkeep-dlq'));
}

function toLogGroup(name: string): LogConfiguration {
  return {
    EventSource: 'userNotification',
    LogLevel: 'ERROR',
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}` },
  };
}
