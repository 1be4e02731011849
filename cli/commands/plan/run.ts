import { isUserPoolId, parameterName } from '../../../lib/domain/user-pool-id.ts';
import { Failure } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkFile, describeFileFault, poolOf, readParameterFile } from '../../files/parameter-file.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { look } from '../../pools/plan-pool.ts';
import { needsPerson, type PoolPlan, writesPool } from '../../pools/pool-plan.ts';
import { readFleet, readTarget, sweepCause, type Target } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { countSteps, planText, summaryLine } from './render.ts';

export interface PlanOptions extends ServiceOptions {
  readonly output: Format;
  readonly detailedExitcode: boolean;
}

/** So many pools are looked at side by side; the budget says how fast. */
const AT_ONCE = 25;

/** `clr plan`: what the next sweep would do, and why. Nothing is written. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const refused: PoolPlan[] = [];
  const targets: Target[] = [];
  for (const name of names.filter((one) => !isUserPoolId(one))) {
    const read = await targetOfFile(service, name);
    if ('step' in read) refused.push(read);
    else targets.push(read);
  }
  for (const name of names.filter(isUserPoolId)) targets.push(await readTarget(service, name));
  const lostOne = targets.some(({ stored }) => stored === undefined);
  const fleet = names.length === 0 || lostOne ? await readFleet(service, terminal) : undefined;
  const all = names.length === 0 ? (fleet?.targets ?? []) : targets;
  const cause = sweepCause(service, fleet?.held ?? false);
  const progress = showProgress(terminal, 'planning', all.length);
  const looked = await atMost(AT_ONCE, all, terminal.interrupted, async ({ userPoolId, stored }) => {
    const { plan } = await look(service, userPoolId, stored, cause);
    progress.step();
    return plan;
  });
  progress.end();
  if (terminal.interrupted.aborted)
    terminal.talk(`stopped: ${looked.length} of ${all.length} pools were looked at`);
  return show(terminal, [...refused, ...looked], names.length > 0, options);
}

/** A file's parameter for its pool; a plan that says so where it would be refused. */
async function targetOfFile({ settings }: OpenService, name: string): Promise<Target | PoolPlan> {
  const file = await readParameterFile(name);
  const userPoolId = poolOf(file);
  const { faults } = checkFile(file, userPoolId, settings);
  if (userPoolId === undefined && faults.length === 0)
    throw new Failure(
      `${name} does not say which pool it is for`,
      'let it say "UserPoolId", or name it after the pool: eu-west-1_aBcDeFgHi.json',
    );
  if (faults.length > 0 || userPoolId === undefined) {
    const reasons = faults.map(describeFileFault);
    return { userPoolId: userPoolId ?? name, step: 'refused', why: 'refused', differences: [], reasons };
  }
  return {
    userPoolId,
    stored: { name: parameterName(settings.prefix, userPoolId), type: 'String', value: file.text },
  };
}

function show(
  terminal: Terminal,
  plans: readonly PoolPlan[],
  named: boolean,
  options: PlanOptions,
): ExitCode {
  const counts = countSteps(plans);
  if (options.output === 'json') terminal.data(jsonText('Plan', { pools: plans, summary: counts }));
  else {
    const told = plans.filter(({ step }) => named || (step !== 'none' && step !== 'unmanaged'));
    for (const plan of told) terminal.data(`${planText(plan, terminal)}\n`);
    // Stopped before the first pool, there is no summary to give.
    if (plans.length > 0 || !terminal.interrupted.aborted) terminal.data(summaryLine(counts));
  }
  if (plans.some(needsPerson)) return EXIT.somePoolsFailed;
  return options.detailedExitcode && plans.some(writesPool) ? EXIT.changes : EXIT.fine;
}
