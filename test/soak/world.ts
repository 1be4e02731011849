import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SSMClient } from '@aws-sdk/client-ssm';
import { dynamoFailureCounts } from '../../lib/aws/failure-counts.ts';
import { dynamoFindings } from '../../lib/aws/findings.ts';
import { dynamoFleet } from '../../lib/aws/fleet.ts';
import { dynamoFreeze } from '../../lib/aws/freeze-store.ts';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { ssmParameterListing } from '../../lib/aws/parameters-list.ts';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { dynamoPolicyNames, dynamoReportedPolicies } from '../../lib/aws/policy-names.ts';
import { cognitoPoolDescriptions } from '../../lib/aws/pool-descriptions.ts';
import { dynamoPoolDirectory } from '../../lib/aws/pool-directory.ts';
import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { dynamoReplicas } from '../../lib/aws/replicas.ts';
import { dynamoRollouts } from '../../lib/aws/rollouts.ts';
import { taggedPools } from '../../lib/aws/tagged-pools.ts';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { BatchPorts } from '../../lib/reconcile/batch.ts';
import type { ServiceEvent } from '../../lib/reconcile/ports.ts';
import type { SweepPorts } from '../../lib/reconcile/sweep.ts';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import { recordingPublisher } from '../support/recording-publisher.ts';
import { type RecordedTelemetry, recordingTelemetry } from '../support/recording-telemetry.ts';
import { ACCOUNT, settings } from '../support/situation.ts';
import { LAG_MS } from './lag.ts';
import { type People, peopleAt } from './people.ts';
import { createPolicyEvents, type PolicyEvents } from './policy-events.ts';
import { createQueues, type Queues } from './queue.ts';
import { seeded } from './random.ts';

export interface World {
  readonly cloud: LocalCloud;
  readonly ports: BatchPorts & SweepPorts;
  readonly queues: Queues;
  /** The events of policies that wait for the policies function. */
  readonly policyEvents: PolicyEvents;
  readonly events: readonly ServiceEvent[];
  readonly recorded: RecordedTelemetry;
  readonly random: () => number;
  readonly people: People;
  /** The events of the freeze that have not started a sweep yet. */
  freezeEvents: number;
  /** Violations of the rules that were found. */
  readonly violations: string[];
  /** The last stored record of each pool, when that is known. */
  readonly revisions: Map<string, PoolRecord>;
  /** The lag of reads, in virtual milliseconds: 0 in every second world. */
  readonly lagMs: number;
  now(): number;
  advance(ms: number): void;
  /** Injects faults into the next calls of one operation. */
  fault(operation: string, how: 'throttle' | 'fail' | 'reset before' | 'reset after', count: number): void;
  noFaults(): void;
  faulty(): boolean;
  /** The number of writes of this service that Cognito carried out. */
  sets(): number;
  close(): Promise<void>;
}

const FAULTS = {
  throttle: { do: 'fail', error: 'ThrottlingException', status: 400 },
  fail: { do: 'fail', error: 'InternalServerError', status: 500 },
  'reset before': { do: 'reset', when: 'before' },
  'reset after': { do: 'reset', when: 'after' },
} as const;

