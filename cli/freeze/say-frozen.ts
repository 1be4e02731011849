import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { withSelection } from '../terminal/with-selection.ts';
import { freezeText } from './freeze-text.ts';
import { readFreeze } from './read-freeze.ts';

type Ports = Parameters<typeof readFreeze>[0] & Pick<OpenService, 'clock' | 'selection'>;

/**
 * Says before a write that it has no effect yet, if the service is frozen. Without a freeze, this is one call. Never throws:
 * without the permission to read the freeze, and for any other error, it says nothing.
 */
export async function sayFrozen(terminal: Pick<Terminal, 'info'>, service: Ports): Promise<void> {
  const freeze = await readFreeze(service).catch(() => undefined);
  if (freeze === undefined) return;
  const since = freezeText(freeze, service.clock.now());
  const effect = 'The change takes effect when the service is unfrozen. To unfreeze it, run: clr unfreeze';
  terminal.info(withSelection(`${since} ${effect}`, service.selection));
}
