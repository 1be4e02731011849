import type { StoredParameter } from '../../lib/domain/desired.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import type { PoolFacts } from '../../lib/domain/policy/policy.ts';
import { type PolicyVersions, policiesFor } from '../../lib/domain/rollout/versions.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import { mapPools } from '../pools/map-pools.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { consequence, readFacts, takersOf } from './consequence.ts';

/** The records of the fleet, and the policies as they apply after the deletion. */
export interface DeletionFleet {
  readonly records: ReadonlyMap<string, RecordSummary>;
  readonly policies: readonly PolicyVersions[];
}

export const recordsById = (records: readonly RecordSummary[]): DeletionFleet['records'] =>
  new Map(records.map((record) => [record.UserPoolId, record]));

/**
 * Returns the facts of the pools whose parameter is deleted. The service records them only in a fleet with policies, and the
 * policy that takes over can be a new one.
 */
export async function readDeletionFacts(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  { records, policies }: DeletionFleet,
): Promise<ReadonlyMap<string, PoolFacts>> {
  if (policies.length === 0) return new Map();
  const read = await mapPools({ terminal, label: 'Reading pools' }, userPoolIds, async (userPoolId) => {
    const recorded = records.get(userPoolId);
    const inForce = policiesFor(policies, { userPoolId, recorded }, service.settings);
    return {
      userPoolId,
      facts: recorded?.Facts ?? (await readFacts(service, userPoolId, inForce, recorded)),
    };
  });
  return new Map(read.flatMap(({ userPoolId, facts }) => (facts ? [[userPoolId, facts]] : [])));
}

/** What happens to a pool whose parameter is deleted, as sentences, and the policies that take over an event source. */
export interface PoolDeletionEffect {
  readonly text: string;
  readonly takers: readonly string[];
}

/** Returns the effect of the deletion of the parameter of a pool. */
export function poolDeletionEffect(
  userPoolId: string,
  stored: StoredParameter | undefined,
  { records, policies, facts }: DeletionFleet & { readonly facts: ReadonlyMap<string, PoolFacts> },
  settings: Settings,
): PoolDeletionEffect {
  const recorded = records.get(userPoolId);
  const deletion = {
    userPoolId,
    desired: parseParameter(stored, userPoolId, settings),
    policies: policiesFor(policies, { userPoolId, recorded }, settings),
    recorded,
    facts: facts.get(userPoolId) ?? recorded?.Facts,
    settings,
  };
  return { text: consequence(deletion), takers: takersOf(deletion) };
}
