import type { AccountRegion } from './account-region.ts';

/** The response of Lambda's `Invoke`, before it is serialized. */
export interface InvokeResult {
  readonly statusCode: 200 | 202;
  readonly payload: string;
  /** `Unhandled` when the function threw an error, timed out or was killed. */
  readonly functionError?: 'Unhandled';
}

/** The members of Lambda's GetFunctionConfiguration that the template specifies. */
export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Handler: string;
  readonly Role: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

/** The members of EventBridge's DescribeRule that the template specifies. */
export interface RuleDescription {
  readonly Name: string;
  readonly Arn: string;
  /** JSON. */
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly Description?: string;
}

/** A deployed template in one account-region. */
export interface Stack {
  /** Names of the functions, for Invoke and `/health`. */
  readonly functionNames: readonly string[];
  /**
   * Resolves with undefined when the function does not exist (Lambda responds with ResourceNotFoundException).
   * `causes` are the trace headers of the requests that cause the invocation. Rejects with
   * RecursiveInvocationException, or drops an Event, when they show a recursive loop.
   */
  invoke(
    functionName: string,
    payload: string,
    type: 'RequestResponse' | 'Event',
    causes?: readonly string[],
  ): Promise<InvokeResult | undefined>;
  /** Returns how many invocations were not carried out because of a recursive loop, by function. */
  recursiveInvocationsDropped(): Readonly<Record<string, number>>;
  /** Returns undefined when the function does not exist. */
  configuration(functionName: string): FunctionConfiguration | undefined;
  /** URLs of all queues of the stack, including dead-letter queues. */
  readonly queueUrls: readonly string[];
  /** All rules of the template, also disabled ones. */
  readonly rules: readonly RuleDescription[];
  /** Names of the tables that the stack creates. */
  readonly tableNames: readonly string[];
  /** Ends the function's execution environments immediately, with the invocations that run in them. */
  kill(functionName: string): Promise<void>;
  /** Stops polling and ends the workers; resolves when both have ended. Can be called twice. */
  close(): Promise<void>;
}

/** Deploys the service in an account-region. Resolves when its queues and table exist and its pollers run. */
export type Deploy = (accountRegion: AccountRegion) => Promise<Stack>;
