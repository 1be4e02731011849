import type { StoredParameter } from '../domain/desired.ts';
import type { PoolRecord } from '../domain/record.ts';
import { type PolicyVersions, policiesFor } from '../domain/rollout/versions.ts';
import type { Settings } from '../domain/settings.ts';
import type { Known } from './decide-pool.ts';

/** The inputs of a decision, and the names of all policies that were read, also of those that do not apply. */
export interface KnownPool extends Known {
  readonly policyNames: readonly string[];
}

/** Returns the inputs of one pool. The record shows whether a halted rollout has reached the pool. */
export const knownOf = (
  { settings }: { readonly settings: Settings },
  userPoolId: string,
  recorded: PoolRecord | undefined,
  stored: StoredParameter | undefined,
  versions: readonly PolicyVersions[],
): KnownPool => ({
  recorded,
  stored,
  policies: policiesFor(versions, { userPoolId, recorded }, settings),
  policyNames: versions.map(({ name }) => name),
});
