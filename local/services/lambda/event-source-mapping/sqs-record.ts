import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

/**
 * Returns a message as a record of the event that Lambda sends to the function.
 *
 * @param clockOffset the milliseconds by which the cloud's time differs from the time of the queues, which is never
 * moved. The age of a message stays the same.
 */
export function sqsRecord(message: Message, queueArn: string, clockOffset: number): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: { ...message.Attributes, ...movedTimes(message.Attributes, clockOffset) },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
    ),
    ...(message.MD5OfMessageAttributes !== undefined && {
      md5OfMessageAttributes: message.MD5OfMessageAttributes,
    }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  };
}

const TIMES = ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'] as const;

function movedTimes(attributes: Message['Attributes'] = {}, clockOffset: number): Record<string, string> {
  return Object.fromEntries(
    TIMES.flatMap((name) => {
      const time = attributes[name];
      return time === undefined ? [] : [[name, String(Number(time) + Math.round(clockOffset))]];
    }),
  );
}

function attribute(value: MessageAttributeValue): object {
  return {
    ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
    ...(value.BinaryValue !== undefined && {
      binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
    }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType,
  };
}
