import type { ExitCode } from '../../errors/exit-codes.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import { byUrgency } from '../../pools/status-row.ts';
import { uncheckedLines } from '../../pools/unchecked.ts';
import { findTrail } from '../../service/trails.ts';
import type { AccountTarget } from '../../targets/account-target.ts';
import { readTargets } from '../../targets/read-targets.ts';
import { checkFoundSomewhere, selectorsHere } from '../../targets/selectors-here.ts';
import {
  countText,
  failedLines,
  jsonTarget,
  readOnly,
  targetsExitCode,
  targetText,
} from '../../targets/target-lines.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatCounts, pluralize } from '../../terminal/text.ts';
import { withSelection } from '../../terminal/with-selection.ts';
import { wrapText } from '../../terminal/wrap.ts';
import type { StatusOptions } from './options.ts';
import { fleetMembers, fleetStatus, readStatus } from './read-status.ts';
import { freezeLines, statusTable, summaryLines } from './render.ts';

/** Shows the pools of several accounts and Regions in one table, with the target of each pool. */
export async function statusOfTargets(
  terminal: Terminal,
  targets: readonly AccountTarget[],
  selectors: readonly PoolSelector[],
  options: StatusOptions,
): Promise<ExitCode> {
  const reads = await readTargets(terminal, targets, async (quiet, service) => {
    const here = await selectorsHere(service, selectors, options);
    if (here === undefined) return undefined;
    const pools = await selectPools(service, here);
    const trail = await findTrail(service.deployed.aws);
    return readStatus(quiet, service, { ...options, pools, trail });
  });
  checkFoundSomewhere(reads, selectors, options, targets);
  const found = readOnly(reads);
  const rows = found
    .flatMap(({ target, value }) => value.rows.map((row) => ({ target: target.name, ...row })))
    .toSorted(byUrgency);
  const code = targetsExitCode(
    reads,
    found.map(({ value }) => value.code),
  );
  if (options.output === 'json') {
    terminal.print(
      poolsJsonText('Status', { account: undefined, region: undefined }, terminal, {
        targets: reads.map((read) => ({
          ...jsonTarget(read),
          ...(read.kind === 'Read' && fleetMembers(read.value)),
        })),
        pools: rows,
        unchecked: found.flatMap(({ target, value }) =>
          value.unchecked.map((one) => ({ target: target.name, ...one })),
        ),
      }),
      'data',
    );
    return code;
  }
  const isComplete = options.all || selectors.length > 0;
  const now = found[0]?.value.now ?? terminal.now();
  const outcomes = formatCounts(rows.map(({ outcome }) => outcome));
  const lines = [
    `${pluralize(rows.length, 'pool')} in ${countText(reads)}${outcomes === '' ? '' : `: ${outcomes}`}.`,
    ...found.flatMap((read) =>
      [...freezeLines(read.value, terminal), ...summaryLines(fleetStatus(read.value, isComplete))].map(
        (line) => `${targetText(read)}: ${withSelection(line, read.service.selection)}`,
      ),
    ),
    ...failedLines(reads, terminal.colors),
  ].map((line) => wrapText(line, terminal.width));
  const table = rows.length === 0 ? [] : [statusTable({ rows, now, isComplete }, terminal), ''];
  terminal.print([...table, ...lines].join('\n'));
  for (const { target, value } of found)
    for (const line of uncheckedLines(value.unchecked)) terminal.info(`${target.name}: ${line}`);
  return code;
}
