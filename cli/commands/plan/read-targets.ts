import { isFinished } from '../../../lib/domain/outcome.ts';
import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import { coverageOf } from '../../../lib/domain/policy/coverage.ts';
import type { ParsedPolicy } from '../../../lib/domain/policy/policy.ts';
import { readFleet } from '../../pools/fleet.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import { selectPools } from '../../pools/select-pools.ts';
import { type FleetTarget, readTarget, type Target } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { isFileArgument } from './file-argument.ts';
import { targetOfFile } from './file-target.ts';

export interface PlanTargets {
  readonly targets: readonly FleetTarget[];
  /** The plans of invalid files. */
  readonly invalid: readonly PoolPlan[];
  /** The number of pools to plan, also when Ctrl-C ended the read. */
  readonly total: number;
}

/** Returns every pool that a sweep covers, or the named pools and files. */
export async function readTargets(
  terminal: Terminal,
  service: OpenService,
  names: readonly string[],
  policies: readonly ParsedPolicy[],
): Promise<PlanTargets> {
  if (names.length === 0) {
    const { targets } = await readFleet(service, terminal, policies);
    return { targets, invalid: [], total: targets.length };
  }
  const sources = await findSources(service, names);
  const read = await mapPools(
    { terminal, label: 'Reading parameters' },
    sources,
    ({ file, userPoolId }): Promise<NamedTarget | PoolPlan> =>
      userPoolId === undefined ? targetOfFile(service, file) : readNamed(service, userPoolId, policies),
  );
  const targets = read.flatMap((one) => ('step' in one ? [] : [one]));
  return {
    targets: await withHolds(terminal, service, targets, policies),
    invalid: read.flatMap((one) => ('step' in one ? [one] : [])),
    total: sources.length,
  };
}

/** Only a pool that lost its parameter or policy needs to know about the others. */
async function withHolds(
  terminal: Terminal,
  service: OpenService,
  targets: readonly NamedTarget[],
  policies: readonly ParsedPolicy[],
): Promise<readonly FleetTarget[]> {
  const isRead = targets.some(({ isLost }) => isLost) && !terminal.interrupted.aborted;
  const fleet = isRead ? await readFleet(service, terminal, policies) : undefined;
  const held = new Map(fleet?.targets.map((one) => [one.userPoolId, one.held]));
  return targets.map(({ isLost, ...target }) => ({
    ...target,
    held: isLost === true && (held.get(target.userPoolId) ?? fleet?.held ?? false),
  }));
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

/** `isLost`: the pool is managed, and an event source of it lost its parameter or policy. */
type NamedTarget = Target & { readonly isLost?: boolean };

async function readNamed(
  service: OpenService,
  userPoolId: string,
  policies: readonly ParsedPolicy[],
): Promise<NamedTarget> {
  const target = await readTarget(service, userPoolId);
  const recorded =
    target.stored === undefined || policies.length > 0 ? await service.records.read(userPoolId) : undefined;
  if (recorded === undefined || isFinished(recorded.Status.Outcome)) return target;
  const { settings } = service;
  const desired = parseParameter(target.stored, userPoolId, settings);
  const pool = { userPoolId, listed: undefined, desired, recorded };
  return { ...target, isLost: coverageOf(pool, policies, settings).isLost };
}
