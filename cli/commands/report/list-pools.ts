import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import { creationRegion } from '../../../lib/domain/user-pool-id.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import { type PoolNames, readPoolNames } from '../../pools/pool-names.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readFailure } from './read-errors.ts';

export interface ListedPools {
  /** The names of the listed pools, by ID. */
  readonly names: PoolNames;
  /** Why the list is incomplete, as a full sentence. */
  readonly missing?: string;
}

/** Lists the pools of the account and Region. If that fails, it returns the pools that the last sweep listed. */
export async function listPools(
  terminal: Terminal,
  service: OpenService,
  sweep: LastSweep | undefined,
): Promise<ListedPools> {
  const { cognito, rateLimiting, context } = service;
  const names = new Map<string, string>();
  try {
    for await (const page of cognitoUserPools(cognito, rateLimiting).pages(context)) {
      for (const { id, name } of page) names.set(id, name);
      if (terminal.interrupted.aborted) break;
    }
    return { names };
  } catch (error) {
    if (!(error instanceof AwsCallError) && !(error instanceof RateLimitTimeoutError)) throw error;
    const since = sweep
      ? 'Pools created since the last sweep can be missing.'
      : 'No sweep has listed the pools yet.';
    return {
      names: new Map([...(await readPoolNames(service)), ...names]),
      missing: `The pools were not listed now (cognito-idp:${readFailure(error)}). ${since}`,
    };
  }
}

/**
 * Returns that a pool does not exist, if it was created in this Region and the complete list does not contain it. Whether
 * the list contains the replica of a pool of another Region is [unverified].
 */
export const notListed = (
  userPoolId: string,
  { names, missing }: ListedPools,
  region: string,
): { readonly kind: 'PoolNotFound' } | undefined =>
  missing === undefined && creationRegion(userPoolId) === region && !names.has(userPoolId)
    ? { kind: 'PoolNotFound' }
    : undefined;
