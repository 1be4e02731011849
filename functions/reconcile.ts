import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readConfig } from '../lib/aws/config.ts';
import { withMiddleware } from './middleware.ts';
import { wireReconcile } from './reconcile-wiring.ts';
import { parseRecords, queueOf } from './sqs-event.ts';
import { telemetry } from './telemetry.ts';

const config = readConfig(process.env);
const reconcile = wireReconcile(config, telemetry);
/** Time reserved at the end of an invocation for requeuing messages. The visibility of messages relies on it (held-messages.ts). */
const MARGIN_MS = 5_000;

export const handler = withMiddleware<SQSEvent, SQSBatchResponse>(async (event, context) => {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const callContext = { priority: queueOf(event, config.editsQueueUrl), deadline };
  const batchItemFailures = await reconcile(parseRecords(event), callContext);
  return { batchItemFailures: batchItemFailures.map((itemIdentifier) => ({ itemIdentifier })) };
});
