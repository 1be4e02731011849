import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import type { ServiceName, Step } from './case.ts';

/** A response before the SDK reads it. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The system under test: the local cloud, or with CONTRACT_TARGET=aws the account of the environment. */
export interface Target {
  /** Sends the body unchanged and signed. On AWS, repeats a throttled call. */
  call(step: Pick<Step, 'call'>, body: string): Promise<WireResponse>;
  /** Returns the events so far, or undefined if the target does not show them. */
  events(): readonly unknown[] | undefined;
  close(): Promise<void>;
}

export const onAws = process.env.CONTRACT_TARGET === 'aws';

export async function openTarget(): Promise<Target> {
  return onAws ? awsTarget() : localTarget(await startLocalCloud({ quotaScale: 'off', seed: 7 }));
}

async function localTarget(cloud: LocalCloud): Promise<Target> {
  const accountRegion = await cloud.accountRegion('000000000000', 'us-east-1');
  const send = wire({
    endpoint: cloud.url,
    region: 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'none' },
  });
  return {
    call: ({ call }, body) => send(call, body),
    events: () => accountRegion.events.read(),
    close: () => cloud.close(),
  };
}

function awsTarget(): Target {
  const send = wire({});
  return {
    async call({ call }, body) {
      for (let attempt = 0; ; attempt += 1) {
        const response = await send(call, body);
        if (
          !/TooManyRequestsException|ThrottlingException|ThrottledException/.test(response.text) ||
          attempt === 8
        )
          return response;
        await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
      }
    },
    events: () => undefined,
    close: async () => {},
  };
}

interface Connection {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const beforeSigning = { step: 'build', priority: 'high' } as const;
const beforeReading = { step: 'deserialize', priority: 'low' } as const;

/**
 * Sends any operation and body through the SDK's clients, which find the endpoint and credentials and sign. The
 * request is replaced before it is signed, and the response is captured before the SDK reads it. The SDK itself
 * cannot send a wrong type or an unknown operation.
 */
function wire(connection: Connection) {
  const client = { ...connection, maxAttempts: 1 };
  const cognito = new CognitoIdentityProviderClient(client);
  const ssm = new SSMClient(client);
  const logs = new CloudWatchLogsClient(client);
  const firehose = new FirehoseClient(client);
  const cloudwatch = new CloudWatchClient(client);
  const tagging = new ResourceGroupsTaggingAPIClient(client);
  /** The command can be any of the service. Only the address and the signature of its request are used. */
  const senders: Readonly<Record<ServiceName, (operation: string, body: string) => Promise<unknown>>> = {
    'cognito-idp': (operation, body) => {
      const command = new ListUserPoolsCommand({ MaxResults: 1 });
      const { replace, capture } = exchange(`AWSCognitoIdentityProviderService.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return cognito.send(command);
    },
    ssm: (operation, body) => {
      const command = new GetParameterCommand({ Name: 'any' });
      const { replace, capture } = exchange(`AmazonSSM.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return ssm.send(command);
    },
    logs: (operation, body) => {
      const command = new DescribeLogGroupsCommand({});
      const { replace, capture } = exchange(`Logs_20140328.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return logs.send(command);
    },
    firehose: (operation, body) => {
      const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'any' });
      const { replace, capture } = exchange(`Firehose_20150804.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return firehose.send(command);
    },
    cloudwatch: (operation, body) => {
      const command = new ListMetricsCommand({});
      const { replace, capture } = exchange(`GraniteServiceVersion20100801.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return cloudwatch.send(command);
    },
    tagging: (operation, body) => {
      const command = new GetResourcesCommand({});
      const { replace, capture } = exchange(`ResourceGroupsTaggingAPI_20170126.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), beforeSigning);
      command.middlewareStack.add(() => capture, beforeReading);
      return tagging.send(command);
    },
  };
  return async (call: Step['call'], body: string): Promise<WireResponse> => {
    const [service, operation = ''] = call.split('.');
    const send = Object.entries(senders).find(([name]) => name === service)?.[1];
    if (send === undefined) throw new Error(`No client is known for ${call}.`);
    return send(operation, body).then(failUnsent, responseIn);
  };
}

/** Carries the response out of the SDK's middleware. Only an error skips the code that reads the response. */
class CapturedResponse extends Error {
  readonly response: WireResponse;

  constructor(response: WireResponse) {
    super('response captured');
    this.response = response;
  }
}

function failUnsent(): never {
  throw new Error('The SDK did not send the request.');
}

function responseIn(error: unknown): WireResponse {
  if (error instanceof CapturedResponse) return error.response;
  throw error;
}

interface SdkRequest {
  headers: Record<string, string>;
  body: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

function isSdkRequest(request: unknown): request is SdkRequest {
  return typeof request === 'object' && request !== null && 'headers' in request && 'hostname' in request;
}

function exchange(target: string, body: string) {
  return {
    replace<Args extends { readonly request: unknown }>(args: Args): Args {
      if (!isSdkRequest(args.request)) throw new Error('The request is not an HTTP request.');
      args.request.headers['x-amz-target'] = target;
      args.request.body = body;
      return args;
    },
    async capture({ request }: { readonly request: unknown }): Promise<never> {
      if (!isSdkRequest(request)) throw new Error('The request is not an HTTP request.');
      const { protocol, hostname, port, path, headers } = request;
      const { host: _, 'content-length': __, ...sent } = headers;
      const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
      const response = await fetch(url, { method: 'POST', headers: sent, body: request.body });
      throw new CapturedResponse({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      });
    },
  };
}
