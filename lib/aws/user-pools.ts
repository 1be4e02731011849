import {
  type CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserPoolListing } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

const MOST_A_PAGE = 60;

export function cognitoUserPools(
  client: CognitoIdentityProviderClient,
  rateLimiting: RateLimiting,
): UserPoolListing {
  return {
    async *pages(context) {
      let NextToken: string | undefined;
      do {
        const page = new ListUserPoolsCommand({ MaxResults: MOST_A_PAGE, ...(NextToken && { NextToken }) });
        const answer = await callWithRateLimit(rateLimiting, 'UserPoolRead', 'ListUserPools', context, () =>
          client.send(page),
        ).catch((error: unknown) => {
          throw toAwsCallError('ListUserPools', error);
        });
        yield (answer.UserPools ?? []).flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
        NextToken = answer.NextToken;
      } while (NextToken);
    },
  };
}
