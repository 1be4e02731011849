import type { Context, SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';

/** Returns the context of an invocation with this remaining time. */
export const context = (remainingMs = 60_000): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'the-function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:the-function',
  memoryLimitInMB: '256',
  awsRequestId: 'the-request',
  logGroupName: 'the-group',
  logStreamName: 'the-stream',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** Returns a batch of a queue with the messages `m0`, `m1` and so on, received for the first time. */
export const sqsEvent = (queue: string, bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map((body, at) => ({
    messageId: `m${at}`,
    receiptHandle: `receipt ${at}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'a-sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${queue}`,
    awsRegion: 'eu-west-1',
  })),
});

/** Returns the event that SSM sends when a parameter changes (docs/aws-facts.md#parameter-events). */
export const parameterEvent = (name: string, operation = 'Update') => ({
  source: 'aws.ssm',
  'detail-type': 'Parameter Store Change',
  resources: [`arn:aws:ssm:eu-west-1:123456789012:parameter${name}`],
  detail: { operation, name, type: 'String' },
});

/** Records everything that is written to standard output and error until `restore`. */
export function listenToOutput(): { readonly text: () => string; readonly restore: () => void } {
  const written: string[] = [];
  const record = (chunk: string | Uint8Array): boolean => {
    written.push(String(chunk));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(record),
  );
  return {
    text: () => written.join(''),
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
