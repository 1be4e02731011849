import {
  type CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserPoolListing } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/** AWS's limit. */
const MAX_PAGE_SIZE = 60;

/** Lists all user pools with their names and the Regions of their replicas, page by page. */
export function cognitoUserPools(
  client: CognitoIdentityProviderClient,
  rateLimiting: RateLimiting,
): UserPoolListing {
  return {
    async *pages(context) {
      let NextToken: string | undefined;
      do {
        const page = new ListUserPoolsCommand({ MaxResults: MAX_PAGE_SIZE, ...(NextToken && { NextToken }) });
        const response = await callWithRateLimit(rateLimiting, 'UserPoolRead', 'ListUserPools', context, () =>
          client.send(page),
        ).catch((error: unknown) => {
          throw toAwsCallError('ListUserPools', error);
        });
        yield (response.UserPools ?? []).flatMap(({ Id, Name = '', ReplicaRegions = [] }) =>
          Id === undefined ? [] : [{ id: Id, name: Name, replicaRegions: ReplicaRegions }],
        );
        NextToken = response.NextToken;
      } while (NextToken);
    },
  };
}
