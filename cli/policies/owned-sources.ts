import { EVENT_SOURCES, type EventSource } from '../../lib/domain/log-configuration.ts';
import { isFinished, type Outcome } from '../../lib/domain/outcome.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import { type OwnerView, ownerView, shortOwner } from './owner-view.ts';

/** The recorded state of one event source, for rows and their JSON. */
export interface OwnedSource {
  readonly eventSource: EventSource;
  /** With the outcome `Rejected`, the first of `rejectedBy`. */
  readonly owner: OwnerView | null;
  /** The parameter or policies because of which the event source is rejected: invalid ones, or policies that disagree. */
  readonly rejectedBy?: readonly OwnerView[];
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  /** ISO 8601. */
  readonly since: string;
}

/** The part of a record with event sources that rows need. */
export type RecordedSources = Readonly<
  Partial<
    Record<
      EventSource,
      {
        readonly Status: {
          readonly Outcome: Outcome;
          readonly Reasons: readonly string[];
          readonly Since: string;
        };
        readonly Owner?: Owner;
        readonly RejectedBy?: readonly Owner[];
      }
    >
  >
>;

/** Returns the event sources of a record one by one; none if the parameter owns both. */
export const ownedSources = (sources: RecordedSources | undefined): readonly OwnedSource[] =>
  EVENT_SOURCES.flatMap((eventSource) => {
    const found = sources?.[eventSource];
    if (found === undefined) return [];
    const { Outcome: outcome, Reasons: reasons, Since: since } = found.Status;
    const rejectedBy = found.RejectedBy?.map(ownerView) ?? [];
    const isOwned = found.Owner !== undefined && !isFinished(outcome) && outcome !== 'Unmanaged';
    const owner = rejectedBy[0] ?? (isOwned && found.Owner ? ownerView(found.Owner) : null);
    return [{ eventSource, owner, ...(rejectedBy.length > 0 && { rejectedBy }), outcome, reasons, since }];
  });

/** Returns `userNotification: policy prod, InSync`. */
export const sourceText = ({ eventSource, owner, outcome }: OwnedSource): string =>
  `${eventSource}: ${owner ? shortOwner(owner) : 'no owner'}, ${outcome}`;
