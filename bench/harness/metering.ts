import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';

export const usageSchema = z.object({
  invocations: z.number(),
  billedMs: z.number(),
  cpuMs: z.number(),
  peakMb: z.number(),
  sqsRequests: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
  events: z.number(),
  logBytes: z.number(),
  /** The published metrics with their dimensions. */
  metrics: z.array(z.string()),
});
/** What one process used, in the units that AWS charges for. */
export type Usage = z.output<typeof usageSchema>;

const CONSUMING = /^(Get|Put|Update|Delete|Query|Scan|BatchGet|BatchWrite|Transact)/;
const READING = /^(Get|Query|Scan|BatchGet|TransactGet)/;
const capacity = z.object({ CapacityUnits: z.number().default(0) });
const consumed = z.object({
  ConsumedCapacity: z.union([capacity.transform((one) => [one]), z.array(capacity)]).default([]),
});
const entries = z.object({ Entries: z.array(z.unknown()) });
const emf = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/**
 * Counts from now on what this process sends to DynamoDB, SQS and EventBridge, and its log, which is no longer written. The service runs
 * unchanged: the classes of the clients are observed.
 */
export function startMetering() {
  const metrics = new Set<string>();
  const counts = { sqsRequests: 0, readUnits: 0, writeUnits: 0, events: 0, logBytes: 0 };
  const runs = { invocations: 0, billedMs: 0 };
  observe(DynamoDBClient, {
    before(name, input) {
      if (CONSUMING.test(name)) Object.assign(input, { ReturnConsumedCapacity: 'TOTAL' });
    },
    after(name, output) {
      const units = consumed.parse(output).ConsumedCapacity.reduce((sum, one) => sum + one.CapacityUnits, 0);
      counts[READING.test(name) ? 'readUnits' : 'writeUnits'] += units;
    },
  });
  observe(SQSClient, {
    before() {
      counts.sqsRequests += 1;
    },
  });
  observe(EventBridgeClient, {
    before(_, input) {
      counts.events += entries.parse(input).Entries.length;
    },
  });
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    const text = String(chunk);
    counts.logBytes += Buffer.byteLength(text);
    for (const line of text.split('\n')) for (const name of metricsIn(line)) metrics.add(name);
    return true;
  };
  const cpuAtStart = process.cpuUsage();
  return {
    /** Runs one invocation. Lambda rounds its time up to a millisecond. */
    async invoke<T>(run: () => Promise<T>): Promise<T> {
      const startedAt = performance.now();
      try {
        return await run();
      } finally {
        runs.invocations += 1;
        runs.billedMs += Math.ceil(performance.now() - startedAt);
      }
    },
    /** Writes a line to the process that started this one. */
    print: (line: string) => void write(`${line}\n`),
    usage(): Usage {
      const { user, system } = process.cpuUsage(cpuAtStart);
      const peakMb = process.resourceUsage().maxRSS / 1024;
      return { ...runs, ...counts, cpuMs: (user + system) / 1000, peakMb, metrics: [...metrics] };
    },
  };
}

/** Returns the metrics of a line in the embedded metric format, with their dimensions. */
function metricsIn(line: string): readonly string[] {
  if (!line.startsWith('{"_aws"')) return [];
  const fields = emf.parse(JSON.parse(line));
  return fields._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => [Name, ...names.map((name) => `${name}=${fields[name]}`)].join(' ')),
    ),
  );
}

interface Observer {
  readonly before: (name: string, input: object) => void;
  readonly after?: (name: string, output: unknown) => void;
}

/** Calls the observer before and after each command that any client of this class sends. */
function observe(Client: { readonly prototype: object }, { before, after }: Observer): void {
  const original: unknown = Reflect.get(Client.prototype, 'send');
  if (typeof original !== 'function') throw new Error('the client has no method "send"');
  const send = async function (this: unknown, command: { input: object }, ...rest: readonly unknown[]) {
    const name = command.constructor.name;
    before(name, command.input);
    const output: unknown = await Reflect.apply(original, this, [command, ...rest]);
    after?.(name, output);
    return output;
  };
  Object.defineProperty(Client.prototype, 'send', { value: send });
}
