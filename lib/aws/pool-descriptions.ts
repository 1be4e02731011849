import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolDescriptions } from '../reconcile/ports.ts';
import { errorClass, toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/**
 * Reads name, tags, tier and threat protection of a pool with DescribeUserPool, which shares its quota with ListUserPools
 * (docs/aws-facts.md#pool-read-quota).
 */
export const cognitoPoolDescriptions = (
  client: CognitoIdentityProviderClient,
  rateLimiting: RateLimiting,
): PoolDescriptions => ({
  async read(UserPoolId, context) {
    const operation = 'DescribeUserPool';
    try {
      const { UserPool } = await callWithRateLimit(rateLimiting, 'UserPoolRead', operation, context, () =>
        client.send(new DescribeUserPoolCommand({ UserPoolId })),
      );
      return {
        Name: UserPool?.Name ?? '',
        Tags: UserPool?.UserPoolTags ?? {},
        UserPoolTier: UserPool?.UserPoolTier,
        AdvancedSecurityMode: UserPool?.UserPoolAddOns?.AdvancedSecurityMode,
      };
    } catch (error) {
      if (errorClass(error) === 'NotFound') return undefined;
      throw toAwsCallError(operation, error);
    }
  },
});
