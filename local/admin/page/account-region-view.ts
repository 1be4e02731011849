import { z } from 'zod';
import { desiredSide, observedSide } from '../../../html/configuration-lines.ts';
import type { PoolView } from '../../../html/pool-table.ts';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';
import { latestVersions } from '../../services/ssm/parameters.ts';
import { recordsOf } from './records.ts';
import { replicaNote } from './replica-note.ts';

/** One account-region as the page shows it. */
export interface AccountRegionView {
  readonly account: string;
  readonly region: string;
  readonly hasService: boolean;
  readonly pools: readonly PoolView[];
  /** The number of pools that match the search; `pools` contains the first of them. */
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

/** A page with more pools is slow to render. Use the search to find one pool. */
export const MAX_POOLS = 100;
const MAX_LINES = 12;

/** `search` is a part of a pool ID or name, in upper or lower case. */
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
      .slice(-MAX_LINES)
      .toReversed()
      .map((event) => ({ time: event.time, type: event['detail-type'], detail: subjectOf(event.detail) })),
    calls: accountRegion.calls
      .last(MAX_LINES)
      .toReversed()
      .map(({ at, operation, by, outcome }) => ({
        at: new Date(at).toISOString(),
        operation,
        // The last part of the ARN: the name of the user or of the session.
        by: by.slice(by.lastIndexOf('/') + 1),
        outcome,
      })),
  };
}

const recorded = (known: PoolView['recorded']) => (known === undefined ? {} : { recorded: known });

/** Returns the pools, and the parameters of pools that do not exist. */
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
    if (pools.length < MAX_POOLS) pools.push(view);
  };
  for (const pool of accountRegion.cognito.pools.values()) {
    const { id, name, tier, logConfigurations } = pool;
    const observed = observedSide(logConfigurations);
    const replica = replicaNote(accountRegion.cognito, pool);
    add({
      id,
      name: replica === undefined ? name : `${name} · ${replica}`,
      tier,
      desired: desiredSide(values.get(id)),
      observed,
    });
    values.delete(id);
  }
  for (const [id, value] of values)
    add({
      id,
      name: 'pool not found',
      desired: desiredSide(value),
      observed: { lines: [], note: 'pool not found' },
    });
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

/** Returns a one-line summary of an event. */
function subjectOf(detail: unknown): string {
  const read = subjectSchema.safeParse(detail);
  if (!read.success) return '';
  const { name, operation, eventName, userPoolId, requestParameters } = read.data;
  return [operation ?? eventName, name ?? userPoolId ?? requestParameters?.userPoolId]
    .filter((part) => part !== undefined)
    .join(' ');
}
