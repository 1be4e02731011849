import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { dynamoArrivals } from '../lib/aws/arrival/arrival-store.ts';
import { dynamoDeliveryRecords } from '../lib/aws/arrival/delivery-records.ts';
import { arrivalLimiting } from '../lib/aws/arrival/limiting.ts';
import { cloudWatchMetrics } from '../lib/aws/arrival/metric-reader.ts';
import { logRecordSearch } from '../lib/aws/arrival/record-search.ts';
import type { Config } from '../lib/aws/config.ts';
import { eventBridgePublisher } from '../lib/aws/publisher.ts';
import { systemClock } from '../lib/aws/system-clock.ts';
import { requestHandler, timeouts, withoutSdkRetries } from '../lib/aws/timeouts.ts';
import { checkArrival } from '../lib/reconcile/arrival/check-arrival.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';

/** A call that reads 500 metrics or searches a large log group takes longer than other calls. */
const patient = { ...withoutSdkRetries, requestHandler: { ...requestHandler, requestTimeout: 20_000 } };

/** The arrival function's wiring. */
export function wireArrival(config: Config, telemetry: Telemetry): ReturnType<typeof checkArrival> {
  const { settings, stateTable, arrival } = config;
  const table = new DynamoDBClient(timeouts);
  const limiting = arrivalLimiting(systemClock, Math.random, telemetry);
  return checkArrival({
    location: settings,
    allowanceMinutes: arrival.allowanceMinutes,
    records: dynamoDeliveryRecords(table, stateTable),
    metrics: cloudWatchMetrics(new CloudWatchClient(patient), limiting),
    search: logRecordSearch(new CloudWatchLogsClient(patient), limiting),
    arrivals: dynamoArrivals(table, stateTable),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
    telemetry,
    clock: systemClock,
  });
}
