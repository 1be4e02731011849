import type { Fleet, FleetCoverage } from '../lib/reconcile/fleet.ts';

/** The sweep function's response. Its names are public: `clr sweep -o json` prints them. */
export interface SweepResult {
  /** The time at which the sweep began, ISO 8601. */
  readonly sweepId: string;
  readonly at: string;
  readonly result: 'Swept' | 'Skipped';
  readonly managed: number;
  readonly unmanaged: number;
  /** The ids of some unmanaged pools. */
  readonly unmanagedSample: readonly string[];
  readonly ignoredParameters: number;
  /** The number of managed pools without a parameter. */
  readonly lost: number;
  readonly held: boolean;
  readonly poolsNotDelivering: number;
  readonly destinationsMissing: number;
  /** The number of managed pools that have a replica in another Region. */
  readonly replicated: number;
  /** The number of pools per outcome, before this sweep. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How many pools the policies cover. Not set in a fleet without policies. */
  readonly coverage?: SweepCoverage;
  /** The policies whose loss of pools is on hold. Not set without such a policy. */
  readonly heldPolicies?: readonly string[];
  /** The service is frozen: the sweep sent no messages. Not set otherwise. */
  readonly frozen?: true;
}

export interface SweepCoverage {
  readonly policies: number;
  readonly invalidPolicies: number;
  readonly byPolicy: number;
  readonly byParameter: number;
  readonly uncovered: number;
  readonly conflicting: number;
  readonly rejected: number;
}

export const toSweepResult = (fleet: Fleet): SweepResult => ({
  sweepId: fleet.SweepId,
  at: fleet.At,
  result: fleet.Result,
  managed: fleet.Managed,
  unmanaged: fleet.Unmanaged,
  unmanagedSample: fleet.UnmanagedSample,
  ignoredParameters: fleet.IgnoredParameters,
  lost: fleet.Lost,
  held: fleet.Held,
  poolsNotDelivering: fleet.PoolsNotDelivering,
  destinationsMissing: fleet.DestinationsMissing,
  replicated: fleet.Replicated,
  outcomes: fleet.Outcomes,
  ...(fleet.Coverage && { coverage: toCoverage(fleet.Coverage) }),
  ...(fleet.HeldPolicies && { heldPolicies: fleet.HeldPolicies }),
  ...(fleet.Frozen && { frozen: true as const }),
});

const toCoverage = (coverage: FleetCoverage): SweepCoverage => ({
  policies: coverage.Policies,
  invalidPolicies: coverage.InvalidPolicies,
  byPolicy: coverage.ByPolicy,
  byParameter: coverage.ByParameter,
  uncovered: coverage.Uncovered,
  conflicting: coverage.Conflicting,
  rejected: coverage.Rejected,
});
