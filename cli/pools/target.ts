import type { StoredParameter } from '../../lib/domain/desired.ts';

/** A pool and its parameter, from Parameter Store or from a file. */
export interface Target {
  readonly userPoolId: string;
  readonly stored: StoredParameter | undefined;
}

/** A pool as a sweep would find it. */
export interface FleetTarget extends Target {
  /** A sweep would put the deletion of its parameter, or the loss of its policy, on hold. */
  readonly held: boolean;
  /** The listed name or tags of the pool are not those of its record. */
  readonly confirmFacts?: boolean;
}
