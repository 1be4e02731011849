import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { errorName } from '../../lib/aws/failures.ts';
import { withoutSdkRetries } from '../../lib/aws/table-and-rate-limiter.ts';

/** Whether some trail logs management events that write: without one, no event tells of an edited pool. */
export type TrailSearch =
  | { readonly kind: 'Logging'; readonly trail: string }
  | { readonly kind: 'None' }
  /** Not to be told, for want of a permission or of the service. */
  | { readonly kind: 'Unknown'; readonly why: string };

/** Trails of this Region, those of other Regions that cover it among them. Never throws. */
export async function findTrail(): Promise<TrailSearch> {
  const client = new CloudTrailClient(withoutSdkRetries);
  try {
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    let unknown: TrailSearch | undefined;
    for (const trail of trailList)
      try {
        if (await logsWrites(client, trail))
          return { kind: 'Logging', trail: trail.Name ?? trail.TrailARN ?? '' };
      } catch (error) {
        // Another trail may be there to look at.
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
    const takes = (field: string, value: string): boolean | undefined =>
      FieldSelectors.find(({ Field }) => Field === field)?.Equals?.includes(value);
    // Without `readOnly` a selector takes both.
    return takes('eventCategory', 'Management') === true && takes('readOnly', 'false') !== false;
  });
  return basic || advanced;
}
