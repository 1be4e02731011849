import type { JsonScope } from '../../terminal/json.ts';
import type { ServiceReport } from './formats/service-report.ts';

/** A report of one or several accounts and Regions, before it is written in a format. */
export interface ReadReports {
  readonly reports: readonly ServiceReport[];
  readonly scope: JsonScope;
  /** The members of the JSON besides the pools. */
  readonly members: object;
  /** The targets that were not read, as full sentences. */
  readonly failed: readonly string[];
  page(): string;
}
