import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { printSections } from '../../targets/sections.ts';
import { checkFoundSomewhere, NO_FILTERS, selectorsHere } from '../../targets/selectors-here.ts';
import { countText, jsonTarget, readOnly, targetsExitCode } from '../../targets/target-lines.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { kindOfArgument } from './file-argument.ts';
import type { PlanOptions } from './options.ts';
import { readPlan } from './read-plan.ts';
import { countSteps, summaryLine } from './render.ts';
import { planMembers, showGroups } from './show-plan.ts';

/** Shows the plans of several accounts and Regions: one section for each, and one summary. */
export async function planOfTargets(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  names: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  await checkArePools(names);
  const reads = await readTargets(terminal, targets, async (quiet, service) => {
    const here = await selectorsHere(service, names, options);
    return here === undefined ? undefined : readPlan(quiet, service, here, { ...options, ...NO_FILTERS });
  });
  checkFoundSomewhere(reads, names, options, targets);
  const found = readOnly(reads);
  const plans = found.flatMap(({ target, value }) =>
    value.planned.plans.map((plan) => ({ target: target.name, ...plan })),
  );
  if (options.output === 'json') {
    const members = new Map(
      found.map(({ target, value }) => [target.name, planMembers(value.planned, options.changesOnly)]),
    );
    const all = <T>(of: (one: ReturnType<typeof planMembers>) => readonly T[]) =>
      [...members].flatMap(([target, one]) => of(one).map((member) => ({ target, ...member })));
    terminal.print(
      poolsJsonText('Plan', { account: undefined, region: undefined }, terminal, {
        targets: reads.map((read) => {
          const { pools: _, unchecked: __, ...rest } = members.get(read.target.name) ?? {};
          return { ...jsonTarget(read), ...rest };
        }),
        pools: all(({ pools }) => pools),
        summary: countSteps(plans),
        unchecked: all(({ unchecked }) => unchecked),
      }),
      'data',
    );
  } else {
    printSections(terminal, reads, ({ value }) => {
      showGroups(terminal, value.planned, value.isNamed, options);
      if (value.unknown !== undefined) terminal.print(value.unknown);
      for (const note of value.notes) terminal.info(note);
    });
    terminal.print(`${countText(reads)}. ${summaryLine(countSteps(plans))}`);
  }
  return targetsExitCode(
    reads,
    found.map(({ value }) => value.code),
  );
}

/** A file does not say in which account its pool is. */
async function checkArePools(names: readonly string[]): Promise<void> {
  for (const name of names)
    if ((await kindOfArgument(name)) === 'File')
      throw new CliError(
        `${name} is a file. With several targets, clr plan takes pools and --policy.`,
        'To plan a parameter in a file, use one account and Region: --profile and --region.',
        { exitCode: EXIT.usage },
      );
}
