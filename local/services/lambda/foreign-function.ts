import { partitionOf } from '../../core/partition.ts';
import type { FunctionConfiguration } from '../../core/stack.ts';

/** A seeded function that no stack of the local cloud contains. It can be read but not invoked. */
export interface ForeignFunction {
  readonly FunctionName: string;
  readonly Environment?: Readonly<Record<string, string>>;
  /** Returned instead of the variables, as when the caller cannot use the KMS key of the environment. */
  readonly EnvironmentError?: { readonly ErrorCode: string; readonly Message: string };
}

/** The members of Lambda's configuration of a foreign function. */
export interface ForeignConfiguration extends Pick<FunctionConfiguration, 'FunctionName' | 'FunctionArn'> {
  readonly Environment?: {
    readonly Variables?: Readonly<Record<string, string>>;
    readonly Error?: { readonly ErrorCode: string; readonly Message: string };
  };
}

/** Returns the configuration of the function. Lambda omits `Environment` when a function has no variables. */
export function foreignConfiguration(
  { account, region }: { readonly account: string; readonly region: string },
  { FunctionName, Environment, EnvironmentError }: ForeignFunction,
): ForeignConfiguration {
  return {
    FunctionName,
    FunctionArn: `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${FunctionName}`,
    ...(EnvironmentError !== undefined
      ? { Environment: { Error: EnvironmentError } }
      : Environment !== undefined && { Environment: { Variables: Environment } }),
  };
}
