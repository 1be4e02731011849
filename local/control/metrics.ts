import type { Cells, LocalCell } from '../cells.ts';

/** The counters of the cloud and of each cell, for `GET /_local/metrics`. */
export function metricsOf(cells: Cells): object {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    now: new Date(cells.clock.now()).toISOString(),
    seed: cells.seed,
    memory: { rss, heapUsed },
    cells: cells.all().map(cellMetrics),
  };
}

function cellMetrics(cell: LocalCell): object {
  return {
    account: cell.account,
    region: cell.region,
    pools: cell.cognito.pools.size,
    parameters: cell.ssm.parameters.size,
    quotas: cell.quota.read(),
    calls: cell.calls.read(),
    events: cell.events.counts(),
    faults: cell.faults.pending().length,
  };
}
