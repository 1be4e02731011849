import type { ExitCode } from '../../errors/exit-codes.ts';
import { filterWords } from '../../pools/pool-filters.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import { shellWord } from '../../service/profiles.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import type { DoctorOptions } from './options.ts';
import { doctorExitCode, jsonFindings, readFindings } from './read-findings.ts';
import { doctorSummary, showFindings } from './render.ts';
import { doctorOfTargets } from './targets.ts';

/** `clr doctor`: checks the stack, the pools and their destinations. Changes nothing. */
export async function runDoctor(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: DoctorOptions,
): Promise<ExitCode> {
  const targets = await givenTargets(options);
  if (targets) return doctorOfTargets(terminal, targets, selectors, options);
  const service = await openService(options);
  const findings = await readFindings(terminal, service, selectors, options);
  if (options.output === 'json')
    terminal.print(
      poolsJsonText('Doctor', service.settings, terminal, { findings: jsonFindings(findings) }),
      'data',
    );
  else {
    showFindings(terminal, service, findings, options);
    const listAll = ['clr doctor', ...selectors.map(shellWord), ...filterWords(options), '--all'].join(' ');
    terminal.print(
      doctorSummary(findings, options.all ? undefined : withSelection(listAll, service.selection)),
    );
  }
  return doctorExitCode(findings);
}
