import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { changesOf } from '../../parameters/changes.ts';
import { deleteParameter, readParameter } from '../../parameters/parameter-store.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { declined, overtaken } from '../../parameters/write-results.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import { confirm } from '../../terminal/confirm.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { indent } from '../../terminal/text.ts';

/** `clr delete`: deletes the parameter. Describes the effect on the pool before it asks for confirmation. */
export async function runDelete(
  terminal: Terminal,
  userPoolId: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw new CliError(`${userPoolId} has no parameter.`, 'To list the managed pools, run: clr status');
  const { infoColors: colors, width } = terminal;
  terminal.info(`This deletes version ${before.version} of ${before.name}:`);
  const lines = differenceLines(changesOf(before, undefined, userPoolId, service.settings), {
    colors,
    width,
  });
  terminal.info(indent(lines).join('\n'));
  terminal.info(consequence(service, userPoolId, before));
  if (!(await confirm(terminal, 'Delete it?', options.yes))) return declined(terminal);
  const now = await readParameter(service, userPoolId);
  if (now?.version !== before.version || now.value !== before.value)
    return overtaken(terminal, userPoolId, before, now);
  // Already deleted: the SDK repeated the call after a lost response, or another client deleted it.
  const done = (await deleteParameter(service, userPoolId))
    ? 'Deleted.'
    : 'The parameter is deleted, by this command or another client.';
  if (before.type !== 'String') terminal.info(done);
  else {
    terminal.info(`${done} To restore the parameter, put this value:`);
    terminal.print(withoutByteOrderMark(before.value), 'exact');
  }
  return EXIT.success;
}

function consequence(
  { settings }: OpenService,
  userPoolId: string,
  before: Awaited<ReturnType<typeof readParameter>>,
): string {
  const desired = parseParameter(before, userPoolId, settings);
  const clears =
    desired.kind === 'Valid' && desired.state.OnDelete === 'Clear' && desired.state.Mode === 'Enforce';
  return clears
    ? `OnDelete is Clear: the first sweep after ${settings.clearGraceSeconds} s turns off the pool's log delivery.`
    : "The pool's log delivery is left unchanged and is no longer managed.";
}
