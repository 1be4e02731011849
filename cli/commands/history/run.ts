import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { openService } from '../../service/open-service.ts';
import { givenTargets } from '../../targets/given-targets.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { HistoryOptions } from './options.ts';
import { readHistory } from './read-history.ts';
import { historyText } from './render.ts';
import { historyOfTargets } from './targets.ts';

/** Runs `clr history`: shows the versions and deletions of the parameter, the outcomes, and the changes by other clients. */
export async function runHistory(
  terminal: Terminal,
  selector: PoolSelector,
  options: HistoryOptions,
): Promise<ExitCode> {
  const targets = await givenTargets(options);
  if (targets) return historyOfTargets(terminal, targets, selector, options);
  const service = await openService(options);
  const { pool, events } = await readHistory(terminal, service, selector);
  if (options.output === 'json')
    terminal.print(jsonText('History', service.settings, { ...pool, events }), 'data');
  else terminal.print(historyText(pool, events, terminal));
  return EXIT.success;
}
