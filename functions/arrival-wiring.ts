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
import { timeouts, withoutSdkRetries } from '../lib/aws/timeouts.ts';
import { checkArrival } from '../lib/reconcile/arrival/check-arrival.ts';
import type { Telemetry } from '../lib/reconcile/ports.ts';

/** The arrival function's wiring. */
export function wireArrival(config: Config, telemetry: Telemetry): ReturnType<typeof checkArrival> {
  const { settings, stateTable, arrival } = config;
  const table = new DynamoDBClient(timeouts);
  const limiting = arrivalLimiting(systemClock, Math.random, telemetry);
  return checkArrival({
    location: settings,
    allowanceMinutes: arrival.allowanceMinutes,
    records: dynamoDeliveryRecords(table, stateTable),
    metrics: cloudWatchMetrics(new CloudWatchClient(withoutSdkRetries), limiting),
    search: logRecordSearch(new CloudWatchLogsClient(withoutSdkRetries), limiting),
    arrivals: dynamoArrivals(table, stateTable),
    publisher: eventBridgePublisher(new EventBridgeClient(timeouts), config.eventBus),
    telemetry,
    clock: systemClock,
  });
}
