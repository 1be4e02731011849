import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import type { ParameterVersion } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';

export const sayWritten = (terminal: Terminal, { commands }: ParameterSubject, version: number): void =>
  terminal.info(`Saved as version ${version}. To see the result, run: ${commands.result}`);

export const sayUnchanged = (terminal: Terminal, { title }: ParameterSubject): void =>
  terminal.info(`${title} already has this value. No changes made.`);

export function declined(terminal: Terminal): ExitCode {
  terminal.info('No changes made.');
  return EXIT.error;
}

/** Another client modified the parameter between the read and the write. */
export function sayConflict(
  terminal: Terminal,
  { commands }: ParameterSubject,
  before: ParameterVersion | undefined,
  now: ParameterVersion | undefined,
): void {
  terminal.info(`clr: ${conflictText(before, now)} No changes made.`);
  terminal.info(`  To read it, run: ${commands.get}`);
}

export const conflictText = (
  before: Pick<ParameterVersion, 'version'> | undefined,
  now: Pick<ParameterVersion, 'version'> | undefined,
): string =>
  `Another client modified the parameter (version ${versionLabel(before)} → ${versionLabel(now)}).`;

const versionLabel = (one: Pick<ParameterVersion, 'version'> | undefined): string =>
  one ? String(one.version) : 'none';

/** The new version is not the next one: a version of another client was overwritten. */
export function sayOverwrote(
  terminal: Terminal,
  { commands }: ParameterSubject,
  version: number,
  lostVersion: number,
  lost: ParameterVersion | undefined,
): void {
  terminal.info(`clr: ${overwroteText(version, lostVersion, lost)}${lost ? ':' : '.'}`);
  if (lost) terminal.info(indent(lost.value.split('\n')).join('\n'));
  terminal.info(`  To restore it, run: ${commands.put} --version ${lostVersion} --yes`);
}

/** Returns a text without a period at its end. */
export const overwroteText = (
  version: number,
  lostVersion: number,
  lost: Pick<ParameterVersion, 'by'> | undefined,
): string => {
  const by = lost?.by === undefined ? '' : ` by ${lost.by}`;
  return `Saved as version ${version}. This overwrote version ${lostVersion}${by}, which was not shown before`;
};
