import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { TargetOptions } from '../../targets/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';

export interface HistoryOptions extends TargetOptions, PoolFilters {
  readonly output: OutputFormat;
}
