import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** The two lines that the user reads for an error, and the exit code. */
export interface ErrorDescription {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

const CREDENTIALS = 'Sign in (aws sso login), set AWS_PROFILE or add --profile NAME.';

const PERMISSION = 'Request the permission. docs/clr.md lists the AWS calls of each command.';
const QUOTA = 'The quota is used up. Try again in a few seconds.';

/** The next step for an error, by its AWS or Node.js name. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['CredentialsProviderError', CREDENTIALS],
  ['ExpiredToken', CREDENTIALS],
  ['ExpiredTokenException', CREDENTIALS],
  ['UnrecognizedClientException', CREDENTIALS],
  ['InvalidClientTokenId', CREDENTIALS],
  ['AccessDenied', PERMISSION],
  ['AccessDeniedException', PERMISSION],
  ['NotAuthorizedException', PERMISSION],
  ['ECONNREFUSED', 'Nothing listens at this address. Start it (clr local), or unset AWS_ENDPOINT_URL.'],
  ['ENOTFOUND', 'Check the Region, AWS_ENDPOINT_URL (if set) and the network of this machine.'],
  ['EAI_AGAIN', 'DNS is not available. Check the network of this machine.'],
  ['ECONNRESET', 'The connection was closed. Try again in a few seconds.'],
  [
    'TimeoutError',
    'Try again in a few seconds. Check the network to this address and AWS_ENDPOINT_URL (if set).',
  ],
  ['ERR_INVALID_URL', 'Set AWS_ENDPOINT_URL to an address like http://127.0.0.1:4566, or unset it.'],
  ['ThrottlingException', QUOTA],
  ['TooManyRequestsException', QUOTA],
]);

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof CliError)
    return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  if (error instanceof RateLimitTimeoutError)
    return {
      message: error.message,
      hint: QUOTA,
      exitCode: EXIT.error,
    };
  const { name, message } = rootError(error);
  const call = error instanceof AwsCallError ? `${error.operation}: ` : '';
  const text = message.startsWith(name) ? message : `${name}: ${message}`;
  return {
    message: `${call}${text}`.split('\n')[0] ?? name,
    hint: HINTS.get(name) ?? 'To see the stack trace, run the command again with --verbose.',
    exitCode: EXIT.error,
  };
}

/** Returns the SDK error that an AwsCallError wraps. A connection error has its name in `code`. */
function rootError(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  if (error instanceof AwsCallError && error.cause instanceof Error) return rootError(error.cause);
  const code: unknown = Reflect.get(error, 'code');
  const name = typeof code === 'string' && HINTS.has(code) ? code : error.name;
  return { name, message: CONNECTION.get(name)?.() ?? error.message };
}

const endpoint = (): string => process.env.AWS_ENDPOINT_URL ?? 'AWS';

/** Messages for connection errors. The SDK passes on the messages of Node.js, which do not name the endpoint. */
const CONNECTION: ReadonlyMap<string, () => string> = new Map([
  // When every address rejects the connection, the error is an AggregateError without a message.
  ['ECONNREFUSED', () => `no connection to ${endpoint()}`],
  ['ECONNRESET', () => `no response from ${endpoint()}`],
  ['TimeoutError', () => `no response from ${endpoint()}`],
  ['ERR_INVALID_URL', () => `${endpoint()} is not a URL`],
]);
