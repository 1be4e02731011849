import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import type { AccountRegions } from '../account-regions/registry.ts';

/** Returns the counters of the cloud and of each account-region, for `GET /_local/metrics`. */
export function metricsOf(accountRegions: AccountRegions): object {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    now: new Date(accountRegions.clock.now()).toISOString(),
    seed: accountRegions.seed,
    memory: { rss, heapUsed },
    accountRegions: accountRegions.all().map(accountRegionMetrics),
  };
}

function accountRegionMetrics(accountRegion: LocalAccountRegion): object {
  return {
    account: accountRegion.account,
    region: accountRegion.region,
    pools: accountRegion.cognito.pools.size,
    parameters: accountRegion.ssm.parameters.size,
    quotas: accountRegion.quota.read(),
    calls: accountRegion.calls.read(),
    events: accountRegion.events.counts(),
    faults: accountRegion.faults.pending().length,
    recursiveInvocationsDropped: accountRegion.stack()?.recursiveInvocationsDropped() ?? {},
  };
}
