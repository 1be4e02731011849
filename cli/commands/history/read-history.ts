import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { parameterHistory } from '../../parameters/parameter-store.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { deletionTimes } from './deletions-of.ts';
import { type HistoryEvent, historyOf } from './events.ts';
import { deletionsOf, readDeletions } from './read-deletions.ts';
import { withDeletions } from './with-deletions.ts';

interface HistoryPool {
  readonly userPoolId: string;
  readonly userPoolName?: string;
}

/** Reads the history of the pool that the selector names. Throws CliError for a pool without a parameter and a record. */
export async function readHistory(
  terminal: Terminal,
  service: OpenService,
  selector: PoolSelector,
): Promise<{ readonly pool: HistoryPool; readonly events: readonly HistoryEvent[] }> {
  const userPoolId = await selectPool(service, selector);
  const record = await service.records.read(userPoolId);
  const versions = await parameterHistory(service, userPoolId);
  const deletions = await readDeletions(
    service.deployed.aws,
    record ? deletionTimes(record) : [],
    service.clock.now(),
    terminal.interrupted,
  );
  const name = parameterName(service.settings.prefix, userPoolId);
  const events = withDeletions(
    historyOf(versions, record, userPoolId, service.settings),
    record,
    deletionsOf(deletions, name),
  );
  if (events.length === 0)
    throw await noParameterError(
      service,
      userPoolId,
      `${userPoolId} has no parameter and no record`,
      `To create a parameter from the pool's current configuration, run: clr import ${userPoolId} --put`,
    );
  const [pool = { userPoolId }]: readonly HistoryPool[] = withNames(
    [{ userPoolId }],
    await readPoolNames(service),
  );
  return { pool, events };
}
