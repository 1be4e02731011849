import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
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

/** `clr delete`: the parameter; what becomes of the pool is said before. */
export async function runDelete(
  terminal: Terminal,
  userPoolId: string,
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw new CliError(`${userPoolId} has no parameter`, 'clr status lists the pools that have one');
  const { infoColors: colors, width } = terminal;
  terminal.info(`delete version ${before.version} of ${before.name}`);
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
  // Not there any more: the first answer did not come and the SDK asked twice, or another was faster.
  const done = (await deleteParameter(service, userPoolId)) ? 'deleted' : 'gone, by this call or another';
  if (before.type !== 'String') terminal.info(done);
  else {
    terminal.info(`${done}; to have it back, put what stood there:`);
    terminal.print(before.value);
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
    ? `OnDelete is Clear: the first sweep after ${settings.clearGraceSeconds} s turns the pool's log delivery off`
    : 'the pool stays as it is, and is no longer managed';
}
