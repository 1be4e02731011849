/** Options of every command that calls AWS: the deployed service, the profile and the Region. */
export interface ServiceOptions {
  /** `dev` by default. */
  readonly stage?: string;
  readonly profile?: string;
  readonly region?: string;
  /** The number of writes to Parameter Store per second. The default is the default quota of AWS. */
  readonly writeRate?: number;
}
