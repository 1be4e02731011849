import type { Metric, MetricStore } from '../services/cloudwatch/metrics.ts';
import { canDeliverTo, type FirehoseStore, streamArn } from '../services/firehose/streams.ts';
import { type LogsStore, logGroupArn } from '../services/logs/log-groups.ts';
import type { S3Store } from '../services/s3/buckets.ts';

/** The stores that records are delivered to. */
export interface DestinationStores {
  readonly logs: LogsStore;
  readonly firehose: FirehoseStore;
  readonly s3: S3Store;
  readonly metrics: MetricStore;
}

/** Records that arrive at the same time, of one pool and one activity. They have the same length. */
export interface RecordBatch {
  /** The time of the activity, in milliseconds. */
  readonly at: number;
  readonly arrivesAt: number;
  readonly records: readonly object[];
}

/**
 * Puts records into the destination with this ARN. Returns false if it cannot be delivered to: it does not exist in this
 * account-region, a log group is encrypted (docs/aws-facts.md#log-groups), or a stream does not have the tag
 * (docs/aws-facts.md#stream-tag).
 */
export function deliver(stores: DestinationStores, arn: string, batch: RecordBatch): boolean {
  const name = arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
  if (arn.split(':')[2] === 'logs') return deliverToLogGroup(stores, arn, batch);
  if (arn === streamArn(stores.firehose, name)) return deliverToStream(stores, name, batch);
  if (/^arn:[^:]+:s3:::[^:/]+$/.test(arn)) return deliverToBucket(stores, name);
  return false;
}

function deliverToLogGroup({ logs, metrics }: DestinationStores, arn: string, batch: RecordBatch): boolean {
  const name = arn.split(':')[6] ?? '';
  const group = logs.logGroups.get(name);
  if (arn !== logGroupArn(logs, name) || group === undefined || group.kmsKeyId !== undefined) return false;
  const { at: timestamp, arrivesAt: ingestionTime, records } = batch;
  for (const content of records) logs.events.add(name, { timestamp, ingestionTime, content });
  const dimension = { Name: 'LogGroupName', Value: name };
  countIncoming(
    metrics,
    { namespace: 'AWS/Logs', name: 'IncomingLogEvents', unit: 'None', dimension },
    batch,
  );
  return true;
}

function deliverToStream(
  { firehose, metrics }: DestinationStores,
  name: string,
  batch: RecordBatch,
): boolean {
  if (!canDeliverTo(firehose, name)) return false;
  const dimension = { Name: 'DeliveryStreamName', Value: name };
  countIncoming(
    metrics,
    { namespace: 'AWS/Firehose', name: 'IncomingRecords', unit: 'Count', dimension },
    batch,
  );
  return true;
}

/** Adds the records to this metric of the destination, and their bytes to `IncomingBytes`. */
function countIncoming(
  metrics: MetricStore,
  {
    dimension,
    ...records
  }: Pick<Metric, 'namespace' | 'name' | 'unit'> & { readonly dimension: Metric['dimensions'][number] },
  batch: RecordBatch,
): void {
  const { arrivesAt, records: all } = batch;
  const dimensions = [dimension];
  const bytes = { ...records, name: 'IncomingBytes', unit: 'Bytes', dimensions } as const;
  metrics.put({ ...records, dimensions }, arrivesAt, 1, all.length);
  metrics.put(bytes, arrivesAt, bytesOf(batch), all.length);
}

/** A batch is one object. How Cognito divides records into objects, and their keys, are [unverified]. */
function deliverToBucket({ s3 }: DestinationStores, name: string): boolean {
  if (s3.buckets.get(name) === undefined) return false;
  s3.objects.set(name, (s3.objects.get(name) ?? 0) + 1);
  return true;
}

/** Returns the bytes of one record. */
const bytesOf = ({ records }: RecordBatch): number => Buffer.byteLength(JSON.stringify(records[0]));
