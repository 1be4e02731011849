import type { TargetOptions } from '../../targets/options.ts';

export type ReportFormat = 'html' | 'csv' | 'json' | 'asff';

export interface ReportOptions extends TargetOptions {
  /** A file for the HTML page; `-` is standard output. */
  readonly html?: string;
  readonly output?: ReportFormat;
  /** The output file. Undefined or `-`: standard output. */
  readonly out?: string;
  readonly live: boolean;
  readonly force: boolean;
}
