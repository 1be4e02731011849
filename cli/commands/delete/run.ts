import { parseParameter } from '../../../lib/domain/parameter/parse.ts';
import { withoutByteOrderMark } from '../../../lib/domain/parameter/text.ts';
import type { ExitCode } from '../../errors/exit-codes.ts';
import { isStale } from '../../parameters/base-version.ts';
import { changesOf } from '../../parameters/changes.ts';
import { noParameterError } from '../../parameters/no-parameter.ts';
import { deleteParameter, type ParameterVersion, readParameter } from '../../parameters/parameter-store.ts';
import { showStale } from '../../parameters/stale-base.ts';
import { declined, sayConflict } from '../../parameters/write-messages.ts';
import type { WriteOptions } from '../../parameters/write-parameter.ts';
import { endWrite, type WriteResult } from '../../parameters/write-result.ts';
import { type PoolSelector, selectPool } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import { confirm } from '../../terminal/confirm.ts';
import { differenceLines } from '../../terminal/difference.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { indent } from '../../terminal/text.ts';

/** `clr delete`: deletes the parameter. Describes the effect on the pool before it asks for confirmation. */
export async function runDelete(
  terminal: Terminal,
  selector: PoolSelector,
  options: WriteOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const userPoolId = await selectPool(service, selector);
  const before = await readParameter(service, userPoolId);
  if (before === undefined)
    throw await noParameterError(
      service,
      userPoolId,
      `${userPoolId} does not have a parameter`,
      'To list the managed pools, run: clr status',
    );
  const result = await deleteAfterQuestion(terminal, service, userPoolId, before, options);
  return endWrite(terminal, service.settings, options.output, result);
}

async function deleteAfterQuestion(
  terminal: Terminal,
  service: OpenService,
  userPoolId: string,
  before: ParameterVersion,
  { yes, ifVersion, output }: WriteOptions,
): Promise<WriteResult> {
  const differences = changesOf(before, undefined, userPoolId, service.settings);
  const found = { userPoolId, name: before.name, oldVersion: before.version, differences };
  const base = ifVersion === undefined ? undefined : { version: ifVersion };
  if (base !== undefined && isStale(base, before)) {
    const command = `clr delete ${userPoolId}`;
    await showStale(terminal, { service, userPoolId, base, current: before, yours: undefined, command });
    return { ...found, result: 'stale' };
  }
  const { infoColors: colors, infoWidth: width } = terminal;
  terminal.info(`This deletes version ${before.version} of ${before.name}:`);
  terminal.info(indent(differenceLines(differences, { colors, width: width && width - 4 })).join('\n'));
  terminal.info(consequence(service, userPoolId, before));
  if (!(await confirm(terminal, 'Delete it?', yes))) {
    declined(terminal);
    return { ...found, result: 'declined' };
  }
  const now = await readParameter(service, userPoolId);
  if (now?.version !== before.version || now.value !== before.value) {
    sayConflict(terminal, userPoolId, before, now);
    return { ...found, result: 'conflict' };
  }
  // Already deleted: the SDK repeated the call after a lost response, or another client deleted it.
  const done = (await deleteParameter(service, userPoolId))
    ? 'Deleted.'
    : 'The parameter is deleted, by this command or another client.';
  const isReadable = before.type === 'String';
  terminal.info(isReadable ? `${done} To restore the parameter, put this value:` : done);
  if (isReadable && output !== 'json') terminal.print(withoutByteOrderMark(before.value), 'exact');
  return { ...found, result: 'deleted', ...(isReadable && { value: before.value }) };
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
