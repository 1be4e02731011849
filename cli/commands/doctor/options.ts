import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { TargetOptions } from '../../targets/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';

export interface DoctorOptions extends TargetOptions, PoolFilters {
  readonly output: OutputFormat;
  /** Also print the findings with level `ok`. */
  readonly showPassing: boolean;
  /** Do not group the findings with the same cause. */
  readonly all: boolean;
}
