import { NoSlot, ServiceFailure } from '../lib/domain/service-failure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** An error as two lines for a person, and what the process ends with. */
export interface Described {
  readonly what: string;
  readonly remedy: string;
  readonly exitCode: ExitCode;
}

const CREDENTIALS = 'sign in (aws sso login), set AWS_PROFILE or add --profile NAME';

/** By AWS's name for the error, what a person can do about it. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['CredentialsProviderError', CREDENTIALS],
  ['ExpiredToken', CREDENTIALS],
  ['ExpiredTokenException', CREDENTIALS],
  ['UnrecognizedClientException', CREDENTIALS],
  ['InvalidClientTokenId', CREDENTIALS],
  ['AccessDenied', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['AccessDeniedException', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['NotAuthorizedException', 'ask for the permission; docs/clr.md lists what each command calls'],
  ['ECONNREFUSED', 'nothing listens there: start it (clr local), or unset AWS_ENDPOINT_URL'],
  ['ThrottlingException', 'the quota is used up: try again in a moment'],
  ['TooManyRequestsException', 'the quota is used up: try again in a moment'],
]);

export function describeFailure(error: unknown): Described {
  if (error instanceof Failure)
    return { what: error.message, remedy: error.remedy, exitCode: error.exitCode };
  if (error instanceof NoSlot)
    return {
      what: error.message,
      remedy: 'the quota is used up: try again in a moment',
      exitCode: EXIT.error,
    };
  const { name, message } = root(error);
  const call = error instanceof ServiceFailure ? `${error.operation}: ` : '';
  const said = message.startsWith(name) ? message : `${name}: ${message}`;
  return {
    what: `${call}${said}`.split('\n')[0] ?? name,
    remedy: REMEDIES.get(name) ?? 'once more with --verbose to see where it comes from',
    exitCode: EXIT.error,
  };
}

/** The SDK's own error below a ServiceFailure; a refused connection bears its name in `code`. */
function root(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  if (error instanceof ServiceFailure && error.cause instanceof Error) return root(error.cause);
  const code: unknown = Reflect.get(error, 'code');
  // A connection that every address refused is an AggregateError without a message.
  if (code === 'ECONNREFUSED') return { name: 'ECONNREFUSED', message: `no connection to ${endpoint()}` };
  return { name: error.name, message: error.message };
}

const endpoint = (): string => process.env.AWS_ENDPOINT_URL ?? 'AWS';
