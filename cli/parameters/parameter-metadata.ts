import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { toAwsCallError } from '../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { userPoolIdFromName } from '../../lib/domain/user-pool-id.ts';
import type { OpenService } from '../service/open-service.ts';

/** The latest version of a parameter and its author, without the value. */
export interface ParameterMetadata {
  readonly userPoolId: string;
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** The ARN of its author, if the call returns it. */
  readonly by?: string;
}

/** Lists the metadata of the parameters of all pools, in pages of up to 50. Throws AwsCallError or RateLimitTimeoutError. */
export async function* listParameterMetadata({
  ssm,
  settings: { prefix },
  rateLimiting,
  context,
}: Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>): AsyncIterable<
  readonly ParameterMetadata[]
> {
  const operation = 'DescribeParameters';
  let NextToken: string | undefined;
  do {
    const command = new DescribeParametersCommand({
      ParameterFilters: [{ Key: 'Path', Option: 'OneLevel', Values: [`${prefix}/pools`] }],
      MaxResults: 50,
      ...(NextToken && { NextToken }),
    });
    const page = await callWithRateLimit(rateLimiting, 'ParameterRead', operation, context, () =>
      ssm.send(command),
    ).catch((error: unknown) => {
      throw toAwsCallError(operation, error);
    });
    yield (page.Parameters ?? []).flatMap(
      ({ Name = '', Version = 0, LastModifiedDate, LastModifiedUser }) => {
        const userPoolId = userPoolIdFromName(prefix, Name);
        if (userPoolId === undefined) return [];
        const by = LastModifiedUser === undefined ? {} : { by: LastModifiedUser };
        return [{ userPoolId, version: Version, at: LastModifiedDate?.toISOString() ?? '', ...by }];
      },
    );
    NextToken = page.NextToken;
  } while (NextToken);
}
