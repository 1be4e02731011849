/** Options of every command that calls AWS: the deployed service, the profile and the Region. */
export interface ServiceOptions {
  readonly stage: string;
  readonly profile?: string;
  readonly region?: string;
}
