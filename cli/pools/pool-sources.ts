import type { Situation } from '../../lib/domain/decide/action.ts';
import { dividedOwners } from '../../lib/domain/decide/sources/divided-owners.ts';
import { entriesOf, splitRecord } from '../../lib/domain/decide/sources/source-records.ts';
import type {
  EventSource,
  LogConfiguration,
  ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import type { SourceOwner, SourceResolution } from '../../lib/domain/policy/resolve.ts';
import { type FrozenBy, frozenBy } from '../policies/frozen.ts';
import { type OwnerView, ownerView } from '../policies/owner-view.ts';

/** The owner of an event source of a planned pool; see `clr explain`. */
export interface SourcePlan {
  readonly eventSource: EventSource;
  readonly state: SourceOwner['kind'];
  readonly owner: OwnerView | null;
  /** Why the event source is frozen. */
  readonly frozenBy?: FrozenBy;
}

/** Returns the owners of the event sources; none if the parameter owns both. */
export const sourcesOf = (
  { userPoolId, policies }: Pick<Situation, 'userPoolId' | 'policies'>,
  resolutions: readonly SourceResolution[],
): readonly SourcePlan[] =>
  resolutions.map((resolution) => {
    const { source, winner } = resolution;
    const pool = { userPoolId, facts: policies?.facts, policies: policies?.policies ?? [] };
    const frozen = frozenBy(pool, resolution);
    return {
      eventSource: source,
      state: winner.kind,
      owner: winner.kind === 'Free' ? null : ownerView(winner.owner),
      ...(frozen && { frozenBy: frozen }),
    };
  });

/** Returns the entries that the owners of the event sources want. */
export function wantedEntries(situation: Situation): readonly LogConfiguration[] {
  const { desired } = situation;
  const divided = dividedOwners(situation);
  if (divided === undefined) return desired.kind === 'Valid' ? desired.state.LogConfigurations : [];
  return divided.flatMap(({ winner }) => (winner.kind === 'Owned' ? winner.state.LogConfigurations : []));
}

/** Returns the list that the service compares with the pool: an event source that it does not write stays unchanged. */
export function comparedEntries(
  situation: Situation,
  onPool: readonly ObservedConfiguration[],
): readonly ObservedConfiguration[] {
  const divided = dividedOwners(situation);
  if (divided === undefined) return wantedEntries(situation);
  return divided.flatMap(({ source, winner }) => {
    if (winner.kind === 'Owned') return winner.state.LogConfigurations;
    const recorded = splitRecord(situation.recorded, source)?.record.Desired;
    return winner.kind === 'Frozen' && recorded ? recorded.LogConfigurations : entriesOf(onPool, source);
  });
}
