import type { ExitCode } from '../../errors/exit-codes.ts';
import type { GetFormat } from '../../parameters/get-formats.ts';
import {
  formatParameter,
  parameterMembers,
  readShown,
  versionText,
} from '../../parameters/show-parameter.ts';
import { poolParameter } from '../../parameters/subject.ts';
import { nameAndId } from '../../pools/pool-names.ts';
import { endReads, type PoolRead, poolMembers, readEach, readOnes } from '../../pools/read-each.ts';
import type { OpenService } from '../../service/open-service.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { missingParameter } from './missing.ts';
import { originalMembers, originalText, originalTime, readOriginal } from './original.ts';

/** The output for one pool. */
interface Shown {
  /** The version or the time. */
  readonly title: string;
  /** Empty for JSON. */
  readonly text: string;
  /** The members of the JSON. */
  readonly members: object;
}

/**
 * Prints the parameters of several pools, or their configurations before the service managed them: as blocks below the names of
 * the pools, as YAML documents, or as one JSON object. Exits with 3 if a pool does not have one.
 */
export async function getSeveral(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  { output, before }: { readonly output: GetFormat; readonly before: boolean },
): Promise<ExitCode> {
  const read = before ? readOriginalShown : readParameterShown;
  const reads = await readEach(terminal, service, userPoolIds, (id) => read(service, id, output));
  if (output === 'json') {
    const pools = poolMembers(reads, ({ members }) => members);
    const { settings } = service;
    terminal.print(
      before
        ? poolsJsonText('Original', settings, terminal, { pools })
        : poolsJsonText('Parameter', settings, terminal, { pools }),
      'data',
    );
  } else printBlocks(terminal, reads, output);
  return endReads(terminal, reads);
}

async function readParameterShown(
  service: OpenService,
  userPoolId: string,
  output: GetFormat,
): Promise<Shown> {
  const subject = poolParameter(service.settings, userPoolId);
  const parameter = await readShown(service, subject, { missing: missingParameter(service, userPoolId) });
  return {
    title: versionText(parameter),
    text: output === 'json' ? '' : formatParameter(service.settings, subject, parameter, output),
    members: parameterMembers(parameter),
  };
}

async function readOriginalShown(
  service: OpenService,
  userPoolId: string,
  output: GetFormat,
): Promise<Shown> {
  const original = await readOriginal(service, userPoolId);
  return {
    title: originalTime(original),
    text: output === 'json' ? '' : originalText(original, output),
    members: originalMembers(original),
  };
}

function printBlocks(
  terminal: Terminal,
  reads: readonly PoolRead<Shown>[],
  output: Exclude<GetFormat, 'json'>,
): void {
  for (const [at, { userPoolId, userPoolName, value }] of readOnes(reads).entries()) {
    const heading = `${nameAndId(userPoolId, userPoolName)}, ${value.title}`;
    if (output === 'yaml') terminal.print(`---\n# ${heading}`, 'exact');
    else terminal.print(`${at === 0 ? '' : '\n'}${terminal.colors.bold(heading)}`);
    terminal.print(value.text, 'exact');
  }
}
