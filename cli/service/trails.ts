import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { type AwsAccess, clientAccess } from '../../lib/aws/aws-access.ts';
import { errorName } from '../../lib/aws/failures.ts';
import { withoutSdkRetries } from '../../lib/aws/timeouts.ts';

/** Whether a trail logs write management events. Without such a trail, no event reports an edited pool. */
export type TrailSearch =
  | { readonly kind: 'Logging'; readonly trail: string }
  | { readonly kind: 'None' }
  /** A permission is missing or the service is not available. */
  | { readonly kind: 'Unknown'; readonly why: string };

/** Searches the trails of the Region, including multi-Region trails of other home Regions. Never throws. */
export async function findTrail(aws: AwsAccess): Promise<TrailSearch> {
  const client = new CloudTrailClient({ ...withoutSdkRetries, ...clientAccess(aws, 'CloudTrail') });
  try {
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    let unknown: TrailSearch | undefined;
    for (const trail of trailList)
      try {
        if (await logsWrites(client, trail))
          return { kind: 'Logging', trail: trail.Name ?? trail.TrailARN ?? '' };
      } catch (error) {
        // Continue with the other trails.
        unknown = { kind: 'Unknown', why: errorName(error) };
      }
    return unknown ?? { kind: 'None' };
  } catch (error) {
    return { kind: 'Unknown', why: errorName(error) };
  }
}

async function logsWrites(client: CloudTrailClient, { TrailARN }: Trail): Promise<boolean> {
  const status = await client.send(new GetTrailStatusCommand({ Name: TrailARN }));
  if (!status.IsLogging) return false;
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(
    new GetEventSelectorsCommand({ TrailName: TrailARN }),
  );
  const basic = EventSelectors.some(
    ({ IncludeManagementEvents, ReadWriteType }) => IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  );
  const advanced = AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
    const includes = (field: string, value: string): boolean | undefined =>
      FieldSelectors.find(({ Field }) => Field === field)?.Equals?.includes(value);
    // A selector without `readOnly` includes read and write events.
    return includes('eventCategory', 'Management') === true && includes('readOnly', 'false') !== false;
  });
  return basic || advanced;
}
