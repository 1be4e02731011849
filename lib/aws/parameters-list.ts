import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { userPoolIdFromName } from '../domain/user-pool-id.ts';
import type { DesiredListing } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';

/** AWS's limit. A page can be empty and still have a NextToken (docs/aws-facts.md#parameter-pages). */
const MAX_PAGE_SIZE = 10;

/**
 * Lists the names of the parameters below the prefix. It ignores the values: the worker reads them when it
 * needs them.
 */
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
          MaxResults: MAX_PAGE_SIZE,
          ...(NextToken && { NextToken }),
        });
        const response = await callWithRateLimit(
          rateLimiting,
          'ParameterRead',
          'GetParametersByPath',
          context,
          () => client.send(command),
        ).catch((error: unknown) => {
          throw toAwsCallError('GetParametersByPath', error);
        });
        const names = (response.Parameters ?? []).map(({ Name = '' }) => Name);
        const userPoolIds = names.flatMap((name) => userPoolIdFromName(prefix, name) ?? []);
        yield { userPoolIds, ignored: names.length - userPoolIds.length };
        NextToken = response.NextToken;
      } while (NextToken);
    },
  };
}
