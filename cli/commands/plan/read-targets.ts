import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT } from '../../errors/exit-codes.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { filterWords, hasFilters, type PoolFilters } from '../../pools/pool-filters.ts';
import { readPoolNames } from '../../pools/pool-names.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import { matchesOf, selectPools } from '../../pools/select-pools.ts';
import type { FleetTarget } from '../../pools/target.ts';
import { selectFleet } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { kindOfArgument } from './file-argument.ts';
import { targetOfFile } from './file-target.ts';

export interface PlanTargets {
  readonly targets: readonly FleetTarget[];
  /** The plans of invalid files, and of those that are not readable (`failed`). */
  readonly invalid: readonly PoolPlan[];
  /** The number of pools to plan, also when Ctrl-C ended the read. */
  readonly total: number;
}

/**
 * Returns every pool that a sweep covers, or the pools of the named files, and then the named pools. `withPreviews`: also the
 * pools that only policies in mode Observe select.
 */
export async function readTargets(
  terminal: Terminal,
  service: OpenService,
  names: readonly string[],
  policies: readonly PolicyVersions[],
  { withPreviews, filters }: { readonly withPreviews: boolean; readonly filters: PoolFilters },
): Promise<PlanTargets> {
  const { files, selectors } = await sortArguments(service, names);
  if (files.length > 0 && hasFilters(filters))
    throw new CliError(
      `${filterWords(filters).join(' ')} selects stored pools, but ${pluralize(files.length, 'file is', 'files are')} given.`,
      'Plan files and stored pools separately.',
      { exitCode: EXIT.usage },
    );
  const ids = await selectPools(service, selectors, filters);
  const read = await mapPools({ terminal, label: 'Reading files' }, files, (file) =>
    targetOfFile(service, file),
  );
  const isWhole = names.length === 0 && !hasFilters(filters);
  const fleet =
    isWhole || ids.length > 0 ? await selectFleet(service, terminal, ids, policies, withPreviews) : [];
  return {
    targets: [...read.flatMap((one) => ('step' in one ? [] : [{ ...one, held: false }])), ...fleet],
    invalid: read.flatMap((one) => ('step' in one ? [one] : [])),
    total: isWhole ? fleet.length : files.length + ids.length,
  };
}

interface SortedArguments {
  readonly files: readonly string[];
  readonly selectors: readonly string[];
}

/** An argument that looks like a file and does not exist is a selector if a pool has this name. */
async function sortArguments(service: OpenService, names: readonly string[]): Promise<SortedArguments> {
  const kinds = await Promise.all(names.map(kindOfArgument));
  const known = kinds.includes('MissingFile') ? await readPoolNames(service) : new Map<string, string>();
  const isFile = names.map((name, at) =>
    kinds[at] === 'MissingFile' ? matchesOf(name, known).length === 0 : kinds[at] === 'File',
  );
  return {
    files: names.filter((_, at) => isFile[at]),
    selectors: names.filter((_, at) => !isFile[at]),
  };
}
