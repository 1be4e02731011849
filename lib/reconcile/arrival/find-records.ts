import type { DeliveringPool } from '../../domain/arrival/delivering-pool.ts';
import type { Evidence } from '../../domain/arrival/judge.ts';
import { type ArrivalWindow, STEP_MS } from '../../domain/arrival/window.ts';
import { destinationName, kindOf } from '../../domain/destination-arn.ts';
import type { ReadLimit } from './find-activity.ts';
import type { Failures } from './not-seen.ts';
import type { ArrivalPorts, CheckContext, CountedMetric, TimeRange } from './ports.ts';

type Ports = Pick<ArrivalPorts, 'metrics' | 'search'> & { readonly failures: Failures };

/** Searches that wait for their slot or response at the same time. */
const PARALLEL_SEARCHES = 8;

/**
 * Records of the window arrive until the end of the allowance. The time of a record can be a little earlier than that of its
 * activity in the metric (docs/aws-facts.md#arrival-activity).
 */
const arrivalRange = ({ from, arrivedBy }: ArrivalWindow): TimeRange => ({
  from: from - STEP_MS,
  to: arrivedBy,
});

/**
 * Finds out whether records of the active pools arrived. A destination that received no record at all proves that they did
 * not. In a log group that received some, the check searches for a record of each pool; in a stream that received some, the
 * records of a pool are not visible.
 */
export async function findRecords(
  ports: Ports,
  active: readonly DeliveringPool[],
  { window, limit }: ReadLimit,
  context: CheckContext,
): Promise<ReadonlyMap<string, Evidence>> {
  const evidence = new Map<string, Evidence>();
  const arns = [...new Set(active.map(({ Destination }) => Destination))].slice(0, Math.max(0, limit));
  const received = await receivedByArn(ports, arns, arrivalRange(window), context);
  const searched: DeliveringPool[] = [];
  for (const pool of active) {
    const sum = received.get(pool.Destination) ?? { kind: 'NotSeen', reason: 'NotChecked' };
    if (typeof sum !== 'number') evidence.set(pool.UserPoolId, sum);
    else if (sum === 0) evidence.set(pool.UserPoolId, { kind: 'Missed' });
    else if (kindOf(pool.Destination) === 'LogGroup') searched.push(pool);
    else evidence.set(pool.UserPoolId, { kind: 'NotJudged', reason: 'StreamReceives' });
  }
  const queue = searched.values();
  const searchers = Array.from({ length: PARALLEL_SEARCHES }, async () => {
    for (const pool of queue)
      evidence.set(pool.UserPoolId, await searchFor(ports, pool, arrivalRange(window), context));
  });
  await Promise.all(searchers);
  return evidence;
}

/** Returns how many records each destination received, or what it means that this is not known. */
async function receivedByArn(
  { metrics, failures }: Ports,
  arns: readonly string[],
  range: TimeRange,
  context: CheckContext,
): Promise<ReadonlyMap<string, number | Evidence>> {
  if (arns.length === 0) return new Map();
  try {
    const sums = await metrics.sums(arns.map(countedMetric), range, context);
    return new Map(arns.map((arn, at) => [arn, sums[at] ?? { kind: 'NotSeen', reason: 'NotChecked' }]));
  } catch (error) {
    const evidence = failures.notSeen('GetMetricData', error);
    return new Map(arns.map((arn) => [arn, evidence]));
  }
}

/** Pools with a bucket are not judged. */
const countedMetric = (arn: string): CountedMetric => ({
  kind: kindOf(arn) === 'LogGroup' ? 'LogGroup' : 'Stream',
  destination: destinationName(arn),
});

async function searchFor(
  { search, failures }: Ports,
  pool: DeliveringPool,
  range: TimeRange,
  context: CheckContext,
): Promise<Evidence> {
  try {
    const found = await search.newest(destinationName(pool.Destination), pool.UserPoolId, range, context);
    if (found.kind === 'NotSeen') return found;
    return found.kind === 'Found' ? { kind: 'Arrived', at: found.at } : { kind: 'Missed' };
  } catch (error) {
    return failures.notSeen('FilterLogEvents', error);
  }
}
