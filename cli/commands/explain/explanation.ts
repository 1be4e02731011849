import { recordedOwners, splitRecord } from '../../../lib/domain/decide/sources/source-records.ts';
import type { Desired, Mode, OnDelete } from '../../../lib/domain/desired.ts';
import type { EventSource, ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { ParsedPolicy, PoolFacts } from '../../../lib/domain/policy/policy.ts';
import { resolveOwners, type SourceResolution } from '../../../lib/domain/policy/resolve.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { type FrozenBy, frozenBy } from '../../policies/frozen.ts';
import { goesBefore, type OwnerView, ownerView } from '../../policies/owner-view.ts';
import { type Preview, previewsOf } from '../../policies/previews.ts';
import { rolloutsOf, type SourceRollout } from './rollouts.ts';

/** The owner of one event source of a pool, and why it is the owner. */
export interface SourceExplanation {
  readonly eventSource: EventSource;
  /**
   * `Rejected`: the owner is invalid, or two policies disagree. `Frozen`: the policy that owns it leaves it
   * unchanged, see `frozenBy`. `Free`: nothing owns it, and the service leaves it unchanged.
   */
  readonly state: 'Owned' | 'Rejected' | 'Frozen' | 'Free';
  readonly owner: OwnerView | null;
  /** The entry that the owner applies; null if it applies none. */
  readonly entry: ObservedConfiguration | null;
  readonly mode?: Mode;
  readonly onDelete?: OnDelete;
  /** Why the event source is frozen. */
  readonly frozenBy?: FrozenBy;
  /** Why the event source is rejected. */
  readonly reasons: readonly string[];
  readonly others: readonly {
    readonly owner: OwnerView;
    readonly reason: string;
    readonly isUncovered: boolean;
    readonly isUnknown: boolean;
  }[];
  readonly previews: readonly Preview[];
  /** The open rollouts of policies that concern the event source. */
  readonly rollouts: readonly SourceRollout[];
  /** The last state that the service stored; null before the first one. */
  readonly recorded: RecordedSource | null;
  /** The entry on the pool now; null without one. */
  readonly onPool: ObservedConfiguration | null;
}

export interface RecordedSource {
  readonly owner: OwnerView | null;
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly since: string;
  /** The time at which the service first found that the event source lost its owner. */
  readonly lostAt?: string;
  /** The owner takes over only after the grace period of the recorded one. */
  readonly isWaiting: boolean;
}

export interface ExplainInputs {
  readonly userPoolId: string;
  readonly desired: Desired;
  /** The version of each policy that applies to the pool. */
  readonly policies: readonly ParsedPolicy[];
  /** All versions of the policies. */
  readonly versions?: readonly PolicyVersions[];
  readonly facts: PoolFacts | undefined;
  readonly recorded: PoolRecord | undefined;
  readonly observed: readonly ObservedConfiguration[];
  readonly settings: Settings;
}

/** Returns for each event source who owns it, and why the other parameters and policies do not. */
export function explainSources(inputs: ExplainInputs): readonly SourceExplanation[] {
  const { recorded, versions = [], ...rest } = inputs;
  const owners = recordedOwners(recorded);
  return resolveOwners({ ...rest, recorded: owners }).map((resolution) => {
    const { source, others } = resolution;
    const frozen = frozenBy(rest, resolution);
    return {
      eventSource: source,
      ...winnerOf(resolution),
      ...(frozen && { frozenBy: frozen }),
      others: others.map(({ owner, reason, isUncovered = false, isUnknown = false }) => ({
        owner: ownerView(owner),
        reason,
        isUncovered,
        isUnknown,
      })),
      previews: previewsOf({ ...rest, recorded: owners }, source),
      rollouts: rolloutsOf({ ...rest, versions }, resolution, owners.get(source)),
      recorded: recordedSource(recorded, resolution),
      onPool: inputs.observed.find(({ EventSource }) => EventSource === source) ?? null,
    };
  });
}

type Winner = Pick<SourceExplanation, 'state' | 'owner' | 'entry' | 'mode' | 'onDelete' | 'reasons'>;

function winnerOf({ winner }: SourceResolution): Winner {
  const { kind: state } = winner;
  if (winner.kind === 'Free') return { state, owner: null, entry: null, reasons: [] };
  const owner = ownerView(winner.owner);
  if (winner.kind === 'Rejected')
    return { state, owner, entry: null, reasons: [...new Set(winner.issues.map(formatIssue))] };
  if (winner.kind === 'Frozen') return { state, owner, entry: null, reasons: [] };
  const { LogConfigurations, Mode: mode, OnDelete: onDelete } = winner.state;
  return { state, owner, entry: LogConfigurations[0] ?? null, mode, onDelete, reasons: [] };
}

function recordedSource(
  recorded: PoolRecord | undefined,
  { source, winner, keepsOwner }: SourceResolution,
): RecordedSource | null {
  const split = splitRecord(recorded, source);
  if (split === undefined) return null;
  const { owner: before, record } = split;
  const { Outcome, Reasons, Since } = record.Status;
  const after = winner.kind === 'Owned' ? winner.owner : undefined;
  const last = recordedOwners(recorded).get(source);
  const isWaiting = last !== undefined && after !== undefined && !keepsOwner && !goesBefore(after, last);
  return {
    owner: before ? ownerView(before) : null,
    outcome: Outcome,
    reasons: Reasons,
    since: Since,
    ...(record.DeletedAt !== undefined && { lostAt: record.DeletedAt }),
    isWaiting,
  };
}
