import { withoutByteOrderMark } from '../../lib/domain/parameter/text.ts';
import { sayFrozen } from '../freeze/say-frozen.ts';
import type { OpenService } from '../service/open-service.ts';
import { confirm } from '../terminal/confirm.ts';
import { differenceLines } from '../terminal/difference.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import { isStale } from './base-version.ts';
import type { ParameterVersion } from './parameter-store.ts';
import { showStale } from './stale-base.ts';
import { deleteIfUnchanged } from './store-text.ts';
import type { ParameterSubject } from './subject.ts';
import { declined, sayConflict } from './write-messages.ts';
import type { WriteOptions } from './write-parameter.ts';
import type { WriteResult } from './write-result.ts';

/** Describes the effect of the deletion, asks, and deletes a parameter. Prints its value, so that it can be restored. */
export async function deleteAfterQuestion(
  terminal: Terminal,
  service: OpenService,
  subject: ParameterSubject,
  { before, consequence }: { readonly before: ParameterVersion; readonly consequence: string },
  { yes, ifVersion, output }: WriteOptions,
): Promise<WriteResult> {
  const differences = subject.changes(before, undefined);
  const found = { ...subject.identity, name: before.name, oldVersion: before.version, differences };
  const base = ifVersion === undefined ? undefined : { version: ifVersion };
  if (base !== undefined && isStale(base, before)) {
    const command = subject.commands.delete;
    await showStale(terminal, { service, subject, base, current: before, yours: undefined, command });
    return { ...found, result: 'stale' };
  }
  const { infoColors: colors, infoWidth: width } = terminal;
  terminal.info(`This deletes version ${before.version} of ${before.name}:`);
  terminal.info(indent(differenceLines(differences, { colors, width: width && width - 4 })).join('\n'));
  terminal.info(consequence);
  await sayFrozen(terminal, service);
  if (!(await confirm(terminal, 'Delete it?', yes))) {
    declined(terminal);
    return { ...found, result: 'declined' };
  }
  const deleted = await deleteIfUnchanged(service, subject.name, before);
  if (deleted.result === 'conflict') {
    sayConflict(terminal, subject, before, deleted.now);
    return { ...found, result: 'conflict' };
  }
  // A deletion without a parameter: the first response was lost, or another client deleted it.
  const done = deleted.existed ? 'Deleted.' : 'The parameter is deleted, by this command or another client.';
  const isReadable = before.type === 'String';
  terminal.info(isReadable ? `${done} To restore the parameter, put this value:` : done);
  if (isReadable && output !== 'json') terminal.print(withoutByteOrderMark(before.value), 'exact');
  return { ...found, result: 'deleted', ...(isReadable && { value: before.value }) };
}