/** The service's adapters over HTTP against a local cloud. Time, queues and event bus belong to the test. */
export async function createWorld(seed: number): Promise<World> {
  let time = Date.UTC(2026, 2, 1, 12);
  const now = () => time;
  const lagMs = seed % 2 === 0 ? 0 : LAG_MS;
  const cloud = await startLocalCloud({
    quotaScale: 'off',
    seed,
    now,
    readLag: lagMs,
    account: ACCOUNT,
    region: settings.region,
  });
  const accountRegion = await cloud.accountRegion(ACCOUNT, settings.region);
  const random = seeded(seed);
  const own = {
    endpoint: cloud.url,
    region: settings.region,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const dynamo = new DynamoDBClient({ ...own, retryStrategy: threeTries });
  const cognito = new CognitoIdentityProviderClient({ ...own, maxAttempts: 1 });
  const ssm = new SSMClient({ ...own, maxAttempts: 1 });
  const tagging = new ResourceGroupsTaggingAPIClient({ ...own, maxAttempts: 1 });
  const people = peopleAt(new CognitoIdentityProviderClient(own), new SSMClient(own), accountRegion);
  const table = 'soak-state';
  await dynamo.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    }),
  );
  const { telemetry, recorded } = recordingTelemetry();
  const clock = {
    now: () => new Date(time),
    async sleep(ms: number) {
      time += Math.max(0, Math.ceil(ms));
    },
  };
  // The rate limiter is tested elsewhere: here every call has a slot.
  const rateLimiter: RateLimiting['rateLimiter'] = {
    acquire: async () => undefined,
    throttled: async () => undefined,
  };
  const rateLimiting: RateLimiting = { rateLimiter, clock, random, telemetry };
  const queues = createQueues(now, random);
  const { publisher, events } = recordingPublisher();
  const { prefix } = settings;
  const delivery = cognitoLogDelivery(cognito, rateLimiting);
  let sets = 0;
  return {
    cloud,
    queues,
    policyEvents: createPolicyEvents(now),
    events,
    recorded,
    random,
    people,
    freezeEvents: 0,
    violations: [],
    revisions: new Map(),
    lagMs,
    now,
    advance(ms) {
      time += ms;
    },
    ports: {
      settings,
      clock,
      random,
      telemetry,
      desired: ssmParameters(ssm, prefix, rateLimiting, 0),
      delivery: {
        ...delivery,
        async set(...args) {
          const answer = await delivery.set(...args);
          if (answer.kind === 'Accepted') sets += 1;
          return answer;
        },
      },
      descriptions: cognitoPoolDescriptions(cognito, rateLimiting),
      policyNames: dynamoPolicyNames(dynamo, table),
      rollouts: dynamoRollouts(dynamo, table),
      reportedPolicies: dynamoReportedPolicies(dynamo, table),
      taggedPools: taggedPools(tagging, { ...settings, account: ACCOUNT }, rateLimiting),
      records: Object.assign(dynamoRecordListing(dynamo, table), dynamoRecords(dynamo, table)),
      queue: queues,
      requeue: queues,
      failureCounts: dynamoFailureCounts(dynamo, table, clock),
      backlog: queues,
      publisher,
      parameters: ssmParameterListing(ssm, prefix, rateLimiting),
      pools: cognitoUserPools(cognito, rateLimiting),
      fleet: dynamoFleet(dynamo, table),
      freeze: dynamoFreeze(dynamo, table),
      replicas: dynamoReplicas(dynamo, table),
      directory: dynamoPoolDirectory(dynamo, table),
      findings: dynamoFindings(dynamo, table),
      destinations: { check: async () => undefined },
    },
    fault(operation, how, count) {
      accountRegion.faults.add({ operation, count, ...FAULTS[how] });
    },
    noFaults: () => accountRegion.faults.clear(),
    sets: () => sets,
    faulty: () => accountRegion.faults.pending().length > 0,
    async close() {
      for (const one of [dynamo, cognito, ssm, tagging]) one.destroy();
      await cloud.close();
    },
  };
}

/** DynamoDB's client retries, as in the functions, but without a delay. */
const threeTries = {
  acquireInitialRetryToken: async () => tries(0),
  async refreshRetryTokenForRetry(
    token: { readonly getRetryCount: () => number },
    { errorType }: { readonly errorType: string },
  ) {
    const isPassing = errorType === 'TRANSIENT' || errorType === 'THROTTLING' || errorType === 'SERVER_ERROR';
    if (!isPassing || token.getRetryCount() >= 2) throw new Error('no more tries');
    return tries(token.getRetryCount() + 1);
  },
  recordSuccess: () => undefined,
};
const tries = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
