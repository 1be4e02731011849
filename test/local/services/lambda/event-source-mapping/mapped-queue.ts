import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { LocalAccountRegion } from '../../../../../local/account-regions/local-account-region.ts';
import { startEventSourceMapping } from '../../../../../local/services/lambda/event-source-mapping/event-source-mapping.ts';
import type { EventSourceMappingSpec } from '../../../../../local/services/lambda/event-source-mapping/event-source-mapping-spec.ts';
import type { FunctionHost } from '../../../../../local/services/lambda/function-host.ts';
import { clientsAt } from '../../../clients.ts';

export interface MappedQueue {
  readonly url: string;
  readonly arn: string;
  /** The log lines of the mapping so far. */
  readonly lines: readonly string[];
  /** Sends messages in batches of ten. A body that is not a string is sent as JSON. */
  send(...bodies: readonly unknown[]): Promise<void>;
  /** Returns the numbers of waiting messages and of messages in flight. */
  counts(): Promise<{ waiting: number; inFlight: number }>;
  close(): Promise<void>;
}

export interface Mapping extends Partial<EventSourceMappingSpec> {
  readonly functionName: string;
  readonly attributes?: Record<string, string>;
}

/**
 * Creates a queue and a mapping that passes its messages to `host`, by default in batches of ten and with
 * ReportBatchItemFailures.
 */
export async function mapQueue(
  accountRegion: LocalAccountRegion,
  host: Pick<FunctionHost, 'invoke' | 'stopsLoop'>,
  name: string,
  { attributes = {}, ...mapping }: Mapping,
): Promise<MappedQueue> {
  const { sqs } = clientsAt(accountRegion.endpoint);
  const { QueueUrl: url = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  const arn = `arn:aws:sqs:${accountRegion.region}:${accountRegion.account}:${name}`;
  const lines: string[] = [];
  const running = startEventSourceMapping(
    accountRegion,
    {
      queueUrl: url,
      queueArn: arn,
      batchSize: 10,
      windowSeconds: 0,
      reportBatchItemFailures: true,
      ...mapping,
    },
    host,
    (line) => lines.push(line),
  );
  return {
    url,
    arn,
    lines,
    async send(...bodies) {
      const entries = bodies.map((body, index) => ({
        Id: String(index),
        MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
      }));
      for (let sent = 0; sent < entries.length; sent += 10)
        await sqs.send(
          new SendMessageBatchCommand({ QueueUrl: url, Entries: entries.slice(sent, sent + 10) }),
        );
    },
    async counts() {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      };
    },
    async close() {
      await running.close();
      sqs.destroy();
    },
  };
}
