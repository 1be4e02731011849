import { parameterName } from '../../lib/domain/user-pool-id.ts';
import { EXIT, type ExitCode } from '../errors/exit-codes.ts';
import type { OpenService } from '../service/open-service.ts';
import { confirm } from '../terminal/confirm.ts';
import { differenceLines, indented } from '../terminal/difference.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { changesOf } from './changes.ts';
import { type ParameterVersion, parameterHistory, putParameter, readParameter } from './parameter-store.ts';

interface Writing {
  readonly service: OpenService;
  readonly userPoolId: string;
  /** What stood there when the new text was made from it, or before it was shown. */
  readonly before: ParameterVersion | undefined;
  readonly text: string;
  readonly yes: boolean;
}

/**
 * Shows what a new text changes, asks, and writes it. SSM has no compare-and-set, so the version is looked at just
 * before, and what was overwritten all the same is told with the command that brings it back: exit code 1.
 */
export async function writeParameter(terminal: Terminal, writing: Writing): Promise<ExitCode> {
  const { service, userPoolId, before, text, yes } = writing;
  const { prefix } = service.settings;
  const name = parameterName(prefix, userPoolId);
  const after = { name, type: 'String', value: text, version: 0, at: '' };
  const changes = changesOf(before, after, userPoolId, service.settings);
  if (before?.type === 'String' && before.value === text) return nothing(terminal, userPoolId);
  terminal.talk(`${before === undefined ? 'new parameter' : `version ${before.version} of`} ${name}`);
  const { talkColours: colours, width } = terminal;
  const lines = differenceLines(changes, { colours, width: width === undefined ? width : width - 4 });
  terminal.talk(indented(lines.length > 0 ? lines : ['says the same in other words']).join('\n'));
  if (!(await confirm(terminal, 'Write it?', yes))) return declined(terminal);
  const now = await readParameter(service, userPoolId);
  if (now?.version !== before?.version || now?.value !== before?.value)
    return overtaken(terminal, userPoolId, before, now);
  const version = await putParameter(service, userPoolId, text, before === undefined);
  if (version === 'Exists') {
    const there = await readParameter(service, userPoolId);
    return isThis(there, text)
      ? written(terminal, userPoolId, there.version)
      : overtaken(terminal, userPoolId, before, there);
  }
  if (before === undefined || version === before.version + 1) return written(terminal, userPoolId, version);
  const history = await parameterHistory(service, userPoolId);
  const unseen = history.filter((one) => one.version > before.version && one.version < version);
  // What the SDK wrote twice, since the first answer did not come, was overwritten by itself.
  if (unseen.length > 0 && unseen.every((one) => isThis(one, text)))
    return written(terminal, userPoolId, version);
  return overwrote(terminal, userPoolId, version, unseen.at(-1));
}

const isThis = (one: ParameterVersion | undefined, text: string): one is ParameterVersion =>
  one?.type === 'String' && one.value === text;

function written(terminal: Terminal, userPoolId: string, version: number): ExitCode {
  terminal.talk(`written as version ${version}; clr status ${userPoolId} tells what comes of it`);
  return EXIT.fine;
}

function nothing(terminal: Terminal, userPoolId: string): ExitCode {
  terminal.talk(`the parameter of ${userPoolId} says that already; nothing was written`);
  return EXIT.fine;
}

export function declined(terminal: Terminal): ExitCode {
  terminal.talk('nothing was written');
  return EXIT.error;
}

/** Somebody wrote between the look and the write. */
export function overtaken(
  terminal: Terminal,
  userPoolId: string,
  before: ParameterVersion | undefined,
  now: ParameterVersion | undefined,
): ExitCode {
  const named = (one: ParameterVersion | undefined): string => (one ? `version ${one.version}` : 'none');
  terminal.talk(
    `clr: the parameter changed meanwhile: ${named(before)} before, ${named(now)} now; nothing was written`,
  );
  terminal.talk(`  look at it (clr get ${userPoolId}), then try again`);
  return EXIT.error;
}

/** SSM counted a version that nobody here saw: it was overwritten unseen. */
function overwrote(
  terminal: Terminal,
  userPoolId: string,
  version: number,
  lost: ParameterVersion | undefined,
): ExitCode {
  const by = lost?.by === undefined ? '' : ` by ${lost.by}`;
  terminal.talk(
    `clr: written as version ${version}, over version ${lost?.version ?? version - 1}${by}, which nobody saw:`,
  );
  if (lost) terminal.talk(indented(lost.value.split('\n')).join('\n'));
  terminal.talk(
    `  to have that back: clr get ${userPoolId} --version ${lost?.version ?? version - 1} | clr put ${userPoolId} - --yes`,
  );
  return EXIT.error;
}
