import type { PoolRecord } from '../../../lib/domain/record.ts';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { type ParameterVersion, parameterHistory } from '../../parameters/parameter-store.ts';
import type { ChosenPools } from '../../pools/choose-pools.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { type NamedPool, type PoolRead, readEach } from '../../pools/read-each.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { deletionTimes } from './deletions-of.ts';
import { type HistoryEvent, historyOf } from './events.ts';
import { type Deletions, deletionsOf, readDeletions } from './read-deletions.ts';
import { withDeletions } from './with-deletions.ts';

export type Histories = readonly PoolRead<readonly HistoryEvent[]>[];

/** Reads the histories of the chosen pools. An error of one of several pools is its result. */
export async function readHistories(
  terminal: Terminal,
  service: OpenService,
  chosen: ChosenPools,
): Promise<Histories> {
  if (chosen.kind === 'Several') return readSeveral(terminal, service, chosen.userPoolIds);
  const { pool, events } = await readHistory(terminal, service, chosen.userPoolId);
  return [{ ...pool, kind: 'Read', value: events }];
}

/** Reads the history of a pool. Throws CliError for a pool without a parameter and a record. */
export async function readHistory(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
): Promise<{ readonly pool: NamedPool; readonly events: readonly HistoryEvent[] }> {
  const stored = await readStored(service, userPoolId);
  const deletions = await readDeletionsOf(terminal, service, [stored]);
  const events = await eventsOf(service, stored, deletions);
  const [pool = { userPoolId }]: readonly NamedPool[] = withNames(
    [{ userPoolId }],
    await readPoolNames(service),
  );
  return { pool, events };
}

/** The event history of CloudTrail is read once for all pools, because its calls have a low quota. */
async function readSeveral(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
): Promise<Histories> {
  const reads = await readEach(terminal, service, userPoolIds, (id) => readStored(service, id));
  const stored = reads.flatMap((read) => (read.kind === 'Read' ? [read.value] : []));
  const deletions = await readDeletionsOf(terminal, service, stored);
  const byId = new Map(stored.map((one) => [one.userPoolId, one]));
  const events = await readEach(terminal, service, [...byId.keys()], (id) =>
    eventsOf(service, byId.get(id) ?? { userPoolId: id, record: undefined, versions: [] }, deletions),
  );
  const done = new Map(events.map((one) => [one.userPoolId, one]));
  return reads.flatMap((read) => (read.kind === 'Failed' ? [read] : (done.get(read.userPoolId) ?? [])));
}

/** The sources of a history. */
interface StoredHistory {
  readonly userPoolId: string;
  readonly record: PoolRecord | undefined;
  readonly versions: readonly ParameterVersion[];
}

const readStored = async (service: OpenService, userPoolId: string): Promise<StoredHistory> => ({
  userPoolId,
  record: await service.records.read(userPoolId),
  versions: await parameterHistory(service, userPoolId),
});

const readDeletionsOf = (
  terminal: Terminal,
  { deployed, clock }: OpenService,
  stored: readonly StoredHistory[],
): Promise<Deletions> =>
  readDeletions(
    deployed.aws,
    stored.flatMap(({ record }) => (record ? deletionTimes(record) : [])),
    clock.now(),
    terminal.interrupted,
  );

async function eventsOf(
  service: OpenService,
  { userPoolId, record, versions }: StoredHistory,
  deletions: Deletions,
): Promise<readonly HistoryEvent[]> {
  const { settings } = service;
  const name = parameterName(settings.prefix, userPoolId);
  const events = withDeletions(
    historyOf(versions, record, userPoolId, settings),
    record,
    deletionsOf(deletions, name),
  );
  if (events.length > 0) return events;
  throw await noParameterError(
    service,
    userPoolId,
    `${userPoolId} has no parameter and no record`,
    `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`,
  );
}
