import { isUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { planPool } from '../../pools/plan-pool.ts';
import { needsAttention, type PoolPlan, writesPool } from '../../pools/pool-plan.ts';
import { readFleet, readTarget, sweepCause, type Target } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { targetOfFile } from './file-target.ts';
import { countSteps, planText, summaryLine } from './render.ts';

export interface PlanOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly detailedExitcode: boolean;
}

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const invalid: PoolPlan[] = [];
  const named: Target[] = [];
  for (const name of names.filter((one) => !isUserPoolId(one))) {
    const read = await targetOfFile(service, name);
    if ('step' in read) invalid.push(read);
    else named.push(read);
  }
  for (const name of names.filter(isUserPoolId)) named.push(await readTarget(service, name));
  const someLost = named.some(({ stored }) => stored === undefined);
  const fleet = names.length === 0 || someLost ? await readFleet(service, terminal) : undefined;
  const targets = names.length === 0 ? (fleet?.targets ?? []) : named;
  const cause = sweepCause(service, fleet?.held ?? false);
  const plans = await mapPools(
    { terminal, label: 'Planning pools' },
    targets,
    async ({ userPoolId, stored }) => {
      const { plan } = await planPool(service, userPoolId, stored, cause);
      return plan;
    },
  );
  if (terminal.interrupted.aborted)
    terminal.info(`Interrupted: ${plans.length} of ${targets.length} pools were planned.`);
  return show(terminal, service, [...invalid, ...plans], names.length > 0, options);
}

function show(
  terminal: Terminal,
  service: OpenService,
  plans: readonly PoolPlan[],
  named: boolean,
  options: PlanOptions,
): ExitCode {
  const summary = countSteps(plans);
  if (options.output === 'json')
    terminal.print(poolsJsonText('Plan', service.settings, terminal, { pools: plans, summary }));
  else {
    const shown = plans.filter(({ step }) => named || (step !== 'none' && step !== 'unmanaged'));
    for (const plan of shown) terminal.print(`${planText(plan, terminal)}\n`);
    // Without a planned pool, a summary would be misleading.
    if (plans.length > 0 || !terminal.interrupted.aborted) terminal.print(summaryLine(summary));
  }
  if (plans.some(needsAttention)) return EXIT.somePoolsFailed;
  return options.detailedExitcode && plans.some(writesPool) ? EXIT.changes : EXIT.success;
}
