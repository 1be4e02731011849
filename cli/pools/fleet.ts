import { dynamoFleet } from '../../lib/aws/fleet.ts';
import { dynamoRecordListing } from '../../lib/aws/records-list.ts';
import type { StoredParameter } from '../../lib/domain/desired.ts';
import { isOnHold } from '../../lib/domain/mass-deletion-guard.ts';
import { isManagedRecord } from '../../lib/domain/record.ts';
import type { ListedPool } from '../../lib/domain/replicas.ts';
import { type PolicyVersions, settledPolicy } from '../../lib/domain/rollout/versions.ts';
import { fleetCoverage } from '../../lib/reconcile/fleet-policies.ts';
import type { RecordSummary } from '../../lib/reconcile/ports.ts';
import { dividedPools, hasDividedPools, type SweepListings } from '../../lib/reconcile/swept-pools.ts';
import { listParameters } from '../parameters/parameter-store.ts';
import { enforced, isObserving } from '../policies/previews.ts';
import type { OpenService } from '../service/open-service.ts';
import { type Progress, showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { noteWaiting } from '../terminal/waiting-note.ts';
import { listPools } from './pool-names.ts';
import type { FleetTarget } from './target.ts';

/** The pools that a sweep covers: those with a parameter, an unfinished record, or a policy. */
export interface Fleet {
  readonly records: readonly RecordSummary[];
  readonly targets: readonly FleetTarget[];
  /** Whether a sweep would put deletions on hold. */
  readonly held: boolean;
  /** The number of managed pools that lost their parameter or policy. */
  readonly lost: number;
}

export interface FleetWanted {
  /** Also the pools that only policies in mode Observe select. */
  readonly withPreviews?: boolean;
  /** The parameters of the pools by ID, if they are known. Otherwise they are listed. */
  readonly parameters?: ReadonlyMap<string, StoredParameter>;
  /** The pools of the account and Region, if they are known. Otherwise they are listed. */
  readonly listed?: readonly ListedPool[];
}

/** Lists the fleet like a sweep. The pools and their tags are listed only in a fleet with policies. */
export async function readFleet(
  service: OpenService,
  terminal: Terminal,
  policies: readonly PolicyVersions[],
  { withPreviews = false, parameters, listed }: FleetWanted = {},
): Promise<Fleet> {
  const progress = showProgress(terminal, 'Reading parameters');
  const endNote = noteWaiting(terminal, () => {
    progress.end();
    return 1;
  });
  try {
    const records: RecordSummary[] = [];
    for await (const page of dynamoRecordListing(service.table, service.deployed.stateTable).pages()) {
      records.push(...page);
      if (terminal.interrupted.aborted) break;
    }
    const stored = parameters ?? (await readParameters(service, terminal, progress));
    const last = await dynamoFleet(service.table, service.deployed.stateTable).read();
    const listings = listingsOf(service, records, stored, policies, last);
    return hasDividedPools(listings)
      ? await dividedFleet(
          service,
          listings,
          stored,
          listed ?? (await listPools(service, terminal.interrupted)),
          withPreviews,
        )
      : wholeFleet(service, listings, stored);
  } finally {
    endNote();
    progress.end();
  }
}

async function readParameters(
  service: OpenService,
  { interrupted }: Terminal,
  progress: Progress,
): Promise<ReadonlyMap<string, StoredParameter>> {
  const stored = new Map<string, StoredParameter>();
  for await (const page of listParameters(service)) {
    for (const one of page) stored.set(one.userPoolId, one.stored);
    progress.step(page.length);
    if (interrupted.aborted) break;
  }
  return stored;
}

const listingsOf = (
  { clock }: OpenService,
  records: readonly RecordSummary[],
  stored: ReadonlyMap<string, StoredParameter>,
  policies: readonly PolicyVersions[],
  last: SweepListings['last'],
): SweepListings => ({
  sweepId: clock.now().toISOString(),
  last,
  accepted: 0,
  records,
  policies,
  parameters: {
    withParameter: new Set(stored.keys()),
    // The listing of a sweep has only the values that can contain `Inherit`.
    inheriting: new Map([...stored].filter(([, { value }]) => value.includes('Inherit'))),
    policies: new Map(),
    ignored: 0,
    misnamedPolicies: [],
  },
});

function wholeFleet(
  { settings }: OpenService,
  { records, last }: SweepListings,
  stored: ReadonlyMap<string, StoredParameter>,
): Fleet {
  const managed = records.filter(isManagedRecord).map((one) => one.UserPoolId);
  const lost = managed.filter((id) => !stored.has(id)).length;
  const held = isOnHold(
    { managed: managed.length, lost, accepted: 0, wasHeld: last?.Held ?? false },
    settings,
  );
  const ids = [...new Set([...stored.keys(), ...managed])].sort();
  return {
    records,
    targets: ids.map((userPoolId) => ({ userPoolId, stored: stored.get(userPoolId), held })),
    held,
    lost,
  };
}

async function dividedFleet(
  service: OpenService,
  listings: SweepListings,
  stored: ReadonlyMap<string, StoredParameter>,
  listed: readonly ListedPool[],
  withPreviews: boolean,
): Promise<Fleet> {
  const swept = await dividedPools(service, listings, listed, undefined, service.context);
  const covered = new Set(swept.messages.map(({ userPoolId }) => userPoolId));
  const previewed = (withPreviews ? await readPreviewed(service, listings, listed) : [])
    .filter((id) => !covered.has(id))
    .map((userPoolId) => ({ userPoolId, held: false, confirmFacts: false, isPreview: true }));
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const targets = [...swept.messages, ...previewed].map((one): FleetTarget => {
    const { userPoolId } = one;
    const userPoolName = names.get(userPoolId);
    return {
      ...one,
      stored: stored.get(userPoolId),
      ...(userPoolName && { userPoolName }),
    };
  });
  const sorted = targets.toSorted((a, b) => (a.userPoolId < b.userPoolId ? -1 : 1));
  return { records: listings.records, targets: sorted, held: swept.held, lost: swept.lost };
}

/** Returns the pools of which a policy in mode Observe would own an event source in mode Enforce, or for which it is not known. */
async function readPreviewed(
  service: OpenService,
  { policies, parameters, records }: SweepListings,
  listed: readonly ListedPool[],
): Promise<readonly string[]> {
  const observing = policies.filter(({ current }) => isObserving(current)).map(({ name }) => name);
  if (observing.length === 0) return [];
  const enforcedAll = policies.map((one) =>
    observing.includes(one.name) ? settledPolicy(enforced(one.current)) : one,
  );
  const fleet = { parameters, records, listed };
  const pools = await fleetCoverage(service, enforcedAll, fleet, service.context);
  return pools
    .filter((pool) => pool.isUnknown || observing.some((name) => pool.policies.has(name)))
    .map(({ userPoolId }) => userPoolId);
}
