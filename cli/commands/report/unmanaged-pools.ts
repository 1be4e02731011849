import type { ReportView } from '../../../html/report.ts';
import { errorName } from '../../../lib/aws/failures.ts';
import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import { isFinished } from '../../../lib/domain/outcome.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { AwsCallError } from '../../../lib/reconcile/errors.ts';
import type { LastSweep } from '../../service/last-sweep.ts';
import type { OpenService } from '../../service/open-service.ts';

/** Lists the unmanaged pools. Without the permission to list pools, it returns what the last sweep found. */
export async function unmanagedPools(
  { cognito, rateLimiting, context }: OpenService,
  records: readonly PoolRecord[],
  sweep: LastSweep | undefined,
): Promise<ReportView['unmanaged']> {
  const managed = new Set(
    records.filter(({ Status }) => !isFinished(Status.Outcome)).map(({ UserPoolId }) => UserPoolId),
  );
  try {
    const pools: string[] = [];
    for await (const page of cognitoUserPools(cognito, rateLimiting).pages(context))
      pools.push(...page.map(({ id }) => id).filter((id) => !managed.has(id)));
    return { pools: pools.sort() };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    const counted = sweep ? `The last sweep counted ${sweep.unmanaged}` : 'No sweep has counted them';
    return {
      pools: sweep?.unmanagedSample ?? [],
      note: `The list can be incomplete (cognito-idp:ListUserPools: ${errorName(error.cause)}). ${counted}.`,
    };
  }
}
