import type { PolicyVersions } from '../../../lib/domain/rollout/versions.ts';
import { isUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { listPolicies } from '../../policies/list-policies.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { readUncoveredPools } from '../../policies/uncovered-pools.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { filterWords, type PoolFilters } from '../../pools/pool-filters.ts';
import { readPoolNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import type { Target } from '../../pools/target.ts';
import { selectTargets } from '../../pools/targets.ts';
import { readRollouts } from '../../rollouts/read-rollouts.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { shellWord } from '../../service/profiles.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { destinationChecks } from './checks/destinations.ts';
import { checkFreeze } from './checks/freeze.ts';
import { checkPolicies, checkPolicyNames, isPolicySubject } from './checks/policies.ts';
import { checkPool } from './checks/pool.ts';
import { checkRollouts } from './checks/rollouts.ts';
import { checkStack } from './checks/stack.ts';
import { forOperator } from './finding.ts';
import { doctorSummary, findingText, findingTexts } from './render.ts';

const MAX_CONCURRENT_POOLS = 10;

export interface DoctorOptions extends ServiceOptions, PoolFilters {
  readonly output: OutputFormat;
  /** Also print the findings with level `ok`. */
  readonly showPassing: boolean;
  /** Do not group the findings with the same cause. */
  readonly all: boolean;
}

/** `clr doctor`: checks the stack, the pools and their destinations. Changes nothing. */
export async function runDoctor(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: DoctorOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const stack = await checkStack(service);
  const pools = await selectPools(service, selectors, options);
  const policies = await storedPolicies(service);
  const { misnamed } = await listPolicies(service);
  const swept = await selectTargets(service, terminal, pools, policies);
  const targets =
    pools.length > 0 ? swept : [...swept, ...(await uncoveredTargets(service, swept, policies))];
  const checkDestination = destinationChecks(service.settings);
  const checked = await mapPools(
    { terminal, label: 'checking pools', concurrency: MAX_CONCURRENT_POOLS },
    targets,
    (target) => checkPool(service, checkDestination, target, policies),
  );
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${checked.length} of ${targets.length} pools were checked.`);
  const names = await readPoolNames(service);
  const findings = [
    ...stack,
    ...(await checkFreeze(service)),
    ...checkPolicies(policies.map(({ current }) => current)),
    ...checkPolicyNames(service.settings.prefix, [...misnamed.keys()]),
    ...checkRollouts(await readRollouts(service)),
    ...checked.flat(),
  ].map((finding) => forOperator(finding, names.get(finding.subject), service.selection));
  if (options.output === 'json')
    terminal.print(
      poolsJsonText('Doctor', service.settings, terminal, {
        findings: findings.map(({ values: _, ...finding }) => finding),
      }),
      'data',
    );
  else {
    const shown = findings.filter(({ level }) => options.showPassing || level !== 'ok');
    const texts = options.all
      ? shown.map((finding) => findingText(finding, terminal))
      : findingTexts(shown, service.settings, terminal);
    for (const text of texts) terminal.print(text);
    const listAll = ['clr doctor', ...selectors.map(shellWord), ...filterWords(options), '--all'].join(' ');
    terminal.print(
      doctorSummary(findings, options.all ? undefined : withSelection(listAll, service.selection)),
    );
  }
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
