import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { toAwsCallError } from '../../lib/aws/failures.ts';
import { callWithRateLimit } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { misnamedPolicyFrom, policyNameFrom } from '../../lib/domain/policy/policy.ts';
import { type ParameterVersion, versionOf } from '../parameters/parameter-store.ts';
import type { OpenService } from '../service/open-service.ts';

type Ports = Pick<OpenService, 'ssm' | 'settings' | 'rateLimiting' | 'context'>;

/** The parameters below `<prefix>/policies`. */
export interface ListedPolicies {
  /** By the name of the policy. */
  readonly policies: ReadonlyMap<string, ParameterVersion>;
  /** Those whose name cannot be the name of a policy, by the part behind `<prefix>/policies/`. */
  readonly misnamed: ReadonlyMap<string, ParameterVersion>;
}

/** Lists the parameters of all policies, by the name of the policy. Throws AwsCallError or RateLimitTimeoutError. */
export const listPolicyParameters = async (ports: Ports): Promise<ReadonlyMap<string, ParameterVersion>> =>
  (await listPolicies(ports)).policies;

/** Lists all parameters below `<prefix>/policies`. Throws AwsCallError or RateLimitTimeoutError. */
export async function listPolicies({
  ssm,
  settings: { prefix },
  rateLimiting,
  context,
}: Ports): Promise<ListedPolicies> {
  const operation = 'GetParametersByPath';
  const policies = new Map<string, ParameterVersion>();
  const misnamed = new Map<string, ParameterVersion>();
  let NextToken: string | undefined;
  do {
    const command = new GetParametersByPathCommand({
      Path: `${prefix}/policies`,
      Recursive: true,
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
      if (name !== undefined) policies.set(name, versionOf(parameter));
      const other = misnamedPolicyFrom(prefix, parameter.Name ?? '');
      if (other !== undefined) misnamed.set(other, versionOf(parameter));
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return { policies, misnamed };
}
