import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { configuredEndpoint } from '../service/endpoint.ts';
import { CliError } from './cli-error.ts';
import { describeCredentialsError } from './credentials-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { hintFor, QUOTA } from './hints.ts';
import { describeUnexpectedResponse } from './unexpected-response.ts';

/** The two lines that the user reads for an error, and the exit code. */
export interface ErrorDescription {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** `env`: the environment whose profile provided the credentials. */
export function describeError(error: unknown, env = process.env): ErrorDescription {
  if (error instanceof CliError)
    return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  if (error instanceof RateLimitTimeoutError)
    return { message: error.message, hint: QUOTA, exitCode: EXIT.error };
  const { message, hint } = describeRoot(rootError(error), env);
  const call = error instanceof AwsCallError ? `${error.operation}: ` : '';
  return { message: `${call}${message}`.split('\n')[0] ?? message, hint, exitCode: EXIT.error };
}

/** Returns the SDK error that an AwsCallError wraps. */
const rootError = (error: unknown): unknown =>
  error instanceof AwsCallError && error.cause instanceof Error ? rootError(error.cause) : error;

function describeRoot(error: unknown, env: NodeJS.ProcessEnv): Pick<ErrorDescription, 'message' | 'hint'> {
  if (!(error instanceof Error)) return { message: `Error: ${error}`, hint: VERBOSE };
  if (['CredentialsProviderError', 'TokenProviderError'].includes(error.name))
    return describeCredentialsError(error.message, env);
  const unexpected = describeUnexpectedResponse(error);
  if (unexpected !== undefined) return unexpected;
  const name = nameOf(error);
  const message = connectionMessage(name, error) ?? error.message;
  return {
    message: message.startsWith(name) ? message : `${name}: ${message}`,
    hint: (name === 'ECONNREFUSED' ? refusedHint() : hintFor(name, message)) ?? VERBOSE,
  };
}

/** Returns the name of an error. A connection error has its name in `code`. */
function nameOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code !== 'string') return error.name;
  // ETIMEDOUT is also the code of a limit that this program sets, and its name is better known.
  if (code === 'ETIMEDOUT' && error.name === 'TimeoutError') return error.name;
  return code === 'ECONNREFUSED' || hintFor(code, error.message) !== undefined ? code : error.name;
}

const VERBOSE = 'To see the stack trace, run the command again with --verbose.';

/** Returns a message that names the endpoint. The SDK passes on the messages of Node.js, which do not. */
function connectionMessage(name: string, error: Error): string | undefined {
  const endpoint = configuredEndpoint(process.env)?.address ?? addressOf(error) ?? 'AWS';
  switch (name) {
    // When every address rejects the connection, the error is an AggregateError without a message.
    case 'ECONNREFUSED':
      return `no connection to ${endpoint}`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'TimeoutError':
      return `no response from ${endpoint}`;
    default:
      return /^(HPE_|ERR_SSL_|EPROTO)/.test(name)
        ? `${endpoint} does not answer in the expected protocol`
        : undefined;
  }
}

/** Returns the address of a connection error, for example `127.0.0.1:4566`. */
function addressOf(error: Error): string | undefined {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { address, port }: { address?: unknown; port?: unknown } = Object(first);
  return typeof address === 'string' ? `${address}:${port}` : undefined;
}

const refusedHint = (): string => {
  const variable = configuredEndpoint(process.env)?.variable;
  return variable === undefined
    ? 'Check the network of this machine, and endpoint_url in the profile (if set).'
    : `Nothing listens at this address. Start it (clr local), or unset ${variable}.`;
};
