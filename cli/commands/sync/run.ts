import { EXIT, type ExitCode } from '../../errors/exit-codes.ts';
import { sayFrozen } from '../../freeze/say-frozen.ts';
import { declined } from '../../parameters/write-messages.ts';
import { storedPolicies } from '../../policies/stored-policies.ts';
import { mapPools } from '../../pools/map-pools.ts';
import { withLookUp } from '../../pools/plan-named-pool.ts';
import { planPool } from '../../pools/plan-pool.ts';
import { hasFilters, type PoolFilters } from '../../pools/pool-filters.ts';
import { nameAndId, readPoolNames, withNames } from '../../pools/pool-names.ts';
import { type PoolSelector, selectPools } from '../../pools/select-pools.ts';
import type { Target } from '../../pools/target.ts';
import { ON_DEMAND_CAUSE, selectTargets } from '../../pools/targets.ts';
import { type OpenService, openService } from '../../service/open-service.ts';
import type { ServiceOptions } from '../../service/options.ts';
import { confirm } from '../../terminal/confirm.ts';
import { poolsJsonText } from '../../terminal/json.ts';
import type { OutputFormat } from '../../terminal/output-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { formatSample, pluralize } from '../../terminal/text.ts';
import { syncText } from './render.ts';
import { unknownResult } from './result.ts';
import { queueFor, sendRechecks } from './send-rechecks.ts';
import { waitForResult } from './wait-for-result.ts';

export interface SyncOptions extends ServiceOptions, PoolFilters {
  readonly output: OutputFormat;
  /** Seconds. */
  readonly timeout: number;
  /** Do not ask before the pools of filters are written. */
  readonly yes?: boolean;
}

/** Runs `clr sync`: requests a reconcile of pools and waits for the outcomes. */
export async function runSync(
  terminal: Terminal,
  selectors: readonly PoolSelector[],
  options: SyncOptions,
): Promise<ExitCode> {
  const service = await openService(options);
  const pools = await selectPools(service, selectors, options);
  const policies = await storedPolicies(service);
  const targets = await selectTargets(service, terminal, pools, policies);
  const read = await mapPools({ terminal, label: 'Reading pools' }, targets, async (target) => {
    const before = await planPool(service, target.userPoolId, target.stored, ON_DEMAND_CAUSE, policies);
    const isNamed = pools.length > 0;
    return { target, before: isNamed ? await withLookUp(service, before) : { ...before, isUnknown: false } };
  });
  if (read.length > 0) await sayFrozen(terminal, service);
  if (hasFilters(options) && read.length > 1 && !(await confirmSync(terminal, service, targets, options)))
    return declined(terminal);
  const unknown = read.filter(({ before }) => before.isUnknown);
  const planned = read.filter(({ before }) => !before.isUnknown);
  const ids = planned.map(({ target }) => target.userPoolId);
  // A whole fleet does not have the priority of an edit, also if it is small.
  const queue = pools.length > 0 ? queueFor(pools.length) : 'upkeep';
  const sent = new Set(await sendRechecks(terminal, service, queue, ids));
  const deadline = terminal.now().getTime() + options.timeout * 1000;
  const waited = await mapPools(
    { terminal, label: 'Waiting for the service' },
    planned.filter(({ target }) => sent.has(target.userPoolId)),
    ({ target, before }) => waitForResult(terminal, service, target, before, deadline),
  );
  const unsent = unknown.map(({ before }) => unknownResult(before));
  const results = withNames([...unsent, ...waited], await readPoolNames(service));
  if (terminal.interrupted.aborted)
    terminal.info(
      `Interrupted: ${sent.size} of ${Math.max(pools.length, targets.length)} pools were requested. The service continues with them.`,
    );
  if (options.output === 'json')
    terminal.print(poolsJsonText('Sync', service.settings, terminal, { pools: results }), 'data');
  // Without an outcome, a summary would be misleading.
  else if (results.length > 0 || !terminal.interrupted.aborted) terminal.print(syncText(results, terminal));
  if (unknown.length > 0) return EXIT.error;
  return results.some(({ failed }) => failed) ? EXIT.somePoolsFailed : EXIT.success;
}

/** Filters can match more pools than expected, so their number and names are shown first. */
async function confirmSync(
  terminal: Terminal,
  service: OpenService,
  targets: readonly Target[],
  { yes = false }: SyncOptions,
): Promise<boolean> {
  const names = await readPoolNames(service);
  const found = targets.map(({ userPoolId }) => nameAndId(userPoolId, names.get(userPoolId)));
  const pools = `${pluralize(found.length, 'pool')}: ${formatSample(found, found.length)}`;
  if (!yes) terminal.info(`The options select ${pools}.`);
  return confirm(terminal, `Reconcile ${pluralize(found.length, 'pool')} now?`, yes);
}
