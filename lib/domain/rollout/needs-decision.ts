import { ownsSource } from '../decide/sources/source-records.ts';
import type { LayerSettings } from '../policy/layers.ts';
import { candidateOf, type RolloutPool } from './progress.ts';
import { type PolicyVersions, versionFor } from './versions.ts';

/**
 * Returns whether the record of a pool is not what the versions that are now in force lead to, as far as one policy is concerned.
 */
export function needsDecision(
  pool: RolloutPool,
  versions: readonly PolicyVersions[],
  name: string,
  settings: LayerSettings,
): boolean {
  const policy = versions.find((one) => one.name === name);
  const next = policy && versionFor(policy, pool, settings);
  const candidate = next && candidateOf(pool, versions, { next, startedAt: '' }, settings);
  if (candidate) return candidate.state !== 'Done';
  return ownsSource(pool.recorded, name);
}
