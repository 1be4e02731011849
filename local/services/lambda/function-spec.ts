import type { FunctionConfiguration } from '../../core/stack.ts';

/** A function of the template, with all values resolved. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  /** The path of the packaged zip file. A folder with the same name without `.zip` is used instead, if it exists. */
  readonly artifact: string;
  /** For example `functions/reconcile.handler`: the bundle in the zip file is functions/reconcile.cjs. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The variables of the template. The host adds those that Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  /** Whether recursive loops are stopped. The default of Lambda is Terminate. */
  readonly recursiveLoop: 'Allow' | 'Terminate';
  /** The maximum number of concurrent workers. Default: unlimited. */
  readonly reservedConcurrency?: number;
  /** Retries of a failed asynchronous invocation: 0 to 2. The default of Lambda is 2. */
  readonly maximumRetryAttempts: number;
  /** An asynchronous invocation that waits longer is dropped. The default of Lambda is 21600. */
  readonly maximumEventAgeSeconds: number;
}

/** Returns the response of GetFunctionConfiguration. */
export const configurationOf = (spec: FunctionSpec): FunctionConfiguration => ({
  FunctionName: spec.name,
  FunctionArn: spec.arn,
  Handler: spec.handler,
  Role: spec.roleArn,
  Timeout: spec.timeoutSeconds,
  MemorySize: spec.memoryMb,
  Environment: { Variables: spec.environment },
});
