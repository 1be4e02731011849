import type { FunctionConfiguration } from '../../core/stack.ts';

/** What the template says of one function, every value resolved. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** Path of the packaged zip. */
  readonly artifact: string;
  /** For example `functions/reconcile.handler`: the bundle in the zip is functions/reconcile.cjs. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The template's variables; the host adds what Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  /** Workers at once; without it there is no bound. */
  readonly reservedConcurrency?: number;
  /** Of a failed asynchronous invocation: 0 to 2, Lambda's default is 2. */
  readonly maximumRetryAttempts: number;
  /** An asynchronous invocation that waited longer is dropped; Lambda's default is 21600. */
  readonly maximumEventAgeSeconds: number;
}

/** As GetFunctionConfiguration tells it. */
export const configurationOf = (spec: FunctionSpec): FunctionConfiguration => ({
  FunctionName: spec.name,
  FunctionArn: spec.arn,
  Handler: spec.handler,
  Role: spec.roleArn,
  Timeout: spec.timeoutSeconds,
  MemorySize: spec.memoryMb,
  Environment: { Variables: spec.environment },
});
