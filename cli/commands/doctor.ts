import { isUserPoolId } from '../../lib/domain/user-pool-id.ts';
import { destinationChecks } from '../doctor/destinations.ts';
import { checkPool } from '../doctor/pool.ts';
import { doctorSummary, findingText } from '../doctor/render.ts';
import { checkStack } from '../doctor/stack.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readFleet, readTarget } from '../plan/targets.ts';
import type { Format } from '../render/format.ts';
import { jsonText } from '../render/json.ts';
import { atMost } from '../service/at-most.ts';
import { openService } from '../service/open-service.ts';
import type { ServiceOptions } from '../service/options.ts';
import { showProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';

const AT_ONCE = 10;

/** `clr doctor`: can it work? Looks at the stack, the pools and where their logs go; changes nothing. */
export async function runDoctor(
  terminal: Terminal,
  pools: readonly string[],
  options: ServiceOptions & { readonly output: Format; readonly wells: boolean },
): Promise<ExitCode> {
  const service = await openService(options);
  const stack = await checkStack(service);
  const targets =
    pools.length === 0
      ? (await readFleet(service, terminal)).targets
      : await Promise.all(pools.map((pool) => readTarget(service, pool)));
  const checkDestination = destinationChecks(service.settings);
  const progress = showProgress(terminal, 'looking at pools', targets.length);
  const looked = await atMost(AT_ONCE, targets, terminal.interrupted, async ({ userPoolId, stored }) => {
    const findings = await checkPool(service, checkDestination, userPoolId, stored);
    progress.step();
    return findings;
  });
  progress.end();
  if (terminal.interrupted.aborted)
    terminal.talk(`stopped: ${looked.length} of ${targets.length} pools were looked at`);
  const findings = [...stack, ...looked.flat()];
  if (options.output === 'json') terminal.data(jsonText('Doctor', { findings }));
  else {
    for (const finding of findings)
      if (options.wells || finding.level !== 'well') terminal.data(findingText(finding, terminal));
    terminal.data(doctorSummary(findings));
  }
  const problems = findings.filter(({ level }) => level === 'problem');
  if (problems.some(({ subject }) => !isUserPoolId(subject) && !subject.startsWith('arn:')))
    return EXIT.error;
  return problems.length > 0 ? EXIT.somePoolsFailed : EXIT.fine;
}
