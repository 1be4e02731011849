/**
 * What the service counts and measures, in the namespace `CognitoLogReconciler`; docs/metrics.md says what each
 * one means, and the alarms and the dashboard read these names.
 */

/** Added up over one invocation, and sent when there was any. */
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
] as const;

/** One count for each `Category` of quota. */
export const CATEGORY_COUNTS = ['Calls', 'Throttles'] as const;

/** Values of their own, with their unit. */
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
} as const;

/** One value for each `Outcome`. */
export const OUTCOME_VALUE = 'Pools';

export type CountName = (typeof COUNTS)[number];
export type CategoryCountName = (typeof CATEGORY_COUNTS)[number];
export type ValueName = keyof typeof VALUES;
export type MetricName = CountName | CategoryCountName | ValueName | typeof OUTCOME_VALUE;
