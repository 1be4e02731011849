import type { ExitCode } from '../../errors/exit-codes.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { PlanOptions } from './options.ts';
import { readPlan } from './read-plan.ts';
import { showPlan } from './show-plan.ts';
import { planOfTargets } from './targets.ts';

/** Runs `clr plan`: shows what the next sweep would change, and why. Writes nothing. */
export async function runPlan(
  terminal: Terminal,
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const given = await givenTargets(options);
  if (given) return planOfTargets(terminal, given, names, options);
  const service = await openService(options);
  const read = await readPlan(terminal, service, names, options);
  showPlan(terminal, service, read, options);
  if (read.note !== undefined) terminal.info(read.note);
  return read.code;
}
