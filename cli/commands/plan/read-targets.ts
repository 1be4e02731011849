import { mapPools } from '../../pools/map-pools.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import { selectPools } from '../../pools/select-pools.ts';
import { type Fleet, selectFleet } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isFileArgument } from './file-argument.ts';
import { targetOfFile } from './file-target.ts';

export interface PlanTargets extends Fleet {
  /** The plans of invalid files. */
  readonly invalid: readonly PoolPlan[];
  /** The number of pools to plan, also when Ctrl-C ended the read. */
  readonly total: number;
}

/** Returns every managed pool, or the pools of the named files, and then the named pools. */
export async function readTargets(
  terminal: Terminal,
  service: OpenService,
  names: readonly string[],
): Promise<PlanTargets> {
  const isFile = await Promise.all(names.map(isFileArgument));
  const files = names.filter((_, at) => isFile[at]);
  const selectors = names.filter((_, at) => !isFile[at]);
  const ids = await selectPools(service, selectors);
  const read = await mapPools({ terminal, label: 'Reading files' }, files, (file) =>
    targetOfFile(service, file),
  );
  const isWhole = names.length === 0;
  const fleet =
    isWhole || ids.length > 0 ? await selectFleet(service, terminal, ids) : { targets: [], held: false };
  return {
    targets: [...read.flatMap((one) => ('step' in one ? [] : [one])), ...fleet.targets],
    invalid: read.flatMap((one) => ('step' in one ? [one] : [])),
    held: fleet.held,
    total: isWhole ? fleet.targets.length : files.length + ids.length,
  };
}
