import { EVENT_SOURCES, type EventSource } from '../../../lib/domain/log-configuration.ts';
import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import type { FolderChange } from '../../folder/compare.ts';

export interface OwnershipChange {
  /** Whether the new text owns an event source that the stored one leaves to the policies. */
  readonly takesOver: boolean;
  /** Whether the new text leaves an event source to the policies that the stored one owns. */
  readonly leaves: boolean;
}

/** Returns how the change of the parameter of a pool changes which event sources it owns itself. */
export function ownershipChange(
  { name, stored, wanted }: Pick<FolderChange, 'name' | 'stored' | 'wanted'>,
  settings: Settings,
): OwnershipChange {
  const [before, after] = [stored?.value, wanted].map((text) => ownedSources(text, name, settings));
  const isLost = (from: readonly EventSource[] = [], to: readonly EventSource[] = []): boolean =>
    from.some((source) => !to.includes(source));
  return { takesOver: isLost(after, before), leaves: isLost(before, after) };
}

/** Without `Inherit`, and if it is invalid, a parameter owns every event source. */
function ownedSources(
  value: string | undefined,
  userPoolId: string,
  settings: Settings,
): readonly EventSource[] {
  if (value === undefined) return [];
  const desired = parseParameter({ name: '', type: 'String', value }, userPoolId, settings);
  if (desired.kind === 'Invalid') return desired.sources ?? EVENT_SOURCES;
  return desired.kind === 'Valid' && desired.state.Inherit
    ? desired.state.LogConfigurations.map(({ EventSource }) => EventSource)
    : EVENT_SOURCES;
}
