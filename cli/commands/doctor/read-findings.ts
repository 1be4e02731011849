import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { isUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { type ArrivalCheck, readArrivalCheck, readPoolArrivals } from '../../arrival/read-arrivals.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { listPolicies } from '../../policies/list-policies.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { readUncoveredPools } from '../../policies/uncovered-pools.ts';
import { mapPools } from '../../pools/map-pools.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import { readPoolNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import type { Target } from '../../pools/target.ts';
import { selectTargets } from '../../pools/targets.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { destinationChecks } from './checks/destinations.ts';
import { checkFreeze } from './checks/freeze.ts';
import { checkPolicies, checkPolicyNames, isPolicySubject } from './checks/policies.ts';
import { checkPool } from './checks/pool.ts';
import { checkArrivals } from './checks/pool-arrival.ts';
import { checkRollouts } from './checks/rollouts.ts';
import { checkStack } from './checks/stack.ts';
import { type Finding, forOperator } from './finding.ts';

const MAX_CONCURRENT_POOLS = 10;

/** Checks the stack, the named pools (all if none is named) and their destinations in one account and Region. */
export async function readFindings(
  terminal: Terminal,
  service: OpenService,
  selectors: readonly PoolSelector[],
  filters: PoolFilters,
): Promise<readonly Finding[]> {
  const check = await readArrivalCheck(service);
  const stack = await checkStack(service, check);
  const pools = await selectPools(service, selectors, filters);
  const policies = await storedPolicies(service);
  const { misnamed } = await listPolicies(service);
  const swept = await selectTargets(service, terminal, pools, policies);
  const targets =
    pools.length > 0 ? swept : [...swept, ...(await uncoveredTargets(service, swept, policies))];
  const checkDestination = destinationChecks(service.deployed.aws, service.settings);
  const checked = await mapPools(
    { terminal, label: 'checking pools', concurrency: MAX_CONCURRENT_POOLS },
    targets,
    (target) => checkPool(service, checkDestination, target, policies),
  );
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${checked.length} of ${targets.length} pools were checked.`);
  const names = await readPoolNames(service);
  return [
    ...stack,
    ...(await checkFreeze(service)),
    ...checkPolicies(policies.map(({ current }) => current)),
    ...checkPolicyNames(service.settings.prefix, [...misnamed.keys()]),
    ...checkRollouts(await readRollouts(service)),
    ...checked.flat(),
    ...(await arrivalFindings(service, check, targets)),
  ].map((finding) => forOperator(finding, names.get(finding.subject), service.selection));
}

/** Returns what the last check found out about these pools. */
async function arrivalFindings(
  service: OpenService,
  check: ArrivalCheck | undefined,
  targets: readonly Target[],
): Promise<readonly Finding[]> {
  if (check?.last === undefined) return [];
  const arrivals = await readPoolArrivals(service, check.last);
  const checked = targets.flatMap(({ userPoolId }) => arrivals.get(userPoolId) ?? []);
  return checkArrivals(checked, check.last);
}

/** Returns the findings for the JSON of the command. */
export const jsonFindings = (findings: readonly Finding[]) =>
  findings.map(({ values: _, ...finding }) => finding);

/** Returns 1 for a problem of the stack, 3 for a problem of a pool, a destination or a policy. */
export function doctorExitCode(findings: readonly Finding[]): ExitCode {
  const problems = findings.filter(({ level }) => level === 'problem');
  if (problems.some(({ subject }) => isOfStack(subject))) return EXIT.error;
  return problems.length > 0 ? EXIT.somePoolsFailed : EXIT.success;
}

/** The pools of a sweep have an owner. A pool that is only uncovered does not have one; its record shows it. */
async function uncoveredTargets(
  service: OpenService,
  targets: readonly Target[],
  policies: readonly PolicyVersions[],
): Promise<readonly Target[]> {
  const known = new Set(targets.map(({ userPoolId }) => userPoolId));
  const uncovered = await readUncoveredPools(service, policies);
  return uncovered
    .filter((id) => !known.has(id))
    .toSorted()
    .map((userPoolId) => ({ userPoolId, stored: undefined }));
}

const isOfStack = (subject: string): boolean =>
  !isUserPoolId(subject) && !isPolicySubject(subject) && !subject.startsWith('arn:');
