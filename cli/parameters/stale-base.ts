import { AwsCallError } from '../../lib/reconcile/errors.ts';
import type { OpenService } from '../service/open-service.ts';
import { differenceLines } from '../terminal/difference.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { indent } from '../terminal/text.ts';
import { withSelection } from '../terminal/with-selection.ts';
import type { BaseVersion } from './base-version.ts';
import { historyOf, type ParameterVersion } from './parameter-store.ts';
import type { ParameterSubject } from './subject.ts';

export interface StaleWrite {
  readonly service: OpenService;
  readonly subject: ParameterSubject;
  readonly base: BaseVersion;
  readonly current: ParameterVersion | undefined;
  /** The new text; undefined for a deletion. */
  readonly yours: ParameterVersion | undefined;
  /** The command without its options, for example `clr put POOL shop.yaml`. */
  readonly command: string;
}

/**
 * Explains why nothing is written: the text is based on another version than the current one. Shows what changed since
 * the base, and what the new text changes.
 */
export async function showStale(terminal: Terminal, write: StaleWrite): Promise<void> {
  const { service, subject, base, current, yours, command } = write;
  terminal.info(`clr: ${staleText(base, current)} No changes made.`);
  const history = current === undefined ? [] : await historyIfAllowed(service, subject);
  // After the parameter was created again, the version with this number is another one.
  const old = history.find(({ version, at }) => version === base.version && (base.at ?? at) === at);
  const show = (
    title: string,
    from: ParameterVersion | undefined,
    to: ParameterVersion | undefined,
  ): void => {
    terminal.info(title);
    const { infoColors: colors, infoWidth: width } = terminal;
    const style = { colors, width: width && width - 4 };
    const lines = differenceLines(subject.changes(from, to), style);
    terminal.info(indent(lines.length > 0 ? lines : ['No change in meaning.']).join('\n'));
  };
  if (old !== undefined && current !== undefined) {
    show(`Changed since version ${old.version}${authors(history, old)}:`, old, current);
    if (yours !== undefined) show(`Your changes to version ${old.version}:`, old, yours);
  } else {
    if (base.version > 0 && current !== undefined)
      terminal.info(`Version ${base.version} is not in the history of the parameter.`);
    if (yours !== undefined)
      show(
        current === undefined ? 'Your file:' : `From version ${current.version} to your file:`,
        current,
        yours,
      );
  }
  for (const line of nextSteps(subject, current, yours, command))
    terminal.info(`  ${withSelection(line, service.selection)}`);
}

export function staleText({ version, at }: BaseVersion, current: ParameterVersion | undefined): string {
  const based = version === 0 ? 'no existing parameter' : `version ${version}`;
  if (current === undefined) return `Your change is based on ${based}, and the parameter was deleted since.`;
  if (version === current.version)
    return `Your change is based on ${based} of ${at}, and the parameter was created again at ${current.at}.`;
  return `Your change is based on ${based}, and the current version is ${current.version}.`;
}

/** Returns ` (version 2 by ARN, version 3 by ARN)`. */
function authors(history: readonly ParameterVersion[], { version: old }: ParameterVersion): string {
  const since = history.filter(({ version }) => version > old);
  const named = since.map(({ version, by }) => `version ${version}${by === undefined ? '' : ` by ${by}`}`);
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
}

function nextSteps(
  { commands }: ParameterSubject,
  current: ParameterVersion | undefined,
  yours: ParameterVersion | undefined,
  command: string,
): readonly string[] {
  const accept = `${command} --if-version ${current?.version ?? 0}`;
  if (current === undefined) return yours === undefined ? [] : [`To create it again, run: ${accept}`];
  if (yours === undefined) return [`To delete version ${current.version}, run: ${accept}`];
  return [
    `To keep both, make your changes in the current version: ${commands.get} -o yaml > new.yaml`,
    `To overwrite version ${current.version}, run: ${accept}`,
  ];
}

/** Returns no versions without the permission to read the history. */
async function historyIfAllowed(
  service: OpenService,
  { name }: ParameterSubject,
): Promise<readonly ParameterVersion[]> {
  try {
    return await historyOf(service, name);
  } catch (error) {
    if (error instanceof AwsCallError && error.kind === 'Permission') return [];
    throw error;
  }
}
