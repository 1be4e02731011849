import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { LocalAccountRegion } from '../../../../local/account-regions/local-account-region.ts';
import { startLocalCloud } from '../../../../local/cloud.ts';
import type { Deploy } from '../../../../local/core/stack.ts';
import { createFunctionHost, type FunctionHost } from '../../../../local/services/lambda/function-host.ts';
import type { FunctionSpec } from '../../../../local/services/lambda/function-spec.ts';
import { clientsAt, eventually } from '../../clients.ts';
import { writeZip } from './zip.ts';

/** The code of a function, as CommonJS that sets `exports.handler`, and settings that override the defaults below. */
export type SmallFunction = { readonly code: string } & Partial<FunctionSpec>;

/** A local cloud with a few small functions. The function host runs each of them from a real zip file. */
export interface SmallService {
  readonly accountRegion: LocalAccountRegion;
  readonly clients: ReturnType<typeof clientsAt>;
  readonly host: FunctionHost;
  /** The log lines of the functions and the host so far. Each begins with the name of the function. */
  readonly lines: readonly string[];
  /** Invokes a function by the SDK and waits for its result. `error` is the FunctionError of the response. */
  call(name: string, event?: unknown): Promise<{ result: unknown; error?: string | undefined }>;
  /** Invokes a function asynchronously and returns the status code. */
  send(name: string, event?: unknown): Promise<number | undefined>;
  /** Returns the first log line that matches. Waits for it if necessary. */
  line(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

export async function startSmallService(
  functions: Readonly<Record<string, SmallFunction>>,
): Promise<SmallService> {
  const directory = await mkdtemp(join(tmpdir(), 'clr-small-service-'));
  const artifact = join(directory, 'functions.zip');
  const files = Object.entries(functions).map(([name, { code }]) => [`functions/${name}.cjs`, code]);
  await writeZip(artifact, Object.fromEntries(files));
  const specs = Object.entries(functions).map(([name, { code: _, ...spec }]) => ({
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    artifact,
    handler: `functions/${name}.handler`,
    timeoutSeconds: 5,
    memoryMb: 128,
    environment: {},
    roleArn: 'arn:aws:iam::000000000000:role/small',
    recursiveLoop: 'Terminate' as const,
    maximumRetryAttempts: 2,
    maximumEventAgeSeconds: 21_600,
    ...spec,
  }));
  const lines: string[] = [];
  const hosts: FunctionHost[] = [];
  const deploy: Deploy = async (accountRegion) => {
    const host = createFunctionHost(accountRegion, specs, (line) => lines.push(line), {
      retryDelays: [20, 40],
    });
    hosts.push(host);
    return { ...host, configuration: () => undefined, queueUrls: [], rules: [], tableNames: [] };
  };
  const cloud = await startLocalCloud({ deploy, quotaScale: 'off' });
  const [host] = hosts;
  if (host === undefined) throw new Error('The local cloud did not deploy the functions.');
  const clients = clientsAt(cloud.url);
  const invoke = (FunctionName: string, InvocationType: 'Event' | 'RequestResponse', event: unknown) =>
    clients.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType, Payload: Buffer.from(JSON.stringify(event)) }),
    );
  return {
    accountRegion: await cloud.accountRegion('000000000000', 'us-east-1'),
    clients,
    host,
    lines,
    async call(name, event = {}) {
      const { Payload, FunctionError } = await invoke(name, 'RequestResponse', event);
      return { result: JSON.parse(Payload?.transformToString() ?? ''), error: FunctionError };
    },
    send: async (name, event = {}) => (await invoke(name, 'Event', event)).StatusCode,
    line: (pattern) => eventually(() => lines.find((line) => pattern.test(line))),
    async close() {
      await cloud.close();
      await rm(directory, { recursive: true });
    },
  };
}
