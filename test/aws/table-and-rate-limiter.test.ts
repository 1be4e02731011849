import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { readConfig } from '../../lib/aws/config.ts';
import { tableAndRateLimiter } from '../../lib/aws/table-and-rate-limiter.ts';
import { environment } from '../support/environment.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

test('stores the reservations in the state table, with the quotas of the settings', async () => {
  const dynamo = mockClient(DynamoDBClient);
  onTestFinished(() => void dynamo.restore());
  dynamo.on(GetItemCommand).resolves({ Item: { Next: { N: String(Date.now()) } } });
  dynamo.on(UpdateItemCommand).callsFake(() => ({ Attributes: { Next: { N: String(Date.now()) } } }));
  const { rateLimiting } = tableAndRateLimiter(readConfig(environment()), recordingTelemetry().telemetry);
  await rateLimiting.rateLimiter.acquire('CognitoWrite', {
    priority: 'edits',
    deadline: Date.now() + 10_000,
  });
  expect(dynamo).toHaveReceivedCommandWith(UpdateItemCommand, {
    TableName: 'the-table',
    Key: { Id: { S: 'budget#CognitoWrite' } },
  });
  const [update] = dynamo.commandCalls(UpdateItemCommand);
  expect(update?.args[0].input.ExpressionAttributeValues?.[':length']?.N).toBe(String(1000 / 15));
});
