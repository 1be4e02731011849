import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { makeFolder } from '../../files/new-file.ts';
import { declined } from '../../parameters/write-messages.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import { type Adopted, adopt, EMPTY } from './adopt.ts';
import { poolsWithoutParameter } from './pools-without-parameter.ts';
import { importText } from './render.ts';
import { type ImportResult, isFailure } from './result.ts';
import { createWriter } from './write.ts';

export interface ImportOptions extends ServiceOptions {
  readonly output: OutputFormat;
  readonly all: boolean;
  readonly out?: string;
  readonly put: boolean;
  readonly yes: boolean;
}

/** Parameter Store allows fewer writes per second than reads (docs/aws-facts.md#parameter-quota). */
const MAX_CONCURRENT_WRITES = 5;

/** Runs `clr import`: creates parameters from the current configuration of pools, so that no pool changes. */
export async function runImport(
  terminal: Terminal,
  pools: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  checkOptions(pools, options);
  const service = await openService(options);
  if (options.out !== undefined) await makeFolder(options.out);
  const ids = options.all ? await poolsWithoutParameter(terminal, service) : pools;
  const adopted = await mapPools({ terminal, label: 'Reading pools' }, ids, (id) =>
    adopt(service, id, { hasNoParameter: options.all }),
  );
  const [first] = adopted;
  const ready = adopted.filter((one) => one.kind === 'Ready');
  sayEmpty(terminal, ready);
  if (!options.put && options.out === undefined && first?.kind === 'Ready') {
    const { userPoolId, text, isEmpty } = first;
    const pools = [{ userPoolId, result: 'printed', value: text, reasons: isEmpty ? [EMPTY] : [] }];
    const isJson = options.output === 'json';
    terminal.print(isJson ? poolsJsonText('Import', service.settings, terminal, { pools }) : text);
    return EXIT.success;
  }
  const question = `Write ${pluralize(ready.length, 'parameter')}?`;
  if (options.put && ready.length > 0 && !(await confirm(terminal, question, options.yes)))
    return declined(terminal);
  const write = createWriter(service, options.out);
  const written = await mapPools(
    { terminal, label: 'Writing parameters', concurrency: MAX_CONCURRENT_WRITES },
    ready,
    write,
  );
  if (terminal.interrupted.aborted)
    terminal.info(
      `Interrupted: ${adopted.length} of ${ids.length} pools were read, ${written.length} were written.`,
    );
  const results = [...adopted.flatMap(notReady), ...written];
  if (options.output === 'json')
    terminal.print(poolsJsonText('Import', service.settings, terminal, { pools: results }));
  // Without a result, a summary would be misleading.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.print(importText(results, terminal));
  return results.some(isFailure) ? EXIT.somePoolsFailed : EXIT.success;
}

/** Says before the question which parameters have no entries. */
function sayEmpty(terminal: Terminal, ready: readonly Extract<Adopted, { kind: 'Ready' }>[]): void {
  const ids = ready.filter(({ isEmpty }) => isEmpty).map(({ userPoolId }) => userPoolId);
  if (ids.length === 0) return;
  const [have, parameters] =
    ids.length === 1 ? ['sends', 'Its parameter keeps'] : ['send', 'Their parameters keep'];
  terminal.info(
    `${pluralize(ids.length, 'pool')} ${have} no logs: ${formatSample(ids, ids.length)}. ${parameters} log delivery off.`,
  );
}

function checkOptions(pools: readonly string[], { all, put, out }: ImportOptions): void {
  const usage = (message: string, hint: string): CliError =>
    new CliError(message, hint, { exitCode: EXIT.usage });
  if (all === pools.length > 0)
    throw usage(
      'Specify either pool IDs or --all.',
      'To import every pool without a parameter, add only --all.',
    );
  if (put && out !== undefined) throw usage('--put and --out cannot be combined.', 'Remove one of the two.');
  if (!put && out === undefined && pools.length !== 1)
    throw usage(
      'The output is not specified.',
      'Add --out FOLDER to write files, or --put to write parameters.',
    );
}

function notReady(one: Adopted): readonly ImportResult[] {
  if (one.kind === 'Ready') return [];
  const { userPoolId } = one;
  if (one.kind === 'Rejected') return [{ userPoolId, result: 'rejected', reasons: one.reasons }];
  return [
    { userPoolId, result: 'exists', reasons: ['The pool already has a parameter, which was not changed.'] },
  ];
}
