import type { Actor } from '../../../lib/domain/actor.ts';
import { difference, type ValueDifference } from '../../../lib/domain/difference.ts';
import type { EventSource } from '../../../lib/domain/log-configuration.ts';
import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import type { Owner } from '../../../lib/domain/policy/owner.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import type { Settings } from '../../../lib/domain/settings.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { changesOf } from '../../parameters/changes.ts';
import type { ParameterVersion } from '../../parameters/parameter-store.ts';

/** A change of a pool's parameter, of its outcome, or of the pool by another client. */
export interface HistoryEvent {
  /** ISO 8601. */
  readonly at: string;
  /** `desired`: a version or a deletion of the parameter. `outcome`: a result of the service. `writer`: a change by another client. */
  readonly kind: 'desired' | 'outcome' | 'writer';
  readonly what: string;
  readonly by?: string;
  /** Set if the event sources of the pool have different owners: the event source that changed, and its owner. */
  readonly eventSource?: EventSource;
  readonly owner?: { readonly kind: 'parameter' } | { readonly kind: 'policy'; readonly policy: string };
  readonly differences: readonly ValueDifference[];
  readonly reasons: readonly string[];
}

/** Returns the history of a pool, oldest event first. */
export function historyOf(
  versions: readonly ParameterVersion[],
  record: PoolRecord | undefined,
  userPoolId: string,
  settings: Settings,
): readonly HistoryEvent[] {
  const desired = versions.map((version, at): HistoryEvent => {
    const parsed = parseParameter(version, userPoolId, settings);
    return {
      at: version.at,
      kind: 'desired',
      what: `parameter version ${version.version}`,
      ...(version.by !== undefined && { by: version.by }),
      differences: changesOf(versions[at - 1], version, userPoolId, settings),
      reasons: parsed.kind === 'Invalid' ? parsed.issues.map(formatIssue) : [],
    };
  });
  const transitions = outcomesOf(record);
  const versionsBefore = (at: string): readonly HistoryEvent[] =>
    desired.filter((version) => Date.parse(version.at) <= Date.parse(at));
  const ordered = transitions.flatMap((transition, index) => {
    const earlier = transitions[index - 1];
    const known = earlier === undefined ? [] : versionsBefore(earlier.at);
    return [...versionsBefore(transition.at).slice(known.length), ...transition.events];
  });
  const last = transitions.at(-1);
  return [...ordered, ...desired.slice(last === undefined ? 0 : versionsBefore(last.at).length)];
}

/** A transition and, before it, its actor. They cannot be ordered by time: CloudTrail rounds times to seconds. */
interface TransitionEvents {
  readonly at: string;
  readonly events: readonly HistoryEvent[];
}

function outcomesOf(record: PoolRecord | undefined): readonly TransitionEvents[] {
  const seen = new Set<string>();
  return (record?.Transitions ?? []).map(({ At, To, Reasons, Before, After, Actor, EventSource, Owner }) => {
    const writer = Actor && !seen.has(JSON.stringify(Actor)) ? [writerEvent(Actor)] : [];
    if (Actor) seen.add(JSON.stringify(Actor));
    const differences = Before && After ? difference(Before, After) : [];
    return {
      at: At,
      events: [
        ...writer,
        {
          at: At,
          kind: 'outcome',
          what: To,
          ...(EventSource && { eventSource: EventSource }),
          ...(Owner && { owner: ownerOf(Owner) }),
          differences,
          reasons: Reasons,
        },
      ],
    };
  });
}

const ownerOf = (owner: Owner): NonNullable<HistoryEvent['owner']> =>
  owner.Kind === 'Policy' ? { kind: 'policy', policy: owner.Name } : { kind: 'parameter' };

const writerEvent = ({ At, Arn, EventName }: Actor): HistoryEvent => ({
  at: At,
  kind: 'writer',
  what: EventName,
  by: Arn,
  differences: [],
  reasons: [],
});
