import type { ExitCode } from '../../errors/exit-codes.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import type { CheckedPlans } from '../../pools/plan-checks.ts';
import { planPools } from '../../pools/plan-pools.ts';
import { readPoolNames, withNames } from '../../pools/pool-names.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
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
  const isNamed = names.length > 0;
  const stored = await storedPolicies(service);
  const given = await readGivenPolicies(terminal, service.settings, stored, options.policy ?? []);
  const { policies } = given;
  const { targets, invalid, total } = await readTargets(terminal, service, names, policies);
  const planned = await planPools(terminal, service, targets, {
    policies,
    complete: (one) => withPolicyEffects(service, one, stored, given),
    isNamed,
    checks: options.checks,
    label: 'Planning pools',
  });
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${invalid.length + planned.plans.length} of ${total} pools were planned.`);
  const plans = withNames([...invalid, ...planned.plans], await readPoolNames(service));
  show(terminal, service, { ...planned, plans, given }, isNamed, options);
  const someUnread = invalid.some(({ step }) => step === 'failed');
  return planExitCode({ plans, someUnknown: planned.someUnknown || someUnread }, options.detailedExitcode);
}

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
      'data',
    );
    return;
  }
  const shown = named && !changesOnly ? plans : plans.filter(isChange);
  for (const plan of shown) terminal.print(`${planText(plan, terminal)}\n`);
  for (const line of uncheckedLines(unchecked)) terminal.info(line);
  for (const one of policies) terminal.print(policyLine(one));
  // Without a planned pool, a summary would be misleading.
  if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(summary));
}
