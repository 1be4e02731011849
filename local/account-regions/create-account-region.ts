import { createCallLog } from '../core/call-log.ts';
import type { Clock } from '../core/clock.ts';
import { logEvents } from '../core/event-log.ts';
import { createEventuallyConsistentMap } from '../core/eventually-consistent-map.ts';
import { createFaults } from '../core/faults.ts';
import type { Identities } from '../core/identity.ts';
import { ImplicitMap } from '../core/implicit-map.ts';
import { createQuota, poolLimit } from '../core/quota.ts';
import { randomFrom } from '../core/random.ts';
import { SortedMap } from '../core/sorted-map.ts';
import type { Stack } from '../core/stack.ts';
import { createTaggedResources, type TaggedResource } from '../core/tagged-resources.ts';
import { createEventHistory } from '../services/cloudtrail/event-history.ts';
import { createMetricStore } from '../services/cloudwatch/metrics.ts';
import type { CognitoStore, Pool } from '../services/cognito/pools.ts';
import { createDynamoDb } from '../services/dynamodb/dynamodb.ts';
import { createBus } from '../services/events/bus.ts';
import { implicitStream, tagForDelivery } from '../services/firehose/streams.ts';
import { LogEvents } from '../services/logs/log-events.ts';
import { implicitLogGroup } from '../services/logs/log-groups.ts';
import { createSqs } from '../services/sqs/sqs.ts';
import type { History, Tags } from '../services/ssm/parameters.ts';
import { createDeliveries } from './deliveries.ts';
import type { LocalAccountRegion } from './local-account-region.ts';

export interface AccountRegionOptions {
  readonly endpoint: string;
  readonly quotaScale: number | 'off';
  readonly seed: number;
  readonly clock: Clock;
  /** The longest time, in milliseconds, that reads lag behind writes. */
  readonly readLag: number;
  /** The share of pages of SSM and of tagged resources that are empty. */
  readonly emptyPages: number;
  readonly identities: Identities;
}

/** Implicit destinations are as old as the account-region. */
function destinationsOf(
  account: string,
  region: string,
  now: () => number,
): Pick<LocalAccountRegion, 'logs' | 'firehose' | 's3' | 'metrics'> {
  const since = now();
  return {
    logs: {
      account,
      region,
      now,
      logGroups: new ImplicitMap((name) => implicitLogGroup(name, since)),
      events: new LogEvents(),
    },
    firehose: { account, region, now, streams: new ImplicitMap((name) => implicitStream(name, since)) },
    s3: { region, buckets: new ImplicitMap((name) => ({ name })), objects: new Map() },
    metrics: createMetricStore(account, now),
  };
}

/** How one account-region reaches what is created outside of it. */
export interface Surroundings {
  /** Returns the stack of the account-region once that is deployed. */
  stack(): Stack | undefined;
  /** Returns the pools of the same account in any Region, and deploys nothing there. */
  cognitoIn(region: string): CognitoStore;
}

/** Creates the stores and servers of one account-region. */
export function createAccountRegion(
  account: string,
  region: string,
  options: AccountRegionOptions,
  { stack, cognitoIn }: Surroundings,
): { readonly accountRegion: LocalAccountRegion; readonly close: () => Promise<void> } {
  const { endpoint, clock, identities } = options;
  const { now } = clock;
  const draw = (name: string) => randomFrom(options.seed, `${account}/${region} ${name}`);
  const faults = createFaults(draw('faults'));
  const bus = createBus(account, region, now, (event) => faults.nextEventFault(event));
  const lag = { maxMs: options.readLag, now, random: draw('lag') };
  const drawPage = draw('pages');
  const pools = createEventuallyConsistentMap<Pool>(lag);
  const parameters = createEventuallyConsistentMap<History>(lag);
  const taggedMap = createEventuallyConsistentMap<TaggedResource>({ ...lag, random: draw('tag lag') });
  const tagged = createTaggedResources(taggedMap, bus);
  const drawTagPage = draw('tag pages');
  const sqs = createSqs(account, region, endpoint);
  const destinations = destinationsOf(account, region, now);
  const accountRegion: LocalAccountRegion = {
    account,
    region,
    bus,
    clock,
    endpoint,
    issueRoleCredentials: (roleArn, sessionName) =>
      identities.issueRole(account, region, roleArn, sessionName),
    cognito: {
      account,
      region,
      now,
      poolLimit: poolLimit(options.quotaScale),
      randomOrder: draw('order'),
      randomId: draw('ids'),
      prepareDestination({ FirehoseConfiguration }) {
        const arn = FirehoseConfiguration?.StreamArn;
        if (arn !== undefined) tagForDelivery(destinations.firehose, arn);
      },
      inRegion: cognitoIn,
      pools: pools.written,
      seen: pools.seen,
      tagged,
    },
    ssm: {
      account,
      region,
      now,
      bus,
      isPageEmpty: () => drawPage() < options.emptyPages,
      parameters: parameters.written,
      tags: new SortedMap<Tags>(),
      seen: parameters.seen,
    },
    tagging: { now, tagged, isPageEmpty: () => drawTagPage() < options.emptyPages },
    ...destinations,
    deliveries: createDeliveries({ stores: destinations, faults, now, random: draw('records') }),
    sts: { identities, now },
    sqs,
    dynamodb: createDynamoDb(account, region),
    trail: { account, region, loggingSince: now(), history: createEventHistory() },
    foreignFunctions: new Map(),
    quota: createQuota(options.quotaScale, now),
    calls: createCallLog(),
    events: logEvents(bus),
    faults,
    now,
    clear() {
      bus.drop();
      pools.clear();
      taggedMap.clear();
      parameters.clear();
      accountRegion.ssm.tags.clear();
      accountRegion.logs.logGroups.clear();
      accountRegion.logs.events.clear();
      accountRegion.firehose.streams.clear();
      accountRegion.s3.buckets.clear();
      accountRegion.s3.objects.clear();
      accountRegion.metrics.clear();
      accountRegion.deliveries.clear();
      accountRegion.foreignFunctions.clear();
      faults.clear();
      accountRegion.calls.reset();
      accountRegion.events.reset();
      accountRegion.trail.history.clear();
    },
    restore(contents) {
      for (const pool of contents.pools) pools.preset(pool.id, pool);
      for (const resource of contents.taggedResources) taggedMap.preset(resource.arn, resource);
      // Files of older versions have pools with tags and no tagged resources.
      for (const { arn, settings } of contents.pools)
        if (!taggedMap.written.has(arn) && Object.keys(settings.UserPoolTags ?? {}).length > 0)
          taggedMap.preset(arn, { arn, tags: settings.UserPoolTags ?? {}, version: 1 });
      for (const history of contents.parameters) parameters.preset(history[0].name, history);
      for (const [name, tags] of contents.parameterTags) accountRegion.ssm.tags.set(name, new Map(tags));
      accountRegion.logs.logGroups.restore(contents.logGroups);
      accountRegion.firehose.streams.restore(contents.streams);
      accountRegion.s3.buckets.restore(contents.buckets);
    },
    stack,
  };
  return {
    accountRegion,
    close: async () => {
      bus.close();
      await sqs.close();
    },
  };
}
