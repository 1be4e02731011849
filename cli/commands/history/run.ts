import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { parameterHistory } from '../../parameters/parameter-store.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { deletionTimes } from './deletions-of.ts';
import { historyOf } from './events.ts';
import { deletionsOf, readDeletions } from './read-deletions.ts';
import { historyText } from './render.ts';
import { withDeletions } from './with-deletions.ts';

/** Runs `clr history`: shows the versions and deletions of the parameter, the outcomes, and the changes by other clients. */
export async function runHistory(
  terminal: Terminal,
  selector: PoolSelector,
  options: ServiceOptions & { readonly output: OutputFormat },
): Promise<ExitCode> {
  const service = await openService(options);
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
  const [pool = { userPoolId }] = withNames([{ userPoolId }], await readPoolNames(service));
  if (options.output === 'json')
    terminal.print(jsonText('History', service.settings, { ...pool, events }), 'data');
  else terminal.print(historyText(pool, events, terminal));
  return EXIT.success;
}
