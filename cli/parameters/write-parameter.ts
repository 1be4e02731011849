import type { ValueDifference } from '../../lib/domain/difference.ts';
import { sayFrozen } from '../freeze/say-frozen.ts';
import type { OpenService } from '../service/open-service.ts';
import type { ServiceOptions } from '../service/options.ts';
import { confirm } from '../terminal/confirm.ts';
import { differenceLines } from '../terminal/difference.ts';
import type { OutputFormat } from '../terminal/output-format.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import { type BaseVersion, isStale } from './base-version.ts';
import type { ParameterVersion } from './parameter-store.ts';
import { showStale } from './stale-base.ts';
import { storeText } from './store-text.ts';
import type { ParameterSubject } from './subject.ts';
import { declined, sayConflict, sayOverwrote, sayUnchanged, sayWritten } from './write-messages.ts';
import type { WriteResult } from './write-result.ts';

/** Options of the commands that write a parameter. */
export interface WriteOptions extends ServiceOptions {
  readonly yes: boolean;
  readonly output: OutputFormat;
  /** The version that the parameter must have. 0: it must not exist. */
  readonly ifVersion?: number;
}

interface ParameterWrite {
  readonly service: OpenService;
  readonly subject: ParameterSubject;
  /** The parameter that was read before the difference is shown. */
  readonly before: ParameterVersion | undefined;
  /** The version that the new text is based on, if it is known. */
  readonly base: BaseVersion | undefined;
  readonly text: string;
  readonly yes: boolean;
  /** The command without its options. */
  readonly command: string;
}

/**
 * Shows the changes of a new text, asks, and writes it. A text that is based on another version is not written. If a
 * version of another client is overwritten anyway, the command to restore it is shown, with the result `overwrote`.
 */
export async function writeParameter(terminal: Terminal, write: ParameterWrite): Promise<WriteResult> {
  const { service, subject, before, base, text, yes } = write;
  const { name } = subject;
  const after = { name, type: 'String', value: text, version: 0, at: '' };
  const differences = subject.changes(before, after);
  const found = { ...subject.identity, name, differences, ...(before && { oldVersion: before.version }) };
  if (before?.type === 'String' && before.value === text) {
    sayUnchanged(terminal, subject);
    return { ...found, result: 'unchanged' };
  }
  if (base !== undefined && isStale(base, before)) {
    await showStale(terminal, { ...write, base, current: before, yours: after });
    return { ...found, result: 'stale' };
  }
  showChanges(terminal, name, before, differences);
  await sayFrozen(terminal, service);
  if (!(await confirm(terminal, 'Write the parameter?', yes))) {
    declined(terminal);
    return { ...found, result: 'declined' };
  }
  const stored = await storeText(service, name, before, text);
  switch (stored.result) {
    case 'conflict':
      sayConflict(terminal, subject, before, stored.now);
      return { ...found, result: 'conflict' };
    case 'written':
      sayWritten(terminal, subject, stored.newVersion);
      return { ...found, ...stored };
    case 'overwrote': {
      const { lost, ...result } = stored;
      sayOverwrote(terminal, subject, result.newVersion, result.lostVersion, lost);
      return { ...found, ...result };
    }
  }
}

function showChanges(
  terminal: Terminal,
  name: string,
  before: ParameterVersion | undefined,
  differences: readonly ValueDifference[],
): void {
  terminal.info(
    before === undefined ? `New parameter ${name}:` : `Changes to version ${before.version} of ${name}:`,
  );
  const { infoColors: colors, infoWidth: width } = terminal;
  const lines = differenceLines(differences, { colors, width: width && width - 4 });
  terminal.info(
    indent(lines.length > 0 ? lines : ['No change in meaning: only the text differs.']).join('\n'),
  );
}
