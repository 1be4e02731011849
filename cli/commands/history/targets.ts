import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { printSections } from '../../targets/sections.ts';
import { checkFoundSomewhere, selectorsHere } from '../../targets/selectors-here.ts';
import { jsonTarget, readOnly, targetsExitCode } from '../../targets/target-lines.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { HistoryOptions } from './options.ts';
import { readHistory } from './read-history.ts';
import { historyText } from './render.ts';

/** Shows the history of a pool in each target that has it: a pool with a replica is in two Regions. */
export async function historyOfTargets(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  selector: PoolSelector,
  { output }: HistoryOptions,
): Promise<ExitCode> {
  const reads = await readTargets(terminal, targets, async (quiet, service) => {
    const here = await selectorsHere(service, [selector], {});
    return here === undefined ? undefined : readHistory(quiet, service, selector);
  });
  checkFoundSomewhere(reads, [selector], {}, targets);
  const found = readOnly(reads);
  if (output === 'json')
    terminal.print(
      jsonText(
        'History',
        { account: undefined, region: undefined },
        {
          targets: reads.map(jsonTarget),
          pools: found.map(({ target, value: { pool, events } }) => ({
            target: target.name,
            ...pool,
            events,
          })),
        },
      ),
      'data',
    );
  else
    printSections(terminal, reads, ({ value: { pool, events } }) =>
      terminal.print(historyText(pool, events, terminal)),
    );
  return targetsExitCode(
    reads,
    found.map(() => EXIT.success),
  );
}
