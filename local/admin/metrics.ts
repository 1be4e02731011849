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

/**
 * Returns the account-regions in use: the default one, and each one that was called, deployed or seeded. One that only
 * the admin API named is not in use.
 */
export function accountRegionsInUse(
  accountRegions: AccountRegions,
  defaults: { readonly account: string; readonly region: string },
): readonly object[] {
  return accountRegions
    .all()
    .map((one) => ({
      account: one.account,
      region: one.region,
      default: one.account === defaults.account && one.region === defaults.region,
      deployed: one.stack() !== undefined,
      pools: one.cognito.pools.size,
      parameters: one.ssm.parameters.size,
      calls: one.calls.last(1).length > 0,
    }))
    .filter((one) => one.default || one.deployed || one.calls || one.pools + one.parameters > 0)
    .map(({ calls: _, ...shown }) => shown);
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
