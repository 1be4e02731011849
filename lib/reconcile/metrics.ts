/**
 * The names of the metrics in the namespace `CognitoLogReconciler`. docs/metrics.md describes each one; the alarms
 * and the dashboard use these names.
 */

/** Summed over one invocation and published when the sum is not 0. */
export const COUNTS = [
  'ChangesApplied',
  'DriftRepaired',
  'Contested',
  'Rejected',
  'PoolsNotFound',
  'Cleared',
  'Released',
  'OutOfSync',
  'MessagesRetried',
  'MessagesDeferred',
  'MalformedMessages',
  'IgnoredMessages',
  'PermissionErrors',
  'Throttled',
  'EventsLost',
  'SweepsSkipped',
  'Sweeps',
  'DestinationsUnchecked',
  'ForeignWritesOverwritten',
] as const;

/** One count for each quota category. */
export const CATEGORY_COUNTS = ['Calls', 'Throttles'] as const;

/** Published one by one, with this unit. */
export const VALUES = {
  EditToAppliedLatency: 'Seconds',
  DriftToRepairedLatency: 'Seconds',
  PendingEditAge: 'Seconds',
  LastSweepAge: 'Seconds',
  PoolsSwept: 'Count',
  ParametersIgnored: 'Count',
  SweepHeld: 'Count',
  RejectedPools: 'Count',
  ContestedPools: 'Count',
  PoolsNotDelivering: 'Count',
  DestinationsMissing: 'Count',
  NewUnmanagedPools: 'Count',
  PoolsByPolicy: 'Count',
  PoolsByParameter: 'Count',
  UncoveredPools: 'Count',
  ConflictingPools: 'Count',
  InvalidPolicies: 'Count',
  RolloutsHalted: 'Count',
  FrozenAge: 'Seconds',
  PoolsNotArriving: 'Count',
} as const;

/** One value for each outcome. */
export const OUTCOME_VALUE = 'Pools';

export const METRIC_NAMESPACE = 'CognitoLogReconciler';

/**
 * Exactly the metrics that an alarm reads. With the setting `metrics: basic`, the service publishes only these and writes all
 * others to its log.
 */
export const BASIC_METRICS: ReadonlySet<CountName | ValueName> = new Set([
  'Sweeps',
  'PermissionErrors',
  'Throttled',
  'PendingEditAge',
  'SweepHeld',
  'RejectedPools',
  'ContestedPools',
  'PoolsNotDelivering',
  'DestinationsMissing',
  'NewUnmanagedPools',
  'ConflictingPools',
  'InvalidPolicies',
  'RolloutsHalted',
  'FrozenAge',
  'PoolsNotArriving',
] as const);

export type CountName = (typeof COUNTS)[number];
export type CategoryCountName = (typeof CATEGORY_COUNTS)[number];
export type ValueName = keyof typeof VALUES;
export type MetricName = CountName | CategoryCountName | ValueName | typeof OUTCOME_VALUE;
