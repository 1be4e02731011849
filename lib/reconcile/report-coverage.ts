import type { PoolCoverage } from '../domain/policy/coverage.ts';
import type { PolicyVersions } from '../domain/rollout/versions.ts';
import type { FleetCoverage } from './fleet.ts';
import type { Telemetry } from './ports.ts';

export const NO_COVERAGE: FleetCoverage = {
  Policies: 0,
  InvalidPolicies: 0,
  ByPolicy: 0,
  ByParameter: 0,
  Uncovered: 0,
  Conflicting: 0,
  Rejected: 0,
};

/** Counts the pools that the policies cover. */
export const coverageOfFleet = (
  pools: readonly PoolCoverage[],
  policies: readonly PolicyVersions[],
): FleetCoverage => ({
  Policies: policies.length,
  InvalidPolicies: policies.filter(({ current }) => current.kind === 'Invalid').length,
  ByPolicy: pools.filter(({ isOfPolicy }) => isOfPolicy).length,
  ByParameter: pools.filter(({ isOwned, isOfPolicy }) => isOwned && !isOfPolicy).length,
  Uncovered: pools.filter(({ isUncovered }) => isUncovered).length,
  Conflicting: pools.filter(({ isConflicting }) => isConflicting).length,
  Rejected: pools.filter(({ isRejected, isConflicting }) => isRejected && !isConflicting).length,
});

/** Reports the coverage as metrics. */
export function reportCoverage(telemetry: Telemetry, coverage: FleetCoverage): void {
  telemetry.measure('PoolsByPolicy', coverage.ByPolicy);
  telemetry.measure('PoolsByParameter', coverage.ByParameter);
  telemetry.measure('UncoveredPools', coverage.Uncovered);
  telemetry.measure('ConflictingPools', coverage.Conflicting + coverage.Rejected);
  telemetry.measure('InvalidPolicies', coverage.InvalidPolicies);
}
