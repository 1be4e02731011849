import { destinationCheck } from '../../../lib/aws/destinations/check.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { withLookUp } from '../../pools/plan-named-pool.ts';
import { planPool } from '../../pools/plan-pool.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { sweepCause } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type CheckedPlans, type CheckPorts, checkPlans } from './checks.ts';
import { planExitCode } from './exit-code.ts';
import {
  type GivenPolicies,
  policyLine,
  policySummaries,
  readGivenPolicies,
  withPolicyEffects,
} from './given-policies.ts';
import { readTargets } from './read-targets.ts';
import { countSteps, isChange, planText, summaryLine } from './render.ts';
import { uncheckedLines } from './unchecked.ts';

export interface PlanOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly detailedExitcode: boolean;
  /** Also check tier, threat protection and destinations. */
  readonly checks: boolean;
  readonly changesOnly: boolean;
  /** Files with policies to plan with. */
  readonly policy?: readonly string[];
}

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const stored = await storedPolicies(service);
  const given = await readGivenPolicies(terminal, service.settings, stored, options.policy ?? []);
  const { policies } = given;
  const { targets, invalid, total } = await readTargets(terminal, service, names, policies);
  const planned = await mapPools({ terminal, label: 'Planning pools' }, targets, async (target) => {
    const cause = sweepCause(service, target);
    const planned = await planPool(service, target.userPoolId, target.stored, cause, policies);
    const one = await withPolicyEffects(service, planned, stored, given);
    return names.length > 0 ? withLookUp(service, one) : { ...one, isUnknown: false };
  });
  const checked = options.checks
    ? await checkPlans(terminal, checkPorts(service), planned)
    : { plans: planned.map(({ plan }) => plan), unchecked: [] };
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${invalid.length + planned.length} of ${total} pools were planned.`);
  const plans = withNames([...invalid, ...checked.plans], await readPoolNames(service));
  show(terminal, service, { ...checked, plans, given }, names.length > 0, options);
  const someUnknown = planned.some(({ isUnknown }) => isUnknown);
  return planExitCode({ plans, someUnknown }, options.detailedExitcode);
}

const checkPorts = ({ settings, descriptions, clock, context }: OpenService): CheckPorts => ({
  destinations: destinationCheck(settings),
  descriptions,
  clock,
  context,
});

function show(
  terminal: Terminal,
  service: OpenService,
  { plans, unchecked, given }: CheckedPlans & { readonly given: GivenPolicies },
  named: boolean,
  { output, changesOnly }: PlanOptions,
): void {
  const summary = countSteps(plans);
  const policies = policySummaries(given, plans);
  if (output === 'json') {
    const pools = changesOnly ? plans.filter(isChange) : plans;
    terminal.print(
      poolsJsonText('Plan', service.settings, terminal, { pools, summary, policies, unchecked }),
    );
    return;
  }
  const shown = named && !changesOnly ? plans : plans.filter(isChange);
  for (const plan of shown) terminal.print(`${planText(plan, terminal)}\n`);
  for (const line of uncheckedLines(unchecked)) terminal.info(line);
  for (const line of policies.map(policyLine)) terminal.print(line);
  // Without a planned pool, a summary would be misleading.
  if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(summary, terminal));
}
