import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cognitoUserPools } from '../../../lib/aws/user-pools.ts';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { Failure } from '../../errors/cli-error.ts';
import { describeFailure } from '../../errors/describe-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { putParameter, readParameter } from '../../parameters/parameter-store.ts';
import { declined } from '../../parameters/write-parameter.ts';
import { atMost } from '../../pools/map-with-concurrency.ts';
import { readFleet } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { jsonText } from '../../terminal/json.ts';
import type { Format } from '../../terminal/output-format.ts';
import { showProgress } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { type Adopted, adopt } from './adopt.ts';
import { type ImportResult, importText, isFailure } from './render.ts';

export interface ImportOptions extends ServiceOptions {
  readonly output: Format;
  readonly all: boolean;
  readonly out?: string;
  readonly put: boolean;
  readonly yes: boolean;
}

const READS_AT_ONCE = 25;
/** docs/aws-facts.md#parameter-quota: far fewer writes a second than reads. */
const WRITES_AT_ONCE = 5;

/** `clr import`: parameters made of what stands on the pools, so that taking them over changes nothing. */
export async function runImport(
  terminal: Terminal,
  pools: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  check(pools, options);
  const service = await openService(options);
  const ids = options.all ? await unmanaged(terminal, service) : pools;
  const reading = showProgress(terminal, 'reading pools', ids.length);
  const adopted = await atMost(READS_AT_ONCE, ids, terminal.interrupted, async (id) => {
    const one = await adoptable(service, id, options.all);
    reading.step();
    return one;
  });
  reading.end();
  const [only] = adopted;
  if (!options.put && options.out === undefined && only?.kind === 'Ready') {
    terminal.data(only.text);
    return EXIT.fine;
  }
  const ready = adopted.filter((one) => one.kind === 'Ready');
  const question = `Write ${ready.length} parameter${ready.length === 1 ? '' : 's'}?`;
  if (options.put && ready.length > 0 && !(await confirm(terminal, question, options.yes)))
    return declined(terminal);
  const write = await writer(service, options.out);
  const writing = showProgress(terminal, 'writing', ready.length);
  const written = await atMost(WRITES_AT_ONCE, ready, terminal.interrupted, async (one) => {
    const result = await write(one);
    writing.step();
    return result;
  });
  writing.end();
  if (terminal.interrupted.aborted)
    terminal.talk(`stopped: ${adopted.length} of ${ids.length} pools were read, ${written.length} written`);
  const results = [...adopted.flatMap(notReady), ...written];
  if (options.output === 'json') terminal.data(jsonText('Import', { pools: results }));
  // Stopped before the first pool, there is no summary to give.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.data(importText(results, terminal));
  return results.some(isFailure) ? EXIT.somePoolsFailed : EXIT.fine;
}

function check(pools: readonly string[], { all, put, out }: ImportOptions): void {
  const usage = (what: string, remedy: string): Failure =>
    new Failure(what, remedy, { exitCode: EXIT.usage });
  if (all === pools.length > 0) throw usage('which pools?', 'name them, or add --all');
  if (put && out !== undefined) throw usage('--put and --out exclude each other', 'leave one of them out');
  if (!put && out === undefined && pools.length !== 1)
    throw usage('where to?', 'add --out FOLDER for files, or --put to write the parameters');
}

/** Every pool of the account and Region that has no parameter. */
async function unmanaged(terminal: Terminal, service: OpenService): Promise<readonly string[]> {
  const { targets } = await readFleet(service, terminal);
  const managed = new Set(targets.filter(({ stored }) => stored).map(({ userPoolId }) => userPoolId));
  const ids: string[] = [];
  for await (const page of cognitoUserPools(service.cognito, service.rateLimiting).pages(service.context))
    ids.push(...page.filter((id) => !managed.has(id)));
  return ids.sort();
}

type Adoptable = Adopted | { readonly kind: 'Exists'; readonly userPoolId: string };

async function adoptable(service: OpenService, userPoolId: string, isKnownFree: boolean): Promise<Adoptable> {
  if (!isKnownFree && (await readParameter(service, userPoolId))) return { kind: 'Exists', userPoolId };
  return adopt(service, userPoolId);
}

function notReady(one: Adoptable): readonly ImportResult[] {
  if (one.kind === 'Ready') return [];
  const { userPoolId } = one;
  if (one.kind === 'Rejected') return [{ userPoolId, result: 'refused', reasons: one.reasons }];
  return [{ userPoolId, result: 'exists', reasons: ['it has a parameter, which was left as it is'] }];
}

type Ready = Extract<Adopted, { kind: 'Ready' }>;

async function writer(
  service: OpenService,
  folder: string | undefined,
): Promise<(one: Ready) => Promise<ImportResult>> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  return async ({ userPoolId, text }) => {
    const to =
      folder === undefined
        ? parameterName(service.settings.prefix, userPoolId)
        : join(folder, `${userPoolId}.json`);
    try {
      if (folder !== undefined) await writeFile(to, `${text}\n`, { flag: 'wx' });
      else if ((await putParameter(service, userPoolId, text, true)) === 'Exists')
        return { userPoolId, result: 'exists', to, reasons: ['somebody made one meanwhile'] };
      return { userPoolId, result: 'written', to, reasons: [] };
    } catch (error) {
      return { userPoolId, result: 'failed', to, reasons: [describeFailure(error).what] };
    }
  };
}
