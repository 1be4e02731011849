import { AwsError } from '../../core/aws-error.ts';
import { type Operation, operation } from '../../core/operation.ts';
import { partitionOf } from '../../core/partition.ts';
import { flag, list, optional, required, structure, text } from '../../core/shapes/shape.ts';
import type { EventHistory } from './event-history.ts';
import { lookupEvents } from './lookup-events.ts';

/** The trail of one account-region. It always exists, because the local cloud always emits the events of a trail. */
export interface TrailStore {
  readonly account: string;
  readonly region: string;
  /** Milliseconds: when the trail began to log. */
  readonly loggingSince: number;
  /** What LookupEvents searches. */
  readonly history: EventHistory;
}

const NAME = 'local-cloud';
const BUCKET = 'local-cloud-trail';

const describeTrails = operation(
  structure({ trailNameList: optional(list(text())), includeShadowTrails: optional(flag) }),
  (store: TrailStore, input) => {
    const names = input.trailNameList ?? [];
    const isWanted = names.length === 0 || names.some((name) => isTrail(store, name));
    return { trailList: isWanted ? [describe(store)] : [] };
  },
);

const getTrailStatus = operation(structure({ Name: required(text()) }), (store: TrailStore, input) => {
  requireTrail(store, input.Name);
  return { IsLogging: true, StartLoggingTime: store.loggingSince / 1000 };
});

const getEventSelectors = operation(
  structure({ TrailName: required(text()) }),
  (store: TrailStore, input) => {
    requireTrail(store, input.TrailName);
    return {
      TrailARN: arnOf(store),
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          DataResources: [],
          ExcludeManagementEventSources: [],
        },
      ],
    };
  },
);

export const cloudTrailOperations: Readonly<Record<string, Operation<TrailStore>>> = {
  DescribeTrails: describeTrails,
  GetTrailStatus: getTrailStatus,
  GetEventSelectors: getEventSelectors,
  LookupEvents: lookupEvents,
};

function describe(store: TrailStore): object {
  return {
    Name: NAME,
    S3BucketName: BUCKET,
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: false,
    HomeRegion: store.region,
    TrailARN: arnOf(store),
    LogFileValidationEnabled: false,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
}

function arnOf({ account, region }: TrailStore): string {
  return `arn:${partitionOf(region)}:cloudtrail:${region}:${account}:trail/${NAME}`;
}

const isTrail = (store: TrailStore, name: string) => name === NAME || name === arnOf(store);

/** The text is [unverified]. */
function requireTrail(store: TrailStore, name: string): void {
  if (!isTrail(store, name))
    throw new AwsError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${store.account}`);
}
