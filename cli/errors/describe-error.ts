import { AwsCallError, RateLimitTimeoutError } from '../../lib/reconcile/errors.ts';
import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** An error as two lines for a person, and what the process ends with. */
export interface ErrorDescription {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

const CREDENTIALS = 'sign in (aws sso login), set AWS_PROFILE or add --profile NAME';

/** By AWS's name for the error, what a person can do about it. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['CredentialsProviderError', CREDENTIALS],
  ['ExpiredToken', CREDENTIALS],
  ['ExpiredTokenException', CREDENTIALS],
  ['UnrecognizedClientException', CREDENTIALS],
  ['InvalidClientTokenId', CREDENTIALS],
  ['AccessDenied', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['AccessDeniedException', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['NotAuthorizedException', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['ECONNREFUSED', 'nothing listens there: start it (clr local), or unset AWS_ENDPOINT_URL'],
  ['ENOTFOUND', 'check the Region, AWS_ENDPOINT_URL if it is set, and this machine’s network'],
  ['EAI_AGAIN', 'no name can be looked up: check this machine’s network'],
  ['ECONNRESET', 'the connection was cut: try again in a moment'],
  [
    'TimeoutError',
    'try again in a moment; check the network between here and there, and AWS_ENDPOINT_URL if it is set',
  ],
  ['ERR_INVALID_URL', 'set AWS_ENDPOINT_URL to an address like http://127.0.0.1:4566, or unset it'],
  ['ThrottlingException', 'the quota is used up: try again in a moment'],
  ['TooManyRequestsException', 'the quota is used up: try again in a moment'],
]);

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof CliError)
    return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  if (error instanceof RateLimitTimeoutError)
    return {
      message: error.message,
      hint: 'the quota is used up: try again in a moment',
      exitCode: EXIT.error,
    };
  const { name, message } = rootError(error);
  const call = error instanceof AwsCallError ? `${error.operation}: ` : '';
  const text = message.startsWith(name) ? message : `${name}: ${message}`;
  return {
    message: `${call}${text}`.split('\n')[0] ?? name,
    hint: HINTS.get(name) ?? 'once more with --verbose to see where it comes from',
    exitCode: EXIT.error,
  };
}

/** The SDK's own error below a AwsCallError; one of the connection bears its name in `code`. */
function rootError(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  if (error instanceof AwsCallError && error.cause instanceof Error) return rootError(error.cause);
  const code: unknown = Reflect.get(error, 'code');
  const name = typeof code === 'string' && HINTS.has(code) ? code : error.name;
  return { name, message: CONNECTION.get(name)?.() ?? error.message };
}

const endpoint = (): string => process.env.AWS_ENDPOINT_URL ?? 'AWS';

/** What went wrong before AWS said anything, in which the SDK's own words are node's. */
const CONNECTION: ReadonlyMap<string, () => string> = new Map([
  // A connection that every address refused is an AggregateError without a message.
  ['ECONNREFUSED', () => `no connection to ${endpoint()}`],
  ['ECONNRESET', () => `no answer from ${endpoint()}`],
  ['TimeoutError', () => `no answer from ${endpoint()}`],
  ['ERR_INVALID_URL', () => `${endpoint()} is no URL`],
]);
