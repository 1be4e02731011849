import { type ActivityMetric, metricsByPool } from '../../domain/arrival/activity.ts';
import type { DeliveringPool } from '../../domain/arrival/delivering-pool.ts';
import type { Evidence } from '../../domain/arrival/judge.ts';
import type { ArrivalWindow } from '../../domain/arrival/window.ts';
import type { Failures } from './not-seen.ts';
import type { ArrivalPorts, CheckContext } from './ports.ts';

export interface ReadLimit {
  readonly window: ArrivalWindow;
  /** The number of metrics that may be read. */
  readonly limit: number;
}

export interface FoundActivity {
  /** The pools that were active. */
  readonly active: ReadonlySet<string>;
  /** The evidence of the others. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** The number of metrics that were read. */
  readonly read: number;
}

type Ports = Pick<ArrivalPorts, 'metrics'> & { readonly failures: Failures };

/**
 * Finds the pools that were active in the window. First it reads one metric of each pool; then all others of the pools for
 * which that one shows nothing, as far as the limit allows. Some of it is kept for the destinations.
 */
export async function findActivity(
  ports: Ports,
  pools: readonly DeliveringPool[],
  { window, limit }: ReadLimit,
  context: CheckContext,
): Promise<FoundActivity> {
  const evidence = new Map<string, Evidence>();
  const active = new Set<string>();
  let read = 0;
  const setAll = (ids: Iterable<string>, found: Evidence): void => {
    for (const id of ids) evidence.set(id, found);
  };
  const ids = pools.map(({ UserPoolId }) => UserPoolId);
  const listed = await ports.metrics
    .listActivity(context)
    .catch((error: unknown) => setAll(ids, ports.failures.notSeen('ListMetrics', error)));
  if (listed === undefined) return { active, evidence, read };
  const byPool = metricsByPool(listed);
  const published = ids.filter((id) => byPool.has(id));
  setAll(ids, { kind: 'NotJudged', reason: 'MetricNotPublished' });

  /** Reads metrics; pools with a sum above 0 are active, and those with an unknown one are not checked. */
  const readSums = async (metrics: readonly ActivityMetric[]): Promise<void> => {
    read += metrics.length;
    const poolIds = new Set(metrics.map(({ userPoolId }) => userPoolId));
    try {
      const sums = await ports.metrics.sums(metrics, window, context);
      for (const [at, { userPoolId }] of metrics.entries()) {
        const sum = sums[at];
        if (sum === undefined) evidence.set(userPoolId, { kind: 'NotSeen', reason: 'NotChecked' });
        else if (sum > 0) active.add(userPoolId);
      }
    } catch (error) {
      setAll(poolIds, ports.failures.notSeen('GetMetricData', error));
    }
  };

  setAll(published, { kind: 'NoActivity' });
  await readSums(published.flatMap((id) => byPool.get(id)?.slice(0, 1) ?? []));
  const quiet = published.filter((id) => !active.has(id) && evidence.get(id)?.kind === 'NoActivity');
  const others: ActivityMetric[] = [];
  // An active pool needs one more metric at most, that of its destination.
  let left = limit - read - active.size;
  for (const id of quiet) {
    const more = byPool.get(id)?.slice(1) ?? [];
    if (more.length === 0) continue;
    left -= more.length + 1;
    if (left >= 0) others.push(...more);
    else evidence.set(id, { kind: 'NotSeen', reason: 'NotChecked' });
  }
  if (others.length > 0) await readSums(others);
  for (const id of active) evidence.delete(id);
  return { active, evidence, read };
}
