import { type Difference, difference } from '../../lib/domain/difference.ts';
import { describeFault } from '../../lib/domain/fault.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import type { PoolRecord } from '../../lib/domain/record.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { ParameterVersion } from '../aws/parameters.ts';
import { changesOf } from '../parameter/change.ts';

/** Something that happened to a pool, or to what is wanted of it. */
export interface HistoryEvent {
  /** ISO 8601. */
  readonly at: string;
  /** `desired`: a version of the parameter; `outcome`: what the service made of it; `writer`: somebody else. */
  readonly kind: 'desired' | 'outcome' | 'writer';
  readonly what: string;
  readonly by?: string;
  readonly differences: readonly Difference[];
  readonly reasons: readonly string[];
}

/** Oldest first. */
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
      reasons: parsed.kind === 'Refused' ? parsed.faults.map(describeFault) : [],
    };
  });
  return [...desired, ...outcomesOf(record)].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function outcomesOf(record: PoolRecord | undefined): readonly HistoryEvent[] {
  return (record?.Transitions ?? []).flatMap((one): readonly HistoryEvent[] => [
    ...(one.Witness
      ? [
          {
            at: one.Witness.At,
            kind: 'writer' as const,
            what: one.Witness.EventName,
            by: one.Witness.Arn,
            differences: [],
            reasons: [],
          },
        ]
      : []),
    {
      at: one.At,
      kind: 'outcome',
      what: one.To,
      differences: one.Before && one.After ? difference(one.Before, one.After) : [],
      reasons: one.Reasons,
    },
  ]);
}
