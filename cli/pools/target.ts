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
  /** A sweep does not cover the pool, but a policy in mode Observe would own an event source of it in mode Enforce. */
  readonly isPreview?: boolean;
  /** The listed name of the pool, if the pools were listed. */
  readonly userPoolName?: string;
}
