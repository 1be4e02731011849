import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import { recordedOwners } from '../../lib/domain/decide/sources/source-records.ts';
import type { Desired } from '../../lib/domain/desired.ts';
import { EVENT_SOURCES, type EventSource } from '../../lib/domain/log-configuration.ts';
import type { Owner } from '../../lib/domain/policy/owner.ts';
import type { PoolFacts } from '../../lib/domain/policy/policy.ts';
import { selects } from '../../lib/domain/policy/select.ts';
import type { PoolDirectory } from '../../lib/domain/pool-directory.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { readPolicies } from '../../lib/reconcile/policy-inputs.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import type { OpenService } from '../service/open-service.ts';
import { pluralize } from '../terminal/text.ts';
import { isObserving, type ObservingPolicy, previewsOf } from './previews.ts';

/** The effect of a policy in mode Observe, as far as the records show it. `clr status -o json` contains it. */
export interface RecordedObserving {
  readonly policy: string;
  /** The number of pools that it selects. */
  readonly selected: number;
  /** The number of these pools of which it would change an event source. */
  readonly changed: number;
  /** The number of pools for which the records do not show whether it selects them, or what it would change. */
  readonly unknown: number;
}

type Ports = Pick<
  OpenService,
  'table' | 'deployed' | 'settings' | 'desired' | 'policyNames' | 'rollouts' | 'context'
>;

/**
 * Returns the effect of each policy in mode Observe on the pools with a record, and on the pools that the last sweep listed. Reads
 * records and policies, but no pool.
 */
export async function readObserving(
  service: Ports,
  directory: PoolDirectory,
): Promise<readonly RecordedObserving[]> {
  const policies = await readPolicies(service, await service.policyNames.read(), service.context);
  const observing = policies.map(({ current }) => current).filter(isObserving);
  if (observing.length === 0) return [];
  const records = new Map<string, RecordSummary>();
  for await (const page of dynamoRecordListing(service.table, service.deployed.stateTable).pages())
    for (const record of page) records.set(record.UserPoolId, record);
  const pools = [...new Set([...records.keys(), ...directory.keys()])].map((userPoolId) => ({
    userPoolId,
    name: directory.get(userPoolId)?.name,
    recorded: records.get(userPoolId),
  }));
  return observing.map((one) => observingOf(one, policies, pools, service.settings));
}

export interface RecordedPool {
  readonly userPoolId: string;
  /** The name at the last sweep. */
  readonly name: string | undefined;
  readonly recorded: RecordSummary | undefined;
}

/** Counts the pools of one policy in mode Observe. */
export function observingOf(
  observing: ObservingPolicy,
  policies: readonly PolicyVersions[],
  pools: readonly RecordedPool[],
  settings: Settings,
): RecordedObserving {
  const results = pools.map((pool) => effectOf(observing, policies, pool, settings));
  const of = (wanted: Effect): number => results.filter((effect) => effect === wanted).length;
  return {
    policy: observing.name,
    selected: of('changed') + of('selected'),
    changed: of('changed'),
    unknown: of('unknown'),
  };
}

type Effect = 'changed' | 'selected' | 'unknown' | 'none';

function effectOf(
  { name, policy }: ObservingPolicy,
  policies: readonly PolicyVersions[],
  pool: RecordedPool,
  settings: Settings,
): Effect {
  const { userPoolId, recorded } = pool;
  // Without a record, only the name is known: tags and tier are in no listing that is stored.
  const facts: PoolFacts | undefined = recorded?.Facts;
  const selected = selects(policy.Select, userPoolId, facts ?? nameOnly(policy, pool));
  if (selected === 'NotSelected') return 'none';
  if (selected === 'Unknown') return 'unknown';
  const owners = recordedOwners(recorded);
  const layers = {
    userPoolId,
    desired: parameterOf(owners),
    policies: policiesFor(policies, pool, settings),
    facts: facts ?? nameOnly(policy, pool),
    recorded: owners,
    settings,
    observed: recorded?.LastApplied ?? [],
  };
  const effects = EVENT_SOURCES.flatMap((source) =>
    previewsOf(layers, source)
      .filter((preview) => preview.policy.kind === 'Policy' && preview.policy.name === name)
      .map(({ wouldOwn, differences }): Effect => {
        if (!wouldOwn) return 'selected';
        if (!owners.has(source)) return 'unknown';
        return differences.length > 0 ? 'changed' : 'selected';
      }),
  );
  return effects.includes('changed') ? 'changed' : effects.includes('unknown') ? 'unknown' : 'selected';
}

/** Returns the name as facts, unless the policy depends on tags or the tier. */
const nameOnly = ({ Select }: ObservingPolicy['policy'], { name }: RecordedPool): PoolFacts | undefined => {
  const needsTags = [Select, Select.Exclude ?? {}].some(({ Tags }) => Object.keys(Tags ?? {}).length > 0);
  return name === undefined || needsTags ? undefined : { name, tags: {} };
};

/** Returns a parameter that owns the event sources that the parameter of the pool owns in its record. */
function parameterOf(owners: ReadonlyMap<EventSource, Owner>): Desired {
  const owned = EVENT_SOURCES.filter((source) => owners.get(source)?.Kind === 'Parameter');
  if (owned.length === 0) return { kind: 'Absent' };
  // Only who owns an event source counts, not what the parameter sends.
  const LogConfigurations = owned.map((EventSource) => ({ EventSource, LogLevel: 'ERROR' as const }));
  return {
    kind: 'Valid',
    state: {
      LogConfigurations,
      Mode: 'Enforce',
      OnDelete: 'Retain',
      ...(owned.length < EVENT_SOURCES.length && { Inherit: true }),
    },
    warnings: [],
  };
}

/** Returns for example `Policy "next" only observes: it would change 2 of 3 selected pools. Run: clr plan` */
export function recordedObservingLine({ policy, selected, changed, unknown }: RecordedObserving): string {
  const start = `Policy "${policy}" only observes: `;
  const open = `for ${pluralize(unknown, selected === 0 ? 'pool' : 'more pool')}, the effect is not known`;
  if (selected === 0 && unknown > 0) return `${start}${open}. Run: clr plan`;
  const known = `it would change ${changed} of ${pluralize(selected, 'selected pool')}`;
  return `${start}${known}${unknown === 0 ? '' : `; ${open}`}. Run: clr plan`;
}
