import { CliError } from '../../errors/cli-error.ts';
import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { makeFolder } from '../../files/new-folder.ts';
import { sayFrozen } from '../../freeze/say-frozen.ts';
import { declined } from '../../parameters/write-messages.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { filterPools, hasFilters, type PoolFilters } from '../../pools/pool-filters.ts';
import { currentPoolNames, readPoolNames, withNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import { type Adopted, adopt } from './adopt.ts';
import { proposeImport } from './policies.ts';
import { leftText, quotedNames } from './policies-text.ts';
import { poolsWithoutParameter } from './pools-without-parameter.ts';
import { createPoliciesReader, knownPolicies } from './read-policies.ts';
import { importText } from './render.ts';
import { type ImportResult, isFailure } from './result.ts';
import { createWriter, notesOf } from './write.ts';

export interface ImportOptions extends ServiceOptions, PoolFilters {
  readonly output: OutputFormat;
  readonly all: boolean;
  readonly out?: string;
  readonly put: boolean;
  /** Propose policies instead of parameters. */
  readonly policies?: boolean;
  readonly yes: boolean;
}

/** The rate limits the writes (docs/aws-facts.md#parameter-quota). A second one at the same time only hides the time of a call. */
const MAX_CONCURRENT_WRITES = 2;

/** Runs `clr import`: creates parameters from the current configuration of pools, so that no pool changes. */
export async function runImport(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: ImportOptions,
): Promise<ExitCode> {
  checkOptions(selectors, options);
  const service = await openService(options);
  if (options.out !== undefined) await makeFolder(options.out);
  const isAll = options.all || selectors.length === 0;
  const ids = isAll
    ? await importable(terminal, service, options)
    : await selectPools(service, selectors, options);
  if (ids.length !== 1 && !options.policies) requireOutput(options);
  const policies = options.policies ? await storedPolicies(service) : await knownPolicies(service);
  const readPolicies = createPoliciesReader(service, policies);
  const adopted = await mapPools({ terminal, label: 'Reading pools' }, ids, (id) =>
    adopt(service, id, { hasNoParameter: isAll, readPolicies }),
  );
  if (options.policies) {
    if (!terminal.interrupted.aborted)
      return proposeImport(terminal, service, { adopted, policies }, options);
    terminal.info('Interrupted. No policies are proposed, because not all pools were read.');
    return EXIT.interrupted;
  }
  const [first] = adopted;
  const ready = adopted.filter((one) => one.kind === 'Ready');
  sayEmpty(terminal, ready);
  sayInheriting(terminal, ready);
  if (!options.put && options.out === undefined && first?.kind === 'Ready') {
    await printOne(terminal, service, first, options.output);
    return EXIT.success;
  }
  if (options.put && ready.length > 0) await sayFrozen(terminal, service);
  const question = `Write ${pluralize(ready.length, 'parameter')}?`;
  if (options.put && ready.length > 0 && !(await confirm(terminal, question, options.yes)))
    return declined(terminal);
  const names = options.out === undefined ? await readPoolNames(service) : await currentPoolNames(service);
  const write = createWriter(service, options.out, names);
  const written = await mapPools(
    { terminal, label: 'Writing parameters', concurrency: MAX_CONCURRENT_WRITES },
    ready,
    write,
  );
  if (terminal.interrupted.aborted)
    terminal.info(
      `Interrupted: ${adopted.length} of ${ids.length} pools were read, ${written.length} were written.`,
    );
  const results = withNames([...adopted.flatMap(notReady), ...written], names);
  if (options.output === 'json')
    terminal.print(poolsJsonText('Import', service.settings, terminal, { pools: results }), 'data');
  // Without a result, a summary would be misleading.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.print(importText(results, terminal));
  return results.some(isFailure) ? EXIT.somePoolsFailed : EXIT.success;
}

/** Prints the text of a parameter that is not written, for a file of the user. */
async function printOne(
  terminal: Terminal,
  service: OpenService,
  { userPoolId, text, isEmpty, policies }: Extract<Adopted, { kind: 'Ready' }>,
  output: OutputFormat,
): Promise<void> {
  if (output !== 'json') return terminal.print(text, 'data');
  const one = { userPoolId, result: 'printed', value: text, ...notesOf({ isEmpty, policies }) };
  const pools = withNames([one], await readPoolNames(service));
  return terminal.print(poolsJsonText('Import', service.settings, terminal, { pools }), 'data');
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

/** Says before the question which parameters leave an event source to policies. */
function sayInheriting(terminal: Terminal, ready: readonly Extract<Adopted, { kind: 'Ready' }>[]): void {
  const inheriting = ready.filter(({ policies }) => policies.length > 0);
  if (inheriting.length === 0) return;
  const ids = inheriting.map(({ userPoolId }) => userPoolId);
  const names = [...new Set(inheriting.flatMap(({ policies }) => policies))].sort();
  const [have, leave] =
    ids.length === 1 ? ['has', 'Its parameter leaves'] : ['have', 'Their parameters leave'];
  terminal.info(
    `${pluralize(ids.length, 'pool')} ${have} an event source of policies (${quotedNames(names)}): ${formatSample(ids, ids.length)}. ${leave} it to them ("Inherit": true).`,
  );
}

/** Returns the pools without a parameter that the filters match. */
async function importable(
  terminal: Terminal,
  service: OpenService,
  filters: PoolFilters,
): Promise<readonly string[]> {
  const ids = await poolsWithoutParameter(terminal, service);
  return hasFilters(filters) ? filterPools(service, filters, ids) : ids;
}

function checkOptions(pools: readonly string[], options: ImportOptions): void {
  const { put, out, policies } = options;
  const all = options.all || (pools.length === 0 && hasFilters(options));
  const usage = (message: string, hint: string): CliError =>
    new CliError(message, hint, { exitCode: EXIT.usage });
  if (all === pools.length > 0)
    throw usage(
      'Specify either pool IDs or --all.',
      'To import every pool without a parameter, add only --all.',
    );
  if (put && out !== undefined) throw usage('--put and --out cannot be combined.', 'Remove one of the two.');
  if (put && policies)
    throw usage(
      '--put and --policies cannot be combined.',
      'Write the policies to files with --out FOLDER, check them, and run clr policy put.',
    );
  if ((all || pools.length > 1) && !policies) requireOutput({ put, out });
}

/** Throws CliError when more than one pool would be printed. */
function requireOutput({ put, out }: { readonly put: boolean; readonly out?: string | undefined }): void {
  if (put || out !== undefined) return;
  throw new CliError(
    'The output is not specified.',
    'Add --out FOLDER to write files, or --put to write parameters.',
    { exitCode: EXIT.usage },
  );
}

function notReady(one: Adopted): readonly ImportResult[] {
  if (one.kind === 'Ready') return [];
  const { userPoolId } = one;
  if (one.kind === 'Rejected') return [{ userPoolId, result: 'rejected', reasons: one.reasons }];
  if (one.kind === 'OfPolicies') {
    const { policies } = one;
    return [{ userPoolId, result: 'ofPolicies', reasons: [leftText(policies)], policies }];
  }
  return [
    { userPoolId, result: 'exists', reasons: ['The pool already has a parameter, which was not changed.'] },
  ];
}
