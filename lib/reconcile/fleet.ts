/** The result of a sweep, in the form that is stored. */
export interface Fleet {
  readonly SweepId: string;
  readonly At: string;
  /** `Skipped`: too many messages were waiting in the upkeep queue. */
  readonly Result: 'Swept' | 'Skipped';
  readonly Managed: number;
  readonly Unmanaged: number;
  readonly UnmanagedSample: readonly string[];
  readonly IgnoredParameters: number;
  /** The number of managed pools without a parameter. */
  readonly Lost: number;
  /** A mass deletion is on hold until an operator confirms it. */
  readonly Held: boolean;
  /** The number of managed pools whose tier or threat protection prevents delivery. */
  readonly PoolsNotDelivering: number;
  readonly DestinationsMissing: number;
  /** The number of managed pools that have a replica in another Region. */
  readonly Replicated: number;
  readonly Outcomes: Readonly<Record<string, number>>;
  /** How many pools the policies cover. Not set in a fleet without policies. */
  readonly Coverage?: FleetCoverage;
  /** Whether the loss of pools in the whole fleet is on hold, not only that of single policies. */
  readonly FleetHeld?: boolean;
  /** Names below `<prefix>/policies/` that cannot be the name of a policy, at most 20. Not set without one. */
  readonly MisnamedPolicies?: readonly string[];
  /** The policies whose loss of pools is on hold. */
  readonly HeldPolicies?: readonly string[];
  /** The service is frozen: the sweep sent no messages. */
  readonly Frozen?: true;
  /** The first sweep since which every sweep stored the directory. Version 0.1 did not store it. */
  readonly DirectorySince?: string;
  /** New pools that two sweeps in a row found without a parameter. Not set in a skipped sweep. */
  readonly NewUnmanagedPools?: number;
  /** Which zeros the next sweeps have to publish. Not set in a skipped sweep, and by versions before 0.2. */
  readonly Gauges?: Readonly<Record<string, StoredGauge>>;
}

/** The state of a gauge (lib/reconcile/gauges.ts) in the result of a sweep. */
export interface StoredGauge {
  /** The number of sweeps in a row that measured 0, without those just after another one. At most one more than the zeros that are repeated. */
  readonly Zeros: number;
  /** The last sweep that published a value: its `At`. */
  readonly PublishedAt: string;
}

/** The part of the last sweep's result that the next sweep needs. */
export type LastFleet = Pick<
  Fleet,
  'SweepId' | 'At' | 'Held' | 'DirectorySince' | 'FleetHeld' | 'HeldPolicies' | 'Coverage' | 'Gauges'
>;

export interface FleetCoverage {
  /** Policies with a parameter, invalid ones included. */
  readonly Policies: number;
  readonly InvalidPolicies: number;
  /** Pools with an event source that a policy owns, and those that only a parameter manages. */
  readonly ByPolicy: number;
  readonly ByParameter: number;
  /** Pools that a policy selects for an event source that their tier cannot have. */
  readonly Uncovered: number;
  /** Pools for which policies disagree. */
  readonly Conflicting: number;
  /** Other pools for which a policy is invalid. */
  readonly Rejected: number;
}
