import { z } from 'zod';
import { desiredSide, observedSide } from '../../../html/configuration-lines.ts';
import type { PoolView } from '../../../html/pool-table.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';
import { latestVersions } from '../../services/ssm/parameters.ts';
import { recordsOf } from './records.ts';

/** One account and Region as the page shows it. */
export interface AccountRegionView {
  readonly account: string;
  readonly region: string;
  readonly hasService: boolean;
  readonly pools: readonly PoolView[];
  /** How many there are that the search finds; `pools` holds the first of them. */
  readonly found: number;
  readonly queues: readonly QueueView[];
  readonly quotas: ReturnType<LocalAccountRegion['quota']['read']>;
  readonly events: readonly { readonly time: string; readonly type: string; readonly detail: string }[];
  readonly calls: readonly {
    readonly at: string;
    readonly operation: string;
    readonly by: string;
    readonly outcome: string;
  }[];
}

export interface QueueView {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A page of more is slow to draw and nobody reads it: whoever looks for one pool searches. */
export const mostPools = 100;
const mostLines = 12;

/** `search` is a part of a pool's id or name, in any case. */
export async function viewAccountRegion(
  accountRegion: LocalAccountRegion,
  search: string,
): Promise<AccountRegionView> {
  const { pools, found } = poolsOf(accountRegion, search);
  const records = await recordsOf(
    accountRegion,
    pools.map(({ id }) => id),
  );
  return {
    account: accountRegion.account,
    region: accountRegion.region,
    hasService: accountRegion.stack() !== undefined,
    pools: pools.map((pool) => ({ ...pool, ...recorded(records.get(pool.id)) })),
    found,
    queues: await queuesOf(accountRegion),
    quotas: accountRegion.quota.read(),
    events: accountRegion.events
      .read()
      .slice(-mostLines)
      .toReversed()
      .map((event) => ({ time: event.time, type: event['detail-type'], detail: subjectOf(event.detail) })),
    calls: accountRegion.calls
      .last(mostLines)
      .toReversed()
      .map(({ at, operation, by, outcome }) => ({
        at: new Date(at).toISOString(),
        operation,
        // Of an ARN what a person knows the caller by: the user's or the session's name.
        by: by.slice(by.lastIndexOf('/') + 1),
        outcome,
      })),
  };
}

const recorded = (known: PoolView['recorded']) => (known === undefined ? {} : { recorded: known });

/** Pools, and parameters named as a pool that is not there. */
function poolsOf(accountRegion: LocalAccountRegion, search: string): { pools: PoolView[]; found: number } {
  const values = new Map<string, string>();
  for (const { name, value } of latestVersions(accountRegion.ssm.parameters)) {
    const id = name.slice(name.lastIndexOf('/') + 1);
    if (/\/pools\/[^/]+$/.test(name)) values.set(id, value);
  }
  const wanted = search.toLowerCase();
  const pools: PoolView[] = [];
  let found = 0;
  const add = (view: PoolView) => {
    if (!`${view.id} ${view.name ?? ''}`.toLowerCase().includes(wanted)) return;
    found += 1;
    if (pools.length < mostPools) pools.push(view);
  };
  for (const { id, name, tier, logConfigurations } of accountRegion.cognito.pools.values()) {
    const observed = observedSide(logConfigurations);
    add({ id, name, tier, desired: desiredSide(values.get(id)), observed });
    values.delete(id);
  }
  for (const [id, value] of values)
    add({ id, name: 'no such pool', desired: desiredSide(value), observed: { lines: [], note: 'no pool' } });
  return { pools, found };
}

const attributesSchema = z.object({ Attributes: z.record(z.string(), z.string()) });

async function queuesOf(accountRegion: LocalAccountRegion): Promise<QueueView[]> {
  const urls = accountRegion.stack()?.queueUrls ?? [];
  return Promise.all(
    urls.map(async (QueueUrl) => {
      const { body } = await accountRegion.sqs.handle(
        { 'x-amz-target': 'AmazonSQS.GetQueueAttributes' },
        { QueueUrl, AttributeNames: ['All'] },
      );
      const read = attributesSchema.safeParse(body);
      const count = (name: string) => Number(read.data?.Attributes[name] ?? 0);
      return {
        name: QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1),
        waiting: count('ApproximateNumberOfMessages'),
        inFlight: count('ApproximateNumberOfMessagesNotVisible'),
        delayed: count('ApproximateNumberOfMessagesDelayed'),
      };
    }),
  );
}

const subjectSchema = z.looseObject({
  name: z.string().optional(),
  operation: z.string().optional(),
  eventName: z.string().optional(),
  userPoolId: z.string().optional(),
  requestParameters: z.looseObject({ userPoolId: z.string().optional() }).nullish(),
});

/** What an event is about, in one line. */
function subjectOf(detail: unknown): string {
  const read = subjectSchema.safeParse(detail);
  if (!read.success) return '';
  const { name, operation, eventName, userPoolId, requestParameters } = read.data;
  return [operation ?? eventName, name ?? userPoolId ?? requestParameters?.userPoolId]
    .filter((part) => part !== undefined)
    .join(' ');
}
