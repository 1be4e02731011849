import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { ParsedPolicy, PoolFacts } from '../../lib/domain/policy/policy.ts';
import { resolveOwners, type SourceResolution } from '../../lib/domain/policy/resolve.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import { sameContent } from '../../lib/domain/rollout/policy-text.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../lib/domain/settings.ts';

/** The policies of a pool without a parameter. */
export interface SourcePolicies {
  /** The names of the policies that own an event source, or will own it, by event source. */
  readonly bySource: ReadonlyMap<string, readonly string[]>;
  /** The names of the policies for which it is not known, because the facts of the pool are not known. */
  readonly unknown: readonly string[];
}

interface PoolWithoutParameter {
  readonly userPoolId: string;
  readonly facts: PoolFacts | undefined;
  readonly recorded: PoolRecord | undefined;
}

/**
 * Returns the policies that a parameter of the pool would take an event source from. These are the owners, and also those whose
 * rollout has not reached the pool, and those that wait for a higher tier. A policy in mode Observe is one only if it owned the
 * event source before.
 */
export function sourcePolicies(
  pool: PoolWithoutParameter,
  versions: readonly PolicyVersions[],
  settings: Settings,
): SourcePolicies {
  const resolutions = [policiesFor(versions, pool, settings), versions.flatMap(nextVersion)].flatMap(
    (policies) =>
      resolveOwners({
        ...pool,
        desired: { kind: 'Absent' },
        policies,
        recorded: recordedOwners(pool.recorded),
        settings,
      }),
  );
  const bySource = new Map<string, readonly string[]>();
  for (const resolution of resolutions) {
    const names = [...(bySource.get(resolution.source) ?? []), ...owningPolicies(resolution)];
    if (names.length > 0) bySource.set(resolution.source, [...new Set(names)]);
  }
  const unknown = resolutions
    .filter(({ source }) => !bySource.has(source))
    .flatMap(({ others }) => others.filter(({ isUnknown }) => isUnknown))
    .flatMap(({ owner }) => (owner.Kind === 'Policy' ? [owner.Name] : []));
  return { bySource, unknown: [...new Set(unknown)] };
}

/** Returns the version that applies after the rollout. That of an aborted rollout does not apply until it is edited. */
const nextVersion = ({ current, open }: PolicyVersions): readonly ParsedPolicy[] =>
  open?.Status === 'Aborted' && sameContent(current, open.next) ? [] : [current];

function owningPolicies({ winner, others }: SourceResolution): readonly string[] {
  const owners =
    winner.kind === 'Free'
      ? others.filter(({ isUncovered }) => isUncovered).map(({ owner }) => owner)
      : winner.kind === 'Rejected'
        ? winner.by
        : [winner.owner];
  return owners.flatMap((owner) => (owner.Kind === 'Policy' ? [owner.Name] : []));
}
