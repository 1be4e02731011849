import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { checkChoice, choosePools } from '../../pools/choose-pools.ts';
import type { PoolFilters } from '../../pools/pool-filters.ts';
import { endReads, poolMembers, readEach, readOnes } from '../../pools/read-each.ts';
import type { PoolSelector } from '../../pools/select-pools.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { jsonText, poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { explainPool } from './explain-pool.ts';
import { type Explanation, explanationText } from './render.ts';

export interface ExplainOptions extends ServiceOptions, PoolFilters {
  readonly output: OutputFormat;
}

/**
 * Runs `clr explain`: shows for each event source of a pool which parameter or policy applies, and why the others do not.
 * Exits with 3 if an event source is rejected or one of several pools could not be read.
 */
export async function runExplain(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: ExplainOptions,
): Promise<ExitCode> {
  checkChoice(selectors, options);
  const { output } = options;
  const service = await openService(options);
  const chosen = await choosePools(service, selectors, options);
  if (chosen.kind === 'Several') return explainSeveral(terminal, service, chosen.userPoolIds, output);
  const explanation = await explainPool(service, chosen.userPoolId, () => storedPolicies(service));
  if (output === 'json')
    terminal.print(jsonText('Explanation', service.settings, { ...explanation }), 'data');
  else terminal.print(explanationText(explanation, service.settings, service.clock.now(), terminal));
  return isRejected(explanation) ? EXIT.somePoolsFailed : EXIT.success;
}

async function explainSeveral(
  terminal: Terminal,
  service: OpenService,
  userPoolIds: readonly string[],
  output: OutputFormat,
): Promise<ExitCode> {
  const policies = await storedPolicies(service);
  const reads = await readEach(terminal, service, userPoolIds, (id) =>
    explainPool(service, id, async () => policies),
  );
  const explanations = readOnes(reads).map(({ value }) => value);
  if (output === 'json') {
    const pools = poolMembers(reads, (explanation) => explanation);
    terminal.print(poolsJsonText('Explanation', service.settings, terminal, { pools }), 'data');
  } else {
    const now = service.clock.now();
    const sections = explanations.map((one) => explanationText(one, service.settings, now, terminal));
    if (sections.length > 0) terminal.print(sections.join('\n\n'));
  }
  const code = endReads(terminal, reads);
  return explanations.some(isRejected) ? EXIT.somePoolsFailed : code;
}

const isRejected = ({ sources }: Explanation): boolean => sources.some(({ state }) => state === 'Rejected');
