import { z } from 'zod';
import type { LocalAccountRegion } from '../../account-regions/local-account-region.ts';
import type { Fault } from '../../core/fault-schema.ts';
import { type FlowLine, flowOf } from './flow.ts';
import { type PoolsView, poolsOf } from './pools.ts';

/** One account-region as the page shows it. */
export interface AccountRegionView {
  readonly account: string;
  readonly region: string;
  /** ISO 8601, in the cloud's time. */
  readonly now: string;
  /** The name of the function that runs a sweep; undefined if the service is not deployed. */
  readonly sweepFunction: string | undefined;
  readonly pools: PoolsView;
  readonly queues: readonly QueueView[];
  readonly quotas: ReturnType<LocalAccountRegion['quota']['read']>;
  readonly flow: readonly FlowLine[];
  /** The faults that can still occur, as one line each. */
  readonly faults: readonly string[];
}

export interface QueueView {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** `search` is a part of a pool ID or name, in upper or lower case. */
export async function viewAccountRegion(
  accountRegion: LocalAccountRegion,
  search: string,
): Promise<AccountRegionView> {
  const { account, region } = accountRegion;
  const stack = accountRegion.stack();
  return {
    account,
    region,
    now: new Date(accountRegion.now()).toISOString(),
    sweepFunction: stack?.functionNames.find((name) => name.endsWith('-sweep')),
    pools: await poolsOf(accountRegion, search),
    queues: await queuesOf(accountRegion),
    quotas: accountRegion.quota.read(),
    flow: flowOf(accountRegion),
    faults: accountRegion.faults.pending().map(faultText),
  };
}

function faultText(fault: Fault): string {
  const times = fault.count === undefined ? '' : `, ${fault.count} more`;
  const share = fault.percent === undefined ? '' : `, ${fault.percent} %`;
  return `${subjectOf(fault)}${share}${times}`;
}

function subjectOf(fault: Fault): string {
  if ('events' in fault) return `events of ${fault.source ?? 'any source'}: ${fault.events}`;
  if ('deliveries' in fault)
    return `records of ${fault.pool ?? 'any pool'} for ${fault.destination ?? 'any destination'}: ${fault.deliveries}`;
  return `${fault.operation}: ${fault.error ?? fault.do}`;
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
