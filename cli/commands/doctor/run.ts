import { isUserPoolId } from '../../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { readFleet, readTarget } from '../../pools/targets.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { destinationChecks } from './checks/destinations.ts';
import { checkPool } from './checks/pool.ts';
import { checkStack } from './checks/stack.ts';
import { doctorSummary, findingText } from './render.ts';

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
