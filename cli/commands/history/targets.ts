import type { ExitCode } from '../../errors/exit-codes.ts';
import { choosePools } from '../../pools/choose-pools.ts';
import { endReads, poolMembers } from '../../pools/read-each.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { printSections } from '../../targets/sections.ts';
import { checkFoundSomewhere, selectorsHere } from '../../targets/selectors-here.ts';
import { jsonTarget, readOnly, targetsExitCode } from '../../targets/target-lines.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { HistoryOptions } from './options.ts';
import { readHistories } from './read-history.ts';
import { historiesText } from './render.ts';

/** Shows the history of the pools in each target that has them: a pool with a replica is in two Regions. */
export async function historyOfTargets(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  selectors: readonly PoolSelector[],
  options: HistoryOptions,
): Promise<ExitCode> {
  const reads = await readTargets(terminal, targets, async (quiet, service) => {
    const here = await selectorsHere(service, selectors, options);
    if (here === undefined) return undefined;
    const histories = await readHistories(quiet, service, await choosePools(service, here, {}));
    return { histories, code: endReads(quiet, histories) };
  });
  checkFoundSomewhere(reads, selectors, options, targets);
  const found = readOnly(reads);
  if (options.output === 'json')
    terminal.print(
      jsonText(
        'History',
        { account: undefined, region: undefined },
        {
          targets: reads.map(jsonTarget),
          pools: found.flatMap(({ target, value }) =>
            poolMembers(value.histories, (events) => ({ events })).map((pool) => ({
              target: target.name,
              ...pool,
            })),
          ),
        },
      ),
      'data',
    );
  else
    printSections(terminal, reads, ({ value }) => terminal.print(historiesText(value.histories, terminal)));
  return targetsExitCode(
    reads,
    found.map(({ value }) => value.code),
  );
}
