import type { PoolView } from '../../../../html/pool-view.ts';
import type { ReportView } from '../../../../html/report.ts';
import type { FreezeView } from '../../../freeze/read-freeze.ts';

/** The report of one account and Region, to be written in one of the formats. */
export interface ServiceReport {
  /** Set in a report about several accounts and Regions. */
  readonly target?: string;
  /** For example `aws` or `aws-cn`. */
  readonly partition: string;
  readonly view: ReportView;
  /** Undefined if the service is not frozen; a text if it is not known. */
  readonly freeze?: FreezeView | string | undefined;
}

/** Returns each pool with the report that contains it. */
export const poolsIn = (
  reports: readonly ServiceReport[],
): readonly { readonly report: ServiceReport; readonly pool: PoolView }[] =>
  reports.flatMap((report) => report.view.pools.map((pool) => ({ report, pool })));
