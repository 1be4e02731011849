import type { Desired } from '../../desired.ts';
import { sameConfiguration } from '../../difference.ts';
import type { EventSource } from '../../log-configuration.ts';
import { dependsOnTier } from '../../policy/facts.ts';
import type { ParsedPolicy, PoolFacts } from '../../policy/policy.ts';
import { resolveOwners, type SourceResolution } from '../../policy/resolve.ts';
import { selects } from '../../policy/select.ts';
import { isManagedRecord, type PoolRecord } from '../../record.ts';
import type { DecisionSettings, Observed } from '../action.ts';
import { entriesOf, recordedOwners } from './source-records.ts';

/** The inputs that show who owns the event sources of a pool. */
export interface OwnerInputs {
  readonly userPoolId: string;
  readonly desired: Desired;
  readonly recorded: PoolRecord | undefined;
  readonly policies?: { readonly policies: readonly ParsedPolicy[]; readonly facts: PoolFacts | undefined };
  readonly settings: DecisionSettings;
}

/**
 * Returns the owner of each event source, if the event sources of the pool are decided one by one: a policy owns one of
 * them, the parameter inherits, or the record says so already. Undefined if the parameter owns all of them.
 */
export function dividedOwners(inputs: OwnerInputs): readonly SourceResolution[] | undefined {
  const { userPoolId, desired, recorded, policies, settings } = inputs;
  const inherits = desired.kind === 'Valid' && desired.state.Inherit === true;
  if (!policies && !inherits && !recorded?.Sources) return undefined;
  const resolutions = resolveOwners({
    userPoolId,
    desired,
    policies: policies?.policies ?? [],
    facts: policies?.facts,
    recorded: recordedOwners(recorded),
    settings,
  });
  const keepsFacts = keepsTier(inputs, resolutions);
  const isOfPolicy = resolutions.some(
    ({ winner }) => winner.kind !== 'Free' && winner.owner.Kind === 'Policy',
  );
  return isOfPolicy || keepsFacts || inherits || recorded?.Sources ? resolutions : undefined;
}

/** Returns whether a decision by event source needs a read of the pool. */
export const sourcesNeedObserved = (
  resolutions: readonly SourceResolution[],
  recorded: PoolRecord | undefined,
): boolean =>
  resolutions.some(({ winner }) => winner.kind === 'Owned' || winner.kind === 'Frozen') ||
  (recorded !== undefined && isManagedRecord(recorded) && resolutions.some(isFree));

/**
 * Returns whether a pool without an owner gets a record with its facts. No listing shows the tier, so without a record, sweeps and
 * rollouts do not know whether a policy applies to the pool.
 */
export function keepsTier(
  { userPoolId, recorded, policies }: Pick<OwnerInputs, 'userPoolId' | 'recorded' | 'policies'>,
  resolutions: readonly SourceResolution[],
): boolean {
  if (policies?.facts === undefined) return false;
  if (resolutions.some(isUncovered)) return true;
  if (recorded !== undefined || !resolutions.every(isFree)) return false;
  const listed = { ...policies.facts, tier: undefined };
  return policies.policies.some((parsed) => {
    const given = parsed.kind === 'Valid' ? parsed.policy : parsed.readable;
    if (given === undefined || given.Mode === 'Observe' || !dependsOnTier(parsed)) return false;
    return selects(given.Select, userPoolId, listed) !== 'NotSelected';
  });
}

const isUncovered = ({ others }: SourceResolution): boolean => others.some((other) => other.isUncovered);
const isFree = ({ winner }: SourceResolution): boolean => winner.kind === 'Free';

/**
 * Returns whether a write of these event sources carries over an entry that is not the service's: of an event source without
 * an owner, or of one that the service leaves unchanged, for example because its owner is invalid or only observes.
 */
export const carriesForeignEntry = (
  resolutions: readonly SourceResolution[],
  observed: Observed | undefined,
  written: readonly EventSource[],
): boolean =>
  resolutions.some(({ source, winner }) => {
    if (written.includes(source)) return false;
    if (winner.kind !== 'Owned' || winner.state.Mode !== 'Enforce') return true;
    const onPool = observed?.kind === 'Present' ? entriesOf(observed.LogConfigurations, source) : [];
    return !sameConfiguration(onPool, winner.state.LogConfigurations);
  });
