import { parameterName } from '../../lib/domain/user-pool-id.ts';
import type { ExitCode } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import type { ServiceOptions } from '../service/options.ts';
import { confirm } from '../terminal/confirm.ts';
import { differenceLines } from '../terminal/difference.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import { changesOf } from './changes.ts';
import { type ParameterVersion, parameterHistory, putParameter, readParameter } from './parameter-store.ts';
import { declined, overtaken, overwrote, unchanged, written } from './write-results.ts';

/** Options of the commands that write a parameter. */
export interface WriteOptions extends ServiceOptions {
  readonly yes: boolean;
}

interface ParameterWrite {
  readonly service: OpenService;
  readonly userPoolId: string;
  /** The parameter that the new text is based on, or that was read before the difference is shown. */
  readonly before: ParameterVersion | undefined;
  readonly text: string;
  readonly yes: boolean;
}

/**
 * Shows the changes of a new text, asks, and writes it. SSM has no conditional write, so the version is read again just
 * before the write. If a version is overwritten anyway, the command to restore it is shown, with exit code 1.
 */
export async function writeParameter(terminal: Terminal, write: ParameterWrite): Promise<ExitCode> {
  const { service, userPoolId, before, text, yes } = write;
  const { prefix } = service.settings;
  const name = parameterName(prefix, userPoolId);
  const after = { name, type: 'String', value: text, version: 0, at: '' };
  const changes = changesOf(before, after, userPoolId, service.settings);
  if (before?.type === 'String' && before.value === text) return unchanged(terminal, userPoolId);
  terminal.info(
    before === undefined ? `New parameter ${name}:` : `Changes to version ${before.version} of ${name}:`,
  );
  const { infoColors: colors, width } = terminal;
  const lines = differenceLines(changes, { colors, width: width === undefined ? width : width - 4 });
  terminal.info(
    indent(lines.length > 0 ? lines : ['No change in meaning: only the text differs.']).join('\n'),
  );
  if (!(await confirm(terminal, 'Write the parameter?', yes))) return declined(terminal);
  const now = await readParameter(service, userPoolId);
  if (now?.version !== before?.version || now?.value !== before?.value)
    return overtaken(terminal, userPoolId, before, now);
  const version = await putParameter(service, userPoolId, text, before === undefined);
  if (version === 'Exists') {
    const current = await readParameter(service, userPoolId);
    return hasText(current, text)
      ? written(terminal, userPoolId, current.version)
      : overtaken(terminal, userPoolId, before, current);
  }
  if (before === undefined || version === before.version + 1) return written(terminal, userPoolId, version);
  const history = await parameterHistory(service, userPoolId);
  const unseen = history.filter((one) => one.version > before.version && one.version < version);
  // The SDK can write twice when the first response is lost: then this command overwrote its own text.
  if (unseen.length > 0 && unseen.every((one) => hasText(one, text)))
    return written(terminal, userPoolId, version);
  return overwrote(terminal, userPoolId, version, unseen.at(-1));
}

const hasText = (one: ParameterVersion | undefined, text: string): one is ParameterVersion =>
  one?.type === 'String' && one.value === text;
