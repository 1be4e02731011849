import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { checkChoice, choosePools } from '../../pools/choose-pools.ts';
import { endReads, poolMembers } from '../../pools/read-each.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import { jsonText, poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { HistoryOptions } from './options.ts';
import { readHistories, readHistory } from './read-history.ts';
import { historiesText, historyText } from './render.ts';
import { historyOfTargets } from './targets.ts';

/** Runs `clr history`: shows the versions and deletions of the parameter, the outcomes, and the changes by other clients. */
export async function runHistory(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: HistoryOptions,
): Promise<ExitCode> {
  checkChoice(selectors, options);
  const targets = await givenTargets(options);
  if (targets) return historyOfTargets(terminal, targets, selectors, options);
  const service = await openService(options);
  const { settings } = service;
  const isJson = options.output === 'json';
  const chosen = await choosePools(service, selectors, options);
  if (chosen.kind === 'One') {
    const { pool, events } = await readHistory(terminal, service, chosen.userPoolId);
    if (isJson) terminal.print(jsonText('History', settings, { ...pool, events }), 'data');
    else terminal.print(historyText(pool, events, terminal));
    return EXIT.success;
  }
  const reads = await readHistories(terminal, service, chosen);
  const text = historiesText(reads, terminal);
  if (isJson) {
    const pools = poolMembers(reads, (events) => ({ events }));
    terminal.print(poolsJsonText('History', settings, terminal, { pools }), 'data');
  } else if (text !== '') terminal.print(text);
  return endReads(terminal, reads);
}
