import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { userPoolIdFromName } from '../domain/user-pool-id.ts';
import type { DesiredListing } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/** A page holds 10 at the most and may be empty while NextToken goes on (docs/aws-facts.md#parameter-pages). */
const MOST_A_PAGE = 10;

/** Every parameter below the prefix, by name: values are read where they are used. */
export function ssmParameterListing(
  client: SSMClient,
  prefix: string,
  rateLimiting: RateLimiting,
): DesiredListing {
  return {
    async *pages(context) {
      let NextToken: string | undefined;
      do {
        const command = new GetParametersByPathCommand({
          Path: prefix,
          Recursive: true,
          WithDecryption: false,
          MaxResults: MOST_A_PAGE,
          ...(NextToken && { NextToken }),
        });
        const answer = await callWithRateLimit(
          rateLimiting,
          'ParameterRead',
          'GetParametersByPath',
          context,
          () => client.send(command),
        ).catch((error: unknown) => {
          throw toAwsCallError('GetParametersByPath', error);
        });
        const names = (answer.Parameters ?? []).map(({ Name = '' }) => Name);
        const userPoolIds = names.flatMap((name) => userPoolIdFromName(prefix, name) ?? []);
        yield { userPoolIds, ignored: names.length - userPoolIds.length };
        NextToken = answer.NextToken;
      } while (NextToken);
    },
  };
}
