import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { declined } from '../../parameters/write-results.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { jsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { pluralize } from '../../terminal/text.ts';
import { type Adopted, adopt } from './adopt.ts';
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

/** docs/aws-facts.md#parameter-quota: far fewer writes per second than reads. */
const MAX_CONCURRENT_WRITES = 5;

/** `clr import`: parameters made of what stands on the pools, so that taking them over changes nothing. */
export async function runImport(
  terminal: Terminal,
  pools: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  checkOptions(pools, options);
  const service = await openService(options);
  const ids = options.all ? await poolsWithoutParameter(terminal, service) : pools;
  const adopted = await mapPools({ terminal, label: 'reading pools' }, ids, (id) =>
    adopt(service, id, { hasNoParameter: options.all }),
  );
  const [first] = adopted;
  if (!options.put && options.out === undefined && first?.kind === 'Ready') {
    terminal.print(first.text);
    return EXIT.success;
  }
  const ready = adopted.filter((one) => one.kind === 'Ready');
  const question = `Write ${pluralize(ready.length, 'parameter')}?`;
  if (options.put && ready.length > 0 && !(await confirm(terminal, question, options.yes)))
    return declined(terminal);
  const write = await createWriter(service, options.out);
  const written = await mapPools(
    { terminal, label: 'writing', concurrency: MAX_CONCURRENT_WRITES },
    ready,
    write,
  );
  if (terminal.interrupted.aborted)
    terminal.info(`stopped: ${adopted.length} of ${ids.length} pools were read, ${written.length} written`);
  const results = [...adopted.flatMap(notReady), ...written];
  if (options.output === 'json') terminal.print(jsonText('Import', { pools: results }));
  // Stopped before the first pool, there is no summary to give.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.print(importText(results, terminal));
  return results.some(isFailure) ? EXIT.somePoolsFailed : EXIT.success;
}

function checkOptions(pools: readonly string[], { all, put, out }: ImportOptions): void {
  const usage = (message: string, hint: string): CliError =>
    new CliError(message, hint, { exitCode: EXIT.usage });
  if (all === pools.length > 0) throw usage('which pools?', 'name them, or add --all');
  if (put && out !== undefined) throw usage('--put and --out exclude each other', 'leave one of them out');
  if (!put && out === undefined && pools.length !== 1)
    throw usage('where to?', 'add --out FOLDER for files, or --put to write the parameters');
}

function notReady(one: Adopted): readonly ImportResult[] {
  if (one.kind === 'Ready') return [];
  const { userPoolId } = one;
  if (one.kind === 'Rejected') return [{ userPoolId, result: 'rejected', reasons: one.reasons }];
  return [{ userPoolId, result: 'exists', reasons: ['it has a parameter, which was left as it is'] }];
}
