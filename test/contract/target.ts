import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type LocalCloud, startLocalCloud } from '../../local/cloud.ts';
import type { ServiceName, Step } from './case.ts';

/** An answer as it came over the wire. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Where the cases are run: the local cloud, or, with CONTRACT_TARGET=aws, the account of the environment. */
export interface Target {
  /** Sends the very bytes, signed. On AWS a throttled call is repeated. */
  call(step: Pick<Step, 'call'>, body: string): Promise<Answered>;
  /** The events so far; undefined where nobody can see them. */
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
        const answer = await send(call, body);
        if (!/TooManyRequestsException|ThrottlingException/.test(answer.text) || attempt === 8) return answer;
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

const early = { step: 'build', priority: 'high' } as const;
const late = { step: 'deserialize', priority: 'low' } as const;

/**
 * The SDK's clients find endpoint and credentials and sign. What they would send is replaced before that, and
 * what comes back is taken before they read it: no SDK sends a wrong type or an operation that is not there.
 */
function wire(connection: Connection) {
  const client = { ...connection, maxAttempts: 1 };
  const cognito = new CognitoIdentityProviderClient(client);
  const ssm = new SSMClient(client);
  const logs = new CloudWatchLogsClient(client);
  const firehose = new FirehoseClient(client);
  /** Any command of the service: of its request nothing is left but address and signature. */
  const senders: Readonly<Record<ServiceName, (operation: string, body: string) => Promise<unknown>>> = {
    'cognito-idp': (operation, body) => {
      const command = new ListUserPoolsCommand({ MaxResults: 1 });
      const { replace, take } = exchange(`AWSCognitoIdentityProviderService.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), early);
      command.middlewareStack.add(() => take, late);
      return cognito.send(command);
    },
    ssm: (operation, body) => {
      const command = new GetParameterCommand({ Name: 'any' });
      const { replace, take } = exchange(`AmazonSSM.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), early);
      command.middlewareStack.add(() => take, late);
      return ssm.send(command);
    },
    logs: (operation, body) => {
      const command = new DescribeLogGroupsCommand({});
      const { replace, take } = exchange(`Logs_20140328.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), early);
      command.middlewareStack.add(() => take, late);
      return logs.send(command);
    },
    firehose: (operation, body) => {
      const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'any' });
      const { replace, take } = exchange(`Firehose_20150804.${operation}`, body);
      command.middlewareStack.add((next) => (args) => next(replace(args)), early);
      command.middlewareStack.add(() => take, late);
      return firehose.send(command);
    },
  };
  return async (call: Step['call'], body: string): Promise<Answered> => {
    const [service, operation = ''] = call.split('.');
    const send = Object.entries(senders).find(([name]) => name === service)?.[1];
    if (send === undefined) throw new Error(`no client for ${call}`);
    return send(operation, body).then(unanswered, answerIn);
  };
}

/** How the answer leaves the SDK's middleware: no other way leads past what reads it. */
class Taken extends Error {
  readonly answered: Answered;

  constructor(answered: Answered) {
    super('taken');
    this.answered = answered;
  }
}

function unanswered(): never {
  throw new Error('the request did not leave the SDK');
}

function answerIn(error: unknown): Answered {
  if (error instanceof Taken) return error.answered;
  throw error;
}

interface Sent {
  headers: Record<string, string>;
  body: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

function isSent(request: unknown): request is Sent {
  return typeof request === 'object' && request !== null && 'headers' in request && 'hostname' in request;
}

function exchange(target: string, body: string) {
  return {
    replace<Args extends { readonly request: unknown }>(args: Args): Args {
      if (!isSent(args.request)) throw new Error('no HTTP request');
      args.request.headers['x-amz-target'] = target;
      args.request.body = body;
      return args;
    },
    async take({ request }: { readonly request: unknown }): Promise<never> {
      if (!isSent(request)) throw new Error('no HTTP request');
      const { protocol, hostname, port, path, headers } = request;
      const { host: _, 'content-length': __, ...sent } = headers;
      const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
      const response = await fetch(url, { method: 'POST', headers: sent, body: request.body });
      throw new Taken({ status: response.status, headers: response.headers, text: await response.text() });
    },
  };
}
