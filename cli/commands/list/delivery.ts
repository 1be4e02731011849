import type { Home } from '../../../html/destinations.ts';
import type { DestinationProblem, PoolProblem } from '../../../lib/domain/finding.ts';
import {
  EVENT_SOURCES,
  type EventSource,
  type ObservedConfiguration,
} from '../../../lib/domain/log-configuration.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { matchesPattern } from '../../../lib/domain/pattern.ts';
import type { OwnerView } from '../../policies/owner-view.ts';
import { destinationOf, shortDestination } from '../../pools/short-destination.ts';
import type { RowFinding } from '../../pools/status-row.ts';

/** A pool and what it sends. A member of the JSON of `clr list`. */
export interface ListedDelivery {
  readonly userPoolId: string;
  readonly userPoolName?: string;
  readonly outcome: Outcome;
  readonly logConfigurations: readonly ObservedConfiguration[];
  /** `recorded`: as the service last applied it. `live`: read now. `unknown`: could not be read. */
  readonly source: 'recorded' | 'live' | 'unknown';
  /** Why the pool could not be read. */
  readonly problem?: string;
  /** The event sources that the pool does not export; empty if the pool could not be read. */
  readonly missing: readonly EventSource[];
  /** The event sources that the record does not show because no parameter or policy owns them: they were not read. */
  readonly unread: readonly EventSource[];
  readonly findings: readonly RowFinding[];
  /** The owners of the event sources at the last decision; empty if the parameter owns both, or none is managed. */
  readonly owners: readonly SourceOwnerView[];
}

export interface SourceOwnerView {
  readonly eventSource: EventSource;
  readonly owner: OwnerView | null;
}

/**
 * Returns the event sources that the pool does not export: there is no entry, or its destination cannot receive logs, or tier
 * or threat protection prevent the export of sign-ins. An event source that was not read is not known to be missing.
 */
export const missingSources = (
  entries: readonly ObservedConfiguration[],
  findings: readonly RowFinding[],
  unread: readonly EventSource[] = [],
): readonly EventSource[] =>
  EVENT_SOURCES.filter((source) => {
    if (unread.includes(source)) return false;
    const entry = entries.find(({ EventSource }) => EventSource === source);
    return entry === undefined || problemOf(entry, findings) !== undefined;
  });

/** Returns why the entry exports no logs; undefined if no problem is known. */
export function problemOf(
  entry: ObservedConfiguration,
  findings: readonly RowFinding[],
): DestinationProblem | PoolProblem | undefined {
  const arn = destinationOf(entry);
  return findings.find(({ destination }) =>
    // A problem of the pool itself concerns only the export of sign-ins.
    destination === undefined ? entry.EventSource === 'userAuthEvents' : destination === arn,
  )?.problem;
}

export interface ListFilter {
  readonly missing?: EventSource;
  readonly destination?: string;
  readonly unmanaged: boolean;
}

/** A pool or event source that was not read is shown in spite of `--missing`: it is not known whether the pool exports it. */
export function isListed(
  { outcome, logConfigurations, source, missing, unread }: ListedDelivery,
  filter: ListFilter,
  home: Home,
): boolean {
  const { destination: pattern } = filter;
  if (filter.unmanaged && outcome !== 'Unmanaged' && outcome !== 'Released' && outcome !== 'Cleared')
    return false;
  const lacking = [...missing, ...unread];
  if (filter.missing !== undefined && source !== 'unknown' && !lacking.includes(filter.missing)) return false;
  if (pattern === undefined) return true;
  return logConfigurations.some((entry) => {
    const arn = destinationOf(entry);
    return (
      arn !== undefined &&
      (matchesPattern(pattern, arn) || matchesPattern(pattern, shortDestination(arn, home)))
    );
  });
}
