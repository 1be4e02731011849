import { GetParametersByPathCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';
import type { StoredParameter } from '../domain/desired.ts';
import { freezeParameterName } from '../domain/freeze.ts';
import { misnamedPolicyFrom, policyNameFrom } from '../domain/policy/policy.ts';
import { userPoolIdFromName } from '../domain/user-pool-id.ts';
import type { DesiredListing, ParameterPage } from '../reconcile/ports.ts';
import { toAwsCallError } from './failures.ts';
import { callWithRateLimit, type RateLimiting } from './rate-limiter/call-with-rate-limit.ts';
import { storedParameter } from './stored-parameter.ts';

/** AWS's limit. A page can be empty and still have a NextToken (docs/aws-facts.md#parameter-pages). */
const MAX_PAGE_SIZE = 10;

/**
 * Lists the parameters below the prefix. It keeps only the values that show who owns the event sources of a pool: the worker
 * reads the others when it needs them.
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
        yield pageOf(prefix, response.Parameters ?? []);
        NextToken = response.NextToken;
      } while (NextToken);
    },
  };
}

function pageOf(prefix: string, parameters: readonly Parameter[]): ParameterPage {
  const stored = parameters.map(storedParameter).filter(({ name }) => name !== freezeParameterName(prefix));
  const pools = stored.flatMap((parameter): [string, StoredParameter][] => {
    const id = userPoolIdFromName(prefix, parameter.name);
    return id === undefined ? [] : [[id, parameter]];
  });
  const policies = stored.flatMap((parameter): [string, StoredParameter][] => {
    const name = policyNameFrom(prefix, parameter.name);
    return name === undefined ? [] : [[name, parameter]];
  });
  return {
    userPoolIds: pools.map(([id]) => id),
    inheriting: new Map(pools.filter(([, { value }]) => value.includes(INHERIT))),
    policies: new Map(policies),
    ignored: stored.length - pools.length - policies.length,
    misnamedPolicies: stored.flatMap(({ name }) => misnamedPolicyFrom(prefix, name) ?? []),
  };
}

/** The key of the setting with which a parameter leaves event sources to policies. */
const INHERIT = 'Inherit';
