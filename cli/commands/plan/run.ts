import type { ExitCode } from '../../errors/exit-codes.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import type { TargetOptions } from '../../targets/options.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { readPlan } from './read-plan.ts';
import { showPlan } from './show-plan.ts';
import { planOfTargets } from './targets.ts';

export interface PlanOptions extends TargetOptions {
  readonly output: OutputFormat;
  readonly detailedExitcode: boolean;
  /** Also check tier, threat protection and destinations. */
  readonly checks: boolean;
  readonly changesOnly: boolean;
  /** Do not group the pools with the same change. */
  readonly all: boolean;
  /** Files with policies to plan with. */
  readonly policy?: readonly string[];
}

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
