import type { ServiceOptions } from '../../service/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';

export interface PlanOptions extends ServiceOptions {
  readonly output: OutputFormat | 'markdown';
  readonly detailedExitcode: boolean;
  /** Also check tier, threat protection and destinations. */
  readonly checks: boolean;
  readonly changesOnly: boolean;
  /** Do not group the pools with the same change. */
  readonly all: boolean;
  /** In the plan of a folder: plan the deletion of the parameters without a file. */
  readonly prune?: boolean;
  /** Files with policies to plan with. */
  readonly policy?: readonly string[];
}
