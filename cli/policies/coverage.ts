import type { OwnerView } from './owner-view.ts';

/** How the pools of a fleet are managed. `clr status -o json` contains it. */
export interface Coverage {
  /** Pools with a record that only a parameter manages. */
  readonly byParameter: number;
  /** Pools with an event source that a policy owns. */
  readonly byPolicy: number;
  /** From the last sweep; null before the first one. */
  readonly unmanaged: number | null;
  /** Pools that a policy selects for an event source that their tier cannot have, at the last sweep. */
  readonly uncovered: number | null;
  /** Pools for which policies disagree, at the last sweep. */
  readonly conflicting: number | null;
  /** Other pools for which a policy is invalid, at the last sweep. */
  readonly rejected: number | null;
  readonly policies: number | null;
  readonly invalidPolicies: number | null;
}

/** The part of a row that shows who manages the pool. */
export interface ManagedPool {
  readonly isManaged: boolean;
  readonly owners: readonly OwnerView[];
}

/** The part of the last sweep's result. `coverage` is missing in a fleet without policies. */
export interface SweptCoverage {
  readonly unmanaged: number;
  readonly coverage?: {
    readonly uncovered: number;
    readonly conflicting: number;
    readonly rejected: number;
    readonly policies: number;
    readonly invalidPolicies: number;
  };
}

export function coverageOf(pools: readonly ManagedPool[], sweep: SweptCoverage | undefined): Coverage {
  const managed = pools.filter(({ isManaged }) => isManaged);
  const byPolicy = managed.filter(({ owners }) => owners.some(({ kind }) => kind === 'Policy')).length;
  const swept =
    sweep &&
    (sweep.coverage ?? { uncovered: 0, conflicting: 0, rejected: 0, policies: 0, invalidPolicies: 0 });
  return {
    byParameter: managed.length - byPolicy,
    byPolicy,
    unmanaged: sweep?.unmanaged ?? null,
    uncovered: swept?.uncovered ?? null,
    conflicting: swept?.conflicting ?? null,
    rejected: swept?.rejected ?? null,
    policies: swept?.policies ?? null,
    invalidPolicies: swept?.invalidPolicies ?? null,
  };
}

/** Returns the coverage as a sentence; undefined in a fleet without policies. */
export function coverageText(coverage: Coverage): string | undefined {
  const { byParameter, byPolicy, unmanaged, uncovered, conflicting, rejected, policies, invalidPolicies } =
    coverage;
  if (byPolicy === 0 && !policies) return undefined;
  const counts = [
    `${byPolicy} by policy`,
    `${byParameter} by parameter`,
    ...(unmanaged === null ? [] : [`${unmanaged} unmanaged`]),
    ...(uncovered ? [`${uncovered} uncovered because of their tier`] : []),
    ...(conflicting ? [`${conflicting} in conflict`] : []),
    ...(rejected ? [`${rejected} rejected by a policy`] : []),
  ];
  const invalid = invalidPolicies
    ? ` Invalid policies: ${invalidPolicies}. To list them, run: clr policy list`
    : '';
  return `Pools by owner: ${counts.join(', ')}.${invalid}`;
}
