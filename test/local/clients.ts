import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

interface Caller {
  readonly account?: string;
  readonly region?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Returns SDK clients for one account and Region of the local cloud. They do not retry, so that errors are visible. */
export function clientsAt(url: string, caller: Caller = {}) {
  const { account = '000000000000', region = 'us-east-1' } = caller;
  const config = {
    endpoint: url,
    region,
    credentials: caller.credentials ?? { accessKeyId: account, secretAccessKey: 'none' },
    maxAttempts: 1,
  };
  return {
    cognito: new CognitoIdentityProviderClient(config),
    ssm: new SSMClient(config),
    sqs: new SQSClient(config),
    dynamodb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    cloudtrail: new CloudTrailClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    firehose: new FirehoseClient(config),
    tagging: new ResourceGroupsTaggingAPIClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}

/** Sends a raw request, for input that the SDK cannot send. */
export function post(url: string, target: string, body: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization:
        'AWS4-HMAC-SHA256 Credential=000000000000/20261123/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0',
      ...headers,
    },
    body,
  });
}

/** Calls `read` until it returns a value. The time limit of the test ends the wait. */
export async function eventually<T>(read: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await read();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
