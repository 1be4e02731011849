import { isFinished } from '../../../lib/domain/outcome.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import { selectPools } from '../../pools/select-pools.ts';
import { readFleet, readTarget, type Target } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isFileArgument } from './file-argument.ts';
import { targetOfFile } from './file-target.ts';

export interface PlanTargets {
  readonly targets: readonly Target[];
  /** The plans of invalid files. */
  readonly invalid: readonly PoolPlan[];
  /** Whether a sweep would put the deletions on hold. */
  readonly held: boolean;
  /** The number of pools to plan, also when Ctrl-C ended the read. */
  readonly total: number;
}

/** Returns every managed pool, or the named pools and files. */
export async function readTargets(
  terminal: Terminal,
  service: OpenService,
  names: readonly string[],
): Promise<PlanTargets> {
  if (names.length === 0) {
    const { targets, held } = await readFleet(service, terminal);
    return { targets, held, invalid: [], total: targets.length };
  }
  const sources = await findSources(service, names);
  const read = await mapPools(
    { terminal, label: 'Reading parameters' },
    sources,
    ({ file, userPoolId }): Promise<NamedTarget | PoolPlan> =>
      userPoolId === undefined ? targetOfFile(service, file) : readNamed(service, userPoolId),
  );
  const targets = read.flatMap((one) => ('step' in one ? [] : [one]));
  // Only a pool that lost its parameter needs to know about the others.
  const lost = targets.some(({ isLost }) => isLost);
  return {
    targets,
    invalid: read.flatMap((one) => ('step' in one ? [one] : [])),
    held: lost && !terminal.interrupted.aborted && (await readFleet(service, terminal)).held,
    total: sources.length,
  };
}

type Source =
  | { readonly file: string; readonly userPoolId?: never }
  | { readonly userPoolId: string; readonly file?: never };

/** Returns the files, and then the selected pools. */
async function findSources(service: OpenService, names: readonly string[]): Promise<readonly Source[]> {
  const isFile = await Promise.all(names.map(isFileArgument));
  const files = names.filter((_, at) => isFile[at]);
  const selectors = names.filter((_, at) => !isFile[at]);
  const ids = await selectPools(service, selectors);
  return [...files.map((file) => ({ file })), ...ids.map((userPoolId) => ({ userPoolId }))];
}

/** `isLost`: the pool is managed and has no parameter. */
type NamedTarget = Target & { readonly isLost?: boolean };

async function readNamed(service: OpenService, userPoolId: string): Promise<NamedTarget> {
  const target = await readTarget(service, userPoolId);
  const recorded = target.stored === undefined ? await service.records.read(userPoolId) : undefined;
  return { ...target, isLost: recorded !== undefined && !isFinished(recorded.Status.Outcome) };
}
