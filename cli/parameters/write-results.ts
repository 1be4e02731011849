import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import type { ParameterVersion } from './parameter-store.ts';

export function written(terminal: Terminal, userPoolId: string, version: number): ExitCode {
  terminal.info(`written as version ${version}; clr status ${userPoolId} tells what comes of it`);
  return EXIT.success;
}

export function unchanged(terminal: Terminal, userPoolId: string): ExitCode {
  terminal.info(`the parameter of ${userPoolId} says that already; nothing was written`);
  return EXIT.success;
}

export function declined(terminal: Terminal): ExitCode {
  terminal.info('nothing was written');
  return EXIT.error;
}

/** Somebody wrote between the read and the write. */
export function overtaken(
  terminal: Terminal,
  userPoolId: string,
  before: ParameterVersion | undefined,
  now: ParameterVersion | undefined,
): ExitCode {
  const label = (one: ParameterVersion | undefined): string => (one ? `version ${one.version}` : 'none');
  terminal.info(
    `clr: the parameter changed meanwhile: ${label(before)} before, ${label(now)} now; nothing was written`,
  );
  terminal.info(`  look at it (clr get ${userPoolId}), then try again`);
  return EXIT.error;
}

/** SSM counted a version that nobody here saw: it was overwritten unseen. */
export function overwrote(
  terminal: Terminal,
  userPoolId: string,
  version: number,
  lost: ParameterVersion | undefined,
): ExitCode {
  const by = lost?.by === undefined ? '' : ` by ${lost.by}`;
  terminal.info(
    `clr: written as version ${version}, over version ${lost?.version ?? version - 1}${by}, which nobody saw:`,
  );
  if (lost) terminal.info(indent(lost.value.split('\n')).join('\n'));
  terminal.info(
    `  to have that back: clr get ${userPoolId} --version ${lost?.version ?? version - 1} | clr put ${userPoolId} - --yes`,
  );
  return EXIT.error;
}
