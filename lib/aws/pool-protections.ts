import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolProtections } from '../reconcile/ports.ts';
import { errorClass, toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/**
 * Reads tier and threat protection of a pool with DescribeUserPool, which shares its quota with ListUserPools
 * (docs/aws-facts.md#pool-read-quota).
 */
export const cognitoPoolProtections = (
  client: CognitoIdentityProviderClient,
  rateLimiting: RateLimiting,
): PoolProtections => ({
  async read(UserPoolId, context) {
    const operation = 'DescribeUserPool';
    try {
      const { UserPool } = await callWithRateLimit(rateLimiting, 'UserPoolRead', operation, context, () =>
        client.send(new DescribeUserPoolCommand({ UserPoolId })),
      );
      return {
        UserPoolTier: UserPool?.UserPoolTier,
        AdvancedSecurityMode: UserPool?.UserPoolAddOns?.AdvancedSecurityMode,
      };
    } catch (error) {
      if (errorClass(error) === 'NotFound') return undefined;
      throw toAwsCallError(operation, error);
    }
  },
});
