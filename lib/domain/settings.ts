import type { Mode } from './desired.ts';

/** What the deployment says about deciding; every figure has a default in serverless.yml. */
export interface Settings {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  /** `<prefix>/pools/<UserPoolId>` names a pool's parameter. */
  readonly prefix: string;
  /** `Observe` here overrules every parameter's `Enforce`. */
  readonly mode: Mode;
  /** ARN patterns with `*`; a destination that none of them takes is refused. */
  readonly allowedDestinations: readonly string[];
  /** `warn` lets Cognito be the judge of a level that its documents do not pair with the source. */
  readonly logLevelValidation: 'error' | 'warn';
  readonly clearGraceSeconds: number;
  readonly contestedRepairs: number;
  readonly contestedSweeps: number;
  readonly holdSharePercent: number;
  readonly holdMinimum: number;
  readonly recheckDelaySeconds: number;
  readonly sweepSkipBacklog: number;
  /** Whether destinations, tiers and threat protection are looked at too. */
  readonly destinationChecks: boolean;
}
