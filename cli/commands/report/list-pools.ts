import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import { AwsCallError, RateLimitTimeoutError } from '../../../lib/reconcile/errors.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readFailure } from './read-errors.ts';

export interface ListedPools {
  readonly ids: readonly string[];
  /** Why the list is incomplete, as a full sentence. */
  readonly missing?: string;
}

/** Lists the pools of the account and Region. If that fails, it returns the unmanaged pools that the last sweep found. */
export async function listPools(
  terminal: Terminal,
  { cognito, rateLimiting, context }: OpenService,
  sweep: LastSweep | undefined,
): Promise<ListedPools> {
  const ids: string[] = [];
  try {
    for await (const page of cognitoUserPools(cognito, rateLimiting).pages(context)) {
      ids.push(...page.map(({ id }) => id));
      if (terminal.interrupted.aborted) break;
    }
    return { ids };
  } catch (error) {
    if (!(error instanceof AwsCallError) && !(error instanceof RateLimitTimeoutError)) throw error;
    const counted = sweep ? `The last sweep counted ${sweep.unmanaged}` : 'No sweep has counted them';
    return {
      ids: [...ids, ...(sweep?.unmanagedSample ?? [])],
      missing: `Not all unmanaged pools are listed (cognito-idp:${readFailure(error)}). ${counted}.`,
    };
  }
}
