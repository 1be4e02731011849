import type { ExitCode } from '../../errors/exit-codes.ts';
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
import { readTargets } from './read-targets.ts';
import { countSteps, isChange, planText, summaryLine } from './render.ts';

export interface PlanOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly detailedExitcode: boolean;
  /** Also check tier, threat protection and destinations. */
  readonly checks: boolean;
  readonly changesOnly: boolean;
}

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const isNamed = names.length > 0;
  const { invalid, total, ...fleet } = await readTargets(terminal, service, names);
  const planned = await planPools(terminal, service, fleet, {
    isNamed,
    checks: options.checks,
    label: 'Planning pools',
  });
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${invalid.length + planned.plans.length} of ${total} pools were planned.`);
  const plans = withNames([...invalid, ...planned.plans], await readPoolNames(service));
  show(terminal, service, { ...planned, plans }, isNamed, options);
  const someUnread = invalid.some(({ step }) => step === 'failed');
  return planExitCode({ plans, someUnknown: planned.someUnknown || someUnread }, options.detailedExitcode);
}

function show(
  terminal: Terminal,
  service: OpenService,
  { plans, unchecked }: CheckedPlans,
  named: boolean,
  { output, changesOnly }: PlanOptions,
): void {
  const summary = countSteps(plans);
  if (output === 'json') {
    const pools = changesOnly ? plans.filter(isChange) : plans;
    terminal.print(poolsJsonText('Plan', service.settings, terminal, { pools, summary, unchecked }), 'data');
    return;
  }
  const shown = named && !changesOnly ? plans : plans.filter(isChange);
  for (const plan of shown) terminal.print(`${planText(plan, terminal)}\n`);
  for (const line of uncheckedLines(unchecked)) terminal.info(line);
  // Without a planned pool, a summary would be misleading.
  if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(summary));
}
