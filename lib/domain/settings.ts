import type { Mode } from './desired.ts';

/** The settings of the deployment that decisions depend on. serverless.yml contains the defaults. */
export interface Settings {
  readonly account: string;
  /** For example `aws`, `aws-cn` or `aws-eusc`. */
  readonly partition: string;
  /** Where the service runs. The ARNs of its pools have this Region, also those of replicas. */
  readonly region: string;
  /** The parameter of a pool is named `<prefix>/pools/<UserPoolId>`. */
  readonly prefix: string;
  /** `Observe` overrides `Enforce` in every parameter. */
  readonly mode: Mode;
  /** ARN patterns with `*`. A destination that matches none of them is rejected. */
  readonly allowedDestinations: readonly string[];
  /** With `warn`, a log level that is not documented for the event source is not an error. */
  readonly logLevelValidation: 'error' | 'warn';
  readonly clearGraceSeconds: number;
  readonly contestedRepairs: number;
  readonly contestedSweeps: number;
  readonly holdSharePercent: number;
  readonly holdMinimum: number;
  readonly recheckDelaySeconds: number;
  readonly sweepSkipBacklog: number;
  /** Whether the service also checks destinations, tiers and threat protection. */
  readonly destinationChecks: boolean;
}
