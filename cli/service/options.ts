/** Which deployed service, and as whom: on every command that talks to AWS. */
export interface ServiceOptions {
  readonly stage: string;
  readonly profile?: string;
  readonly region?: string;
}
