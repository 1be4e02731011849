import {
  GetResourcesCommand,
  type ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { type PoolLocation, userPoolIdFromArn } from '../domain/user-pool-id.ts';
import type { TaggedPools } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/** AWS's limit. A page can contain less and still have a token (docs/aws-facts.md#tagged-resources). */
const MAX_PAGE_SIZE = 100;

type Tags = Readonly<Record<string, string>>;

/** Lists the tags of all user pools with GetResources, page by page. */
export const taggedPools = (
  client: ResourceGroupsTaggingAPIClient,
  location: PoolLocation,
  rateLimiting: RateLimiting,
): TaggedPools => ({
  async list(context) {
    const tags = new Map<string, Tags>();
    let PaginationToken: string | undefined;
    do {
      const command = new GetResourcesCommand({
        ResourceTypeFilters: ['cognito-idp:userpool'],
        ResourcesPerPage: MAX_PAGE_SIZE,
        ...(PaginationToken && { PaginationToken }),
      });
      const response = await callWithRateLimit(rateLimiting, 'TagRead', 'GetResources', context, () =>
        client.send(command),
      ).catch((error: unknown) => {
        throw toAwsCallError('GetResources', error);
      });
      for (const resource of response.ResourceTagMappingList ?? []) {
        const userPoolId = userPoolIdFromArn(location, resource.ResourceARN ?? '');
        if (userPoolId !== undefined) tags.set(userPoolId, tagsOf(resource));
      }
      PaginationToken = response.PaginationToken;
    } while (PaginationToken);
    return tags;
  },
});

const tagsOf = ({ Tags = [] }: ResourceTagMapping): Tags =>
  Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
