import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { toAwsCallError } from '../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { policyNameFrom } from '../../lib/domain/policy/policy.ts';
import { type ParameterVersion, versionOf } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';

type Ports = Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>;

/** Lists the parameters of all policies, by the name of the policy. Throws AwsCallError or RateLimitTimeoutError. */
export async function listPolicyParameters({
  ssm,
  settings: { prefix },
  rateLimiting,
  context,
}: Ports): Promise<ReadonlyMap<string, ParameterVersion>> {
  const operation = 'GetParametersByPath';
  const found = new Map<string, ParameterVersion>();
  let NextToken: string | undefined;
  do {
    const command = new GetParametersByPathCommand({
      Path: `${prefix}/policies`,
      WithDecryption: false,
      MaxResults: 10,
      ...(NextToken && { NextToken }),
    });
    const page = await callWithRateLimit(rateLimiting, 'ParameterRead', operation, context, () =>
      ssm.send(command),
    ).catch((error: unknown) => {
      throw toAwsCallError(operation, error);
    });
    for (const parameter of page.Parameters ?? []) {
      const name = policyNameFrom(prefix, parameter.Name ?? '');
      if (name !== undefined) found.set(name, versionOf(parameter));
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
