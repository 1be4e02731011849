import { configuredEndpoint } from '../service/endpoint.ts';
import { CliError } from './cli-error.ts';

/** Names of errors that the SDK creates when a response contains no AWS error. */
const WITHOUT_AWS_ERROR = ['SyntaxError', 'Unknown', 'UnknownError'];

/** The part of an SDK error that contains the response. */
interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * Returns the message and the hint for a response that is not from AWS: HTML of a proxy, a redirect, or an endpoint that
 * is another server. Returns undefined for all other errors.
 */
export function describeUnexpectedResponse(
  error: Error,
): { readonly message: string; readonly hint: string } | undefined {
  if (!WITHOUT_AWS_ERROR.includes(error.name)) return undefined;
  const response = responseOf(error);
  if (response === undefined) return undefined;
  return { message: messageOf(response, error.message), hint: hint(response) };
}

function messageOf({ statusCode, headers }: Response, parserMessage: string): string {
  const server = configuredEndpoint(process.env)?.address ?? 'AWS or a proxy';
  const status = `(HTTP status ${statusCode})`;
  const { location } = headers;
  if (statusCode >= 300 && statusCode < 400)
    return `${server} redirected the call${typeof location === 'string' ? ` to ${location}` : ''} ${status}. AWS does not redirect calls.`;
  if (statusCode === 407) return `${server} requires a user name and a password ${status}.`;
  const isHtml =
    String(headers['content-type']).includes('html') || /"\s*<(!doctype|html)/i.test(parserMessage);
  return `${server} returned ${isHtml ? 'HTML in place of an' : 'no'} AWS response ${status}.`;
}

function hint({ statusCode }: Response): string {
  const variable = configuredEndpoint(process.env)?.variable;
  if (variable !== undefined)
    return `Check ${variable}. Set it to the address of AWS or of the local cloud (clr local), or unset it.`;
  return statusCode >= 500
    ? 'Try again in a few minutes. If the error stays, check the proxy and the network of this machine.'
    : 'A proxy, a firewall or a sign-in page answered in place of AWS. Check the network of this machine.';
}

function responseOf(error: Error): Response | undefined {
  const response: unknown = Reflect.get(error, '$response');
  if (typeof response !== 'object' || response === null) return undefined;
  const { statusCode, headers }: { statusCode?: unknown; headers?: unknown } = response;
  if (typeof statusCode !== 'number') return undefined;
  return { statusCode, headers: { ...(typeof headers === 'object' ? headers : {}) } };
}

/** Returns the error for a response that is successful but empty, or the JSON of another server. */
export function notFromAws(statusCode = 200): CliError {
  const response = { statusCode, headers: {} };
  return new CliError(messageOf(response, ''), hint(response));
}
