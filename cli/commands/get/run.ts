import type { ExitCode } from '../../errors/exit-codes.ts';
import type { GetFormat } from '../../parameters/get-formats.ts';
import { showParameter } from '../../parameters/show-parameter.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { checkChoice, checkOnlyOne, choosePools } from '../../pools/choose-pools.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { missingParameter } from './missing.ts';
import { printOriginal } from './original.ts';
import { getSeveral } from './several.ts';

export interface GetOptions extends ServiceOptions, PoolFilters {
  readonly output: GetFormat;
  readonly before: boolean;
  readonly version?: number;
}

/**
 * Runs `clr get`: prints the parameter, an earlier version of it, or the configuration of the pool before the service
 * managed it. `clr put` accepts the output for one pool, except JSON for scripts.
 */
export async function runGet(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: GetOptions,
): Promise<ExitCode> {
  checkChoice(selectors, options);
  const { output, before, version } = options;
  const service = await openService(options);
  const chosen = await choosePools(service, selectors, options);
  if (chosen.kind === 'Several') {
    checkOnlyOne({ '--version': version }, chosen.userPoolIds.length);
    return getSeveral(terminal, service, chosen.userPoolIds, options);
  }
  const { userPoolId } = chosen;
  if (before) return printOriginal(terminal, service, userPoolId, output);
  return showParameter(terminal, service, poolParameter(service.settings, userPoolId), {
    output,
    version,
    missing: missingParameter(service, userPoolId),
  });
}
