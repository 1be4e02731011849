import { AssumedMap } from './assumed-map.ts';
import type { Cell, Deploy, Stack } from './cell.ts';
import type { Clock } from './clock.ts';
import type { CognitoWorld, Pool } from './cognito/pools.ts';
import { type CallLog, createCallLog } from './control/call-log.ts';
import { type EventLog, logEvents } from './control/event-log.ts';
import { createFaults, type Faults } from './control/faults.ts';
import { type CellDynamoDb, createDynamoDb } from './dynamodb.ts';
import { createBus } from './events/bus.ts';
import { assumedStream, type FirehoseWorld, tagForDelivery } from './firehose/streams.ts';
import { AwsError } from './http/answer.ts';
import type { Identities } from './identity.ts';
import { createStore } from './lagging-map.ts';
import { assumedLogGroup, type LogsWorld } from './logs/log-groups.ts';
import { createQuota, poolLimit, type Quota } from './quota.ts';
import { randomFrom } from './random.ts';
import type { S3World } from './s3/buckets.ts';
import { type CellSqs, createSqs } from './sqs.ts';
import type { History, SsmWorld } from './ssm/parameters.ts';
import type { State } from './state/state.ts';

/** A cell with its stores and servers: what the wire serves and the control address shows. */
export interface LocalCell extends Cell {
  readonly cognito: CognitoWorld;
  readonly ssm: SsmWorld;
  readonly logs: LogsWorld;
  readonly firehose: FirehoseWorld;
  readonly s3: S3World;
  readonly sqs: CellSqs;
  readonly dynamodb: CellDynamoDb;
  readonly quota: Quota;
  readonly calls: CallLog;
  readonly events: EventLog;
  readonly faults: Faults;
  /** Puts back what a state file kept. */
  restore(kept: Omit<State['cells'][number], 'account' | 'region'>): void;
  /** Milliseconds since the epoch, in the cloud's time. */
  now(): number;
  /** The service's stack, once it is up; undefined before and where nothing is deployed. */
  stack(): Stack | undefined;
}

export interface Cells {
  /** Made on the first call, and the service deployed in it; resolves when both are done. */
  ready(account: string, region: string): Promise<LocalCell> | LocalCell;
  /** Made on the first call; does not deploy and does not wait. */
  bare(account: string, region: string): LocalCell;
  all(): readonly LocalCell[];
  readonly clock: Clock;
  readonly seed: number;
  close(): Promise<void>;
}

export interface CellOptions {
  readonly endpoint: string;
  readonly deploy?: Deploy | undefined;
  readonly quotaScale: number | 'off';
  readonly seed: number;
  readonly clock: Clock;
  /** Milliseconds that reads may lag behind writes. */
  readonly readLag: number;
  /** The share of SSM's pages that are empty. */
  readonly emptyPages: number;
  readonly identities: Identities;
}

interface Entry {
  readonly cell: LocalCell;
  readonly close: () => Promise<void>;
  deployed?: Promise<void>;
  isReady: boolean;
  stack?: Stack;
}

export function createCells(options: CellOptions): Cells {
  const entries = new Map<string, Entry>();
  let open = true;
  const entryOf = (account: string, region: string) => {
    if (!open) throw new AwsError('ServiceUnavailable', 'The local cloud is closing.', 503);
    const key = `${account}/${region}`;
    const known = entries.get(key);
    if (known !== undefined) return known;
    const made = createEntry(account, region, options);
    entries.set(key, made);
    return made;
  };
  return {
    ready(account, region) {
      const entry = entryOf(account, region);
      if (entry.isReady) return entry.cell;
      entry.deployed ??= deployIn(entry, options.deploy);
      return entry.deployed.then(() => entry.cell);
    },
    clock: options.clock,
    seed: options.seed,
    bare: (account, region) => entryOf(account, region).cell,
    all: () => [...entries.values()].map((entry) => entry.cell),
    async close() {
      open = false;
      await Promise.allSettled(
        [...entries.values()].map(async (entry) => {
          await entry.deployed?.catch(() => undefined);
          await entry.stack?.close();
          await entry.close();
        }),
      );
    },
  };
}

async function deployIn(entry: Entry, deploy: Deploy | undefined): Promise<void> {
  if (deploy !== undefined) entry.stack = await deploy(entry.cell);
  entry.isReady = true;
}

/** What was assumed is as old as the cell. */
function destinationsOf(
  account: string,
  region: string,
  now: () => number,
): Pick<LocalCell, 'logs' | 'firehose' | 's3'> {
  const since = now();
  return {
    logs: {
      account,
      region,
      now,
      logGroups: new AssumedMap((name) => assumedLogGroup(name, since)),
    },
    firehose: { account, region, now, streams: new AssumedMap((name) => assumedStream(name, since)) },
    s3: { region, buckets: new AssumedMap((name) => ({ name })) },
  };
}

function createEntry(account: string, region: string, options: CellOptions): Entry {
  const { endpoint, clock, identities } = options;
  const { now } = clock;
  const draw = (name: string) => randomFrom(options.seed, `${account}/${region} ${name}`);
  const faults = createFaults(draw('faults'));
  const bus = createBus(account, region, now, (event) => faults.meetEvent(event));
  const lag = { longest: options.readLag, now, random: draw('lag') };
  const drawPage = draw('pages');
  const pools = createStore<Pool>(lag);
  const parameters = createStore<History>(lag);
  const sqs = createSqs(account, region, endpoint);
  const destinations = destinationsOf(account, region, now);
  const cell: LocalCell = {
    account,
    region,
    bus,
    endpoint,
    issueRoleCredentials: (roleArn, sessionName) =>
      identities.issueRole(account, region, roleArn, sessionName),
    cognito: {
      account,
      region,
      now,
      poolLimit: poolLimit(options.quotaScale),
      drawOrder: draw('order'),
      drawId: draw('ids'),
      prepare({ FirehoseConfiguration }) {
        const arn = FirehoseConfiguration?.StreamArn;
        if (arn !== undefined) tagForDelivery(destinations.firehose, arn);
      },
      pools: pools.written,
      seen: pools.seen,
    },
    ssm: {
      account,
      region,
      now,
      bus,
      isPageEmpty: () => drawPage() < options.emptyPages,
      parameters: parameters.written,
      seen: parameters.seen,
    },
    ...destinations,
    sqs,
    dynamodb: createDynamoDb(account, region),
    quota: createQuota(options.quotaScale, now),
    calls: createCallLog(),
    events: logEvents(bus),
    faults,
    now,
    restore(kept) {
      for (const pool of kept.pools) pools.preset(pool.id, pool);
      for (const history of kept.parameters) parameters.preset(history[0].name, history);
      cell.logs.logGroups.restore(kept.logGroups);
      cell.firehose.streams.restore(kept.streams);
      cell.s3.buckets.restore(kept.buckets);
    },
    stack: () => entry.stack,
  };
  const entry: Entry = {
    isReady: false,
    cell,
    close: async () => {
      bus.close();
      await sqs.close();
    },
  };
  return entry;
}
