import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import { nameOf } from '../../pools/status-row.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isListed, type ListFilter } from './delivery.ts';
import { readDeliveries } from './read-deliveries.ts';
import { listText } from './render.ts';

export type ListOptions = ServiceOptions &
  PoolFilters &
  ListFilter & {
    readonly output: OutputFormat;
    readonly live: boolean;
  };

/** Runs `clr list`: shows what each pool sends where. The exit code is 3 when a pool could not be read. */
export async function runList(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: ListOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const pools = await selectPools(service, selectors, options);
  const all = await readDeliveries(terminal, service, { pools, live: options.live });
  const listed = all
    .filter((pool) => isListed(pool, options, service.settings))
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (options.output === 'json')
    terminal.print(poolsJsonText('List', service.settings, terminal, { pools: listed }), 'data');
  else terminal.print(listText(listed, { total: all.length, home: service.settings }, terminal));
  if (terminal.interrupted.aborted)
    terminal.info('Interrupted: not all pools were read, so rows can be missing.');
  return all.some(({ source }) => source === 'unknown') ? EXIT.somePoolsFailed : EXIT.success;
}
