import { freezeParameterName, freezeValue } from '../../../lib/domain/freeze.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { freezeText } from '../../freeze/freeze-text.ts';
import { readFreeze } from '../../freeze/read-freeze.ts';
import { deleteParameter, putParameter } from '../../parameters/parameter-store.ts';
import { declined } from '../../parameters/write-messages.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { withSelection } from '../../terminal/with-selection.ts';

export interface FreezeOptions extends ServiceOptions {
  readonly output: OutputFormat;
}

/** Runs `clr freeze`. It does not ask: nothing is lost by a freeze. Does nothing if the service is frozen. */
export async function runFreeze(
  terminal: Terminal,
  { output, reason, ...selection }: FreezeOptions & { readonly reason: string },
): Promise<ExitCode> {
  const service = await openService(selection);
  const name = freezeParameterName(service.settings.prefix);
  if (!service.deployed.readsFreeze)
    throw new CliError(
      'The deployed version of the service does not know a freeze. It would continue to write.',
      'Deploy this version first, or deploy with mode=Observe (docs/incidents.md, Stop all writes).',
    );
  const isNew = (await putParameter(service, name, freezeValue(reason), true)) !== 'Exists';
  const freeze = await readFreeze(service);
  if (output === 'json') print(terminal, service, { freeze: freeze ?? null, changed: isNew });
  if (!isNew && freeze)
    terminal.info(
      withSelection(
        `The service is frozen already, and the reason stays. ${freezeText(freeze, service.clock.now())}`,
        selection,
      ),
    );
  else
    terminal.info(
      withSelection(
        'Frozen. The service stops all writes within about 10 seconds. To start it again, run: clr unfreeze',
        selection,
      ),
    );
  return EXIT.success;
}

/** Runs `clr unfreeze`: says who froze the service and why, asks, and deletes the parameter. */
export async function runUnfreeze(
  terminal: Terminal,
  { output, yes, ...selection }: FreezeOptions & { readonly yes: boolean },
): Promise<ExitCode> {
  const service = await openService(selection);
  const freeze = await readFreeze(service);
  if (freeze === undefined) {
    if (output === 'json') print(terminal, service, { freeze: null, changed: false });
    terminal.info('The service is not frozen. No changes made.');
    return EXIT.success;
  }
  terminal.info(freezeText(freeze, service.clock.now()));
  if (!(await confirm(terminal, 'Start all writes again?', yes))) return declined(terminal);
  await deleteParameter(service, freezeParameterName(service.settings.prefix));
  if (output === 'json') print(terminal, service, { freeze: null, changed: true });
  terminal.info(
    withSelection(
      'Unfrozen. A sweep brings all pools up to date, usually within a minute. To follow it, run: clr status --watch',
      selection,
    ),
  );
  return EXIT.success;
}

const print = (
  terminal: Terminal,
  { settings }: OpenService,
  members: { readonly freeze: object | null; readonly changed: boolean },
): void => terminal.print(jsonText('Freeze', settings, members), 'data');
