import { z } from 'zod';

/**
 * The trace headers of messages. fauxqs does not keep them, so they are stored by message ID, which stays the same
 * when SQS moves a message to a dead-letter queue.
 */
export interface TraceHeaders {
  /**
   * Runs a call. Stores the trace headers of the messages that it sends, or adds those of the messages that it
   * receives to its response.
   */
  around<R extends SqsResponse>(call: TracedCall, run: () => Promise<R>): Promise<R>;
}

interface SqsResponse {
  readonly body: object;
}

export interface TracedCall {
  readonly operation: string;
  /** The header X-Amzn-Trace-Id of the call. */
  readonly header: string | undefined;
  readonly input: object;
}

/** Messages beyond this number lose their header, oldest first. They then begin a new chain of requests. */
const MAX_HEADERS = 100_000;

export function createTraceHeaders(): TraceHeaders {
  const headers = new Map<string, string>();
  const sends = new Set<Promise<unknown>>();

  const keep = (id: string | undefined, header: string | undefined) => {
    if (id === undefined || header === undefined) return;
    headers.set(id, header);
    const [oldest] = headers.size > MAX_HEADERS ? headers.keys() : [];
    if (oldest !== undefined) headers.delete(oldest);
  };
  const send = async <R extends SqsResponse>({ input, header }: TracedCall, run: () => Promise<R>) => {
    const response = await run();
    const { MessageSystemAttributes, Entries } = sendInput.parse(input);
    const { MessageId, Successful } = sendOutput.parse(response.body);
    keep(MessageId, headerOf(MessageSystemAttributes) ?? header);
    for (const { Id, MessageId } of Successful ?? []) {
      const entry = Entries?.find((one) => one.Id === Id);
      keep(MessageId, headerOf(entry?.MessageSystemAttributes) ?? header);
    }
    return response;
  };
  const receive = async <R extends SqsResponse>({ input }: TracedCall, run: () => Promise<R>) => {
    const response = await run();
    // A waiting receive can get a message before the response to its send is processed.
    if (sends.size > 0) await Promise.allSettled(sends);
    if (headers.size === 0 || !isRequested(input)) return response;
    const body = receiveOutput.parse(response.body);
    const Messages = body.Messages?.map((message) => withHeader(message, headers.get(message.MessageId)));
    return { ...response, body: { ...body, ...(Messages && { Messages }) } };
  };

  return {
    around(call, run) {
      if (call.operation === 'ReceiveMessage') return receive(call, run);
      if (call.operation !== 'SendMessage' && call.operation !== 'SendMessageBatch') return run();
      const sending = send(call, run).finally(() => sends.delete(sending));
      sends.add(sending);
      return sending;
    },
  };
}

const systemAttributes = z
  .looseObject({ AWSTraceHeader: z.looseObject({ StringValue: z.string() }).optional().catch(undefined) })
  .optional()
  .catch(undefined);
const sendInput = z.looseObject({
  MessageSystemAttributes: systemAttributes,
  Entries: z
    .array(z.looseObject({ Id: z.string(), MessageSystemAttributes: systemAttributes }))
    .optional()
    .catch(undefined),
});
const sendOutput = z.looseObject({
  MessageId: z.string().optional(),
  Successful: z.array(z.looseObject({ Id: z.string(), MessageId: z.string() })).optional(),
});
const names = z.array(z.unknown()).optional().catch(undefined);
const receiveInput = z.looseObject({ AttributeNames: names, MessageSystemAttributeNames: names });
const receiveOutput = z.looseObject({
  Messages: z
    .array(z.looseObject({ MessageId: z.string(), Attributes: z.record(z.string(), z.string()).optional() }))
    .optional(),
});

const headerOf = (attributes: z.output<typeof systemAttributes>): string | undefined =>
  attributes?.AWSTraceHeader?.StringValue;

function isRequested(input: object): boolean {
  const { AttributeNames = [], MessageSystemAttributeNames = [] } = receiveInput.parse(input);
  return [...AttributeNames, ...MessageSystemAttributeNames].some(
    (name) => name === 'All' || name === 'AWSTraceHeader',
  );
}

const withHeader = <M extends { readonly Attributes?: Record<string, string> | undefined }>(
  message: M,
  header: string | undefined,
): M =>
  header === undefined
    ? message
    : { ...message, Attributes: { ...message.Attributes, AWSTraceHeader: header } };
