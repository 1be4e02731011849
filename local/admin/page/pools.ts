import { desiredSide, differencesOf, noteSide, observedSide } from '../../../html/configuration.ts';
import type { HistoryEntry, LiveRead, PoolView } from '../../../html/pool-view.ts';
import { byUrgency } from '../../../html/states.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';
import { type History, latest } from '../../services/ssm/parameters.ts';
import { type RecordedSource, recordsOf } from './records.ts';
import { replicaNote } from './replica-note.ts';

export interface PoolsView {
  /** The pools to show, those that need attention first. */
  readonly shown: readonly PoolView[];
  /** The number of pools that match the search. */
  readonly found: number;
  /** All pools that match the search; undefined if there are too many to read their records. */
  readonly all: readonly PoolView[] | undefined;
}

/** A page with more pools is slow to render. Use the search to find one pool. */
export const MAX_POOLS = 100;
/** With more pools, the records of the shown pools only are read, and the page has no verdict. */
export const MAX_COUNTED_POOLS = 500;

/** Returns the pools, and the parameters of pools that do not exist. `search` is a part of an ID or a name. */
export async function poolsOf(accountRegion: LocalAccountRegion, search: string): Promise<PoolsView> {
  const wanted = search.toLowerCase();
  const histories = historiesOf(accountRegion);
  const matching = basePools(accountRegion, histories).filter(({ id, name = '' }) =>
    `${id} ${name}`.toLowerCase().includes(wanted),
  );
  const isCounted = matching.length <= MAX_COUNTED_POOLS;
  const read = isCounted ? matching : matching.slice(0, MAX_POOLS);
  const records = await recordsOf(
    accountRegion,
    read.map(({ id }) => id),
  );
  const views = read.map((pool): PoolView => {
    const record = records.get(pool.id);
    return {
      ...pool,
      ...(record?.sources && bySource(pool, record.sources)),
      ...(record && {
        recorded: record.recorded,
        history: withVersions(histories.get(pool.id), record.history),
      }),
    };
  });
  const pools = views.map((pool) => ({ ...pool, ...liveOf(pool) })).toSorted(byUrgency);
  return {
    shown: pools.slice(0, MAX_POOLS),
    found: matching.length,
    all: isCounted ? pools : undefined,
  };
}

type Histories = ReadonlyMap<string, History>;

/** Returns the versions of the parameter of each pool, by pool ID. */
function historiesOf({ ssm }: LocalAccountRegion): Histories {
  const histories = new Map<string, History>();
  for (const history of ssm.parameters.values()) {
    const id = /\/pools\/([^/]+)$/.exec(history[0].name)?.[1];
    if (id !== undefined) histories.set(id, history);
  }
  return histories;
}

function basePools(accountRegion: LocalAccountRegion, histories: Histories): readonly PoolView[] {
  const values = new Map([...histories].map(([id, history]) => [id, latest(history).value]));
  const pools: PoolView[] = [];
  for (const pool of accountRegion.cognito.pools.values()) {
    const { id, name, tier, logConfigurations } = pool;
    const replica = replicaNote(accountRegion.cognito, pool);
    pools.push({
      id,
      name,
      notes: [tier, ...(replica === undefined ? [] : [replica])],
      hasParameter: values.has(id),
      desired: desiredSide(values.get(id)),
      observed: observedSide(logConfigurations),
    });
    values.delete(id);
  }
  for (const [id, value] of values)
    pools.push({
      id,
      hasParameter: true,
      desired: desiredSide(value),
      observed: noteSide('pool not found'),
      live: { kind: 'PoolNotFound' },
    });
  return pools;
}

/** The desired configuration of a pool by event source. An event source without an owner is left unchanged. */
function bySource(
  { notes = [], observed }: PoolView,
  sources: readonly RecordedSource[],
): Pick<PoolView, 'notes' | 'desired'> {
  const owned = sources.filter(({ owner }) => owner !== undefined);
  const foreign = observed.entries.filter(
    ({ source }) => !owned.some(({ eventSource }) => eventSource === source),
  );
  const { entries } = observedSide(owned.flatMap((one) => one.entries));
  const all = [...entries, ...foreign].toSorted((a, b) => (a.source < b.source ? -1 : 1));
  return {
    notes: [...notes, ...sources.map(({ eventSource, owner = 'no owner' }) => `${eventSource}: ${owner}`)],
    desired: all.length === 0 ? observedSide([]) : { entries: all },
  };
}

/** The page shows the current configuration of the pools, so each pool counts as read. */
function liveOf({ desired, observed, live }: PoolView): { readonly live: LiveRead } {
  if (live !== undefined) return { live };
  return { live: { kind: differencesOf(desired, observed).length === 0 ? 'Same' : 'Differs' } };
}

/** Adds the versions of the parameter to the history, newest first. */
function withVersions(
  versions: History | undefined,
  history: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const edits = (versions ?? []).map(({ version, changedAt, changedBy }) => ({
    at: new Date(changedAt).toISOString(),
    kind: 'edit' as const,
    title: `Parameter version ${version}`,
    by: changedBy,
    lines: [],
  }));
  return [...history, ...edits].toSorted((a, b) => (a.at < b.at ? 1 : -1));
}
