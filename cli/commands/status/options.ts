import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { TargetOptions } from '../../targets/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';

export interface StatusOptions extends TargetOptions, PoolFilters {
  readonly output: OutputFormat;
  readonly failed: boolean;
  readonly live: boolean;
  readonly watch: boolean;
  /** List the pools without a parameter instead. */
  readonly unmanaged: boolean;
  /** Do not collapse pools with the same problem. */
  readonly all: boolean;
}
