/**
 * What the parts of the local cloud know of one another. A cell is one account in one Region: AWS keeps
 * those apart, so every store, queue, table, rule and function here belongs to exactly one of them.
 */

/** Who made a call: taken from the SigV4 credential scope, never verified (there are no secrets here). */
export interface Identity {
  readonly accessKeyId: string;
  readonly account: string;
  readonly region: string;
  /** CloudTrail's `userIdentity`: an IAM user for a caller from outside, an assumed role for a function. */
  readonly userIdentity: UserIdentity;
}

export type UserIdentity =
  | {
      type: 'IAMUser';
      principalId: string;
      arn: string;
      accountId: string;
      accessKeyId: string;
      userName: string;
    }
  | {
      type: 'AssumedRole';
      principalId: string;
      arn: string;
      accountId: string;
      accessKeyId: string;
      sessionContext: {
        sessionIssuer: {
          type: 'Role';
          principalId: string;
          arn: string;
          accountId: string;
          userName: string;
        };
      };
    };

/** An event as EventBridge hands it to a rule's target: the whole envelope. */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What an emitter says of an event; the bus adds id, account, Region and the time. */
export interface EventInput {
  readonly source: string;
  readonly detailType: string;
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

export interface EventBus {
  /** Delivers to every listener, asynchronously, and gives the envelope back. */
  put(event: EventInput): AwsEvent;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: AwsEvent) => void): () => void;
}

/** The answer to Lambda `Invoke`, before it is put on the wire. */
export interface InvokeResult {
  readonly statusCode: 200 | 202;
  readonly payload: string;
  /** `Unhandled` where the function threw, timed out or was ended. */
  readonly functionError?: 'Unhandled';
}

/** The members of Lambda's GetFunctionConfiguration that the template says. */
export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Handler: string;
  readonly Role: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

/** The service's own template at work in one cell. */
export interface Stack {
  /** Names of the functions, for Invoke and for health. */
  readonly functionNames: readonly string[];
  /** Undefined when no such function is there (the wire answers ResourceNotFoundException). */
  invoke(
    functionName: string,
    payload: string,
    type: 'RequestResponse' | 'Event',
  ): Promise<InvokeResult | undefined>;
  /** What Lambda tells of a function; undefined when no such function is there. */
  configuration(functionName: string): FunctionConfiguration | undefined;
  /** Of every queue of the stack, dead letters among them. */
  readonly queueUrls: readonly string[];
  /** Of the tables that the stack makes. */
  readonly tableNames: readonly string[];
  /** Ends the function's execution environments at once, whatever they are doing. */
  kill(functionName: string): Promise<void>;
  /** Stops polling, ends the workers, waits for both. May be called twice. */
  close(): Promise<void>;
}

export interface AccountRegion {
  readonly account: string;
  readonly region: string;
  readonly bus: EventBus;
  /** Where the SDK reaches this cloud, for example http://127.0.0.1:4599. */
  readonly endpoint: string;
  /** An access key that stands for this role in this cell: calls signed with it bear that identity. */
  issueRoleCredentials(
    roleArn: string,
    sessionName: string,
  ): { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** Takes the service up in a cell; resolves when its queues and table are there and its pollers run. */
export type Deploy = (accountRegion: AccountRegion) => Promise<Stack>;
