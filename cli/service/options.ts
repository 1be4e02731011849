/** Options of every command that calls AWS: the deployed service, the profile and the Region. */
export interface ServiceOptions {
  /** `dev` by default. */
  readonly stage?: string;
  readonly profile?: string;
  readonly region?: string;
}
