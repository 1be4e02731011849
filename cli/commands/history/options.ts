import type { TargetOptions } from '../../targets/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';

export interface HistoryOptions extends TargetOptions {
  readonly output: OutputFormat;
}
