import type { ServiceOptions } from '../service/options.ts';

/** Where the credentials of a target come from. Without a profile and a role: from the environment. */
export interface CredentialSource {
  readonly profile?: string;
  /** The role to assume, with the credentials of the profile or of the environment. */
  readonly roleArn?: string;
  readonly externalId?: string;
}

/** An account and a Region that a command reads together with others. */
export interface AccountTarget extends CredentialSource {
  /** Unique in a command. */
  readonly name: string;
  /** `dev` by default. */
  readonly stage?: string;
  /** Undefined: the Region of the environment or of the profile. */
  readonly region?: string;
}

/** Returns the options that select the target in another command. A role has no option. */
export const selectionOf = ({ stage, profile, roleArn, region }: AccountTarget): ServiceOptions => ({
  ...(stage !== undefined && { stage }),
  ...(profile !== undefined && roleArn === undefined && { profile }),
  ...(region !== undefined && { region }),
});
