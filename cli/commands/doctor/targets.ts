import type { ExitCode } from '../../errors/exit-codes.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { printSections } from '../../targets/sections.ts';
import { checkFoundSomewhere, selectorsHere } from '../../targets/selectors-here.ts';
import { countText, jsonTarget, readOnly, targetsExitCode } from '../../targets/target-lines.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { DoctorOptions } from './options.ts';
import { doctorExitCode, jsonFindings, readFindings } from './read-findings.ts';
import { doctorSummary, showFindings } from './render.ts';

/** Checks several accounts and Regions: one section for each, and one summary. */
export async function doctorOfTargets(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  selectors: readonly PoolSelector[],
  options: DoctorOptions,
): Promise<ExitCode> {
  const reads = await readTargets(terminal, targets, async (quiet, service) => {
    const here = await selectorsHere(service, selectors, options);
    return here === undefined ? undefined : readFindings(quiet, service, here, {});
  });
  checkFoundSomewhere(reads, selectors, options, targets);
  const found = readOnly(reads);
  if (options.output === 'json')
    terminal.print(
      poolsJsonText('Doctor', { account: undefined, region: undefined }, terminal, {
        targets: reads.map(jsonTarget),
        findings: found.flatMap(({ target, value }) =>
          jsonFindings(value).map((finding) => ({ target: target.name, ...finding })),
        ),
      }),
      'data',
    );
  else {
    printSections(terminal, reads, ({ service, value }) => {
      showFindings(terminal, service, value, options);
      terminal.print(doctorSummary(value));
    });
    const all = found.flatMap(({ value }) => value);
    terminal.print(`${countText(reads)}. ${doctorSummary(all)}`);
  }
  return targetsExitCode(
    reads,
    found.map(({ value }) => doctorExitCode(value)),
  );
}
