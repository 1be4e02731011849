import { SIGN_IN } from './credentials-error.ts';

const PERMISSION = 'Request the permission. docs/clr.md lists the AWS calls of each command.';
export const QUOTA = 'The quota is used up. Try again in a few seconds.';
const ACCESS_KEY =
  'Check the access key and, for temporary credentials, AWS_SESSION_TOKEN. The account must have enabled the Region.';
const CLOCK = 'Check the clock of this machine.';
const AWS_FAILED = 'AWS has an internal error. Try again in a few minutes.';
const NETWORK = 'Check the network of this machine, AWS_ENDPOINT_URL (if set) and the firewall.';
const CERTIFICATE =
  'If a proxy of your network replaces certificates, set NODE_EXTRA_CA_CERTS to the file with its CA certificate.';
const NOT_TLS = 'Check AWS_ENDPOINT_URL (if set): a server without TLS needs http:// in place of https://.';
const NOT_HTTP = 'Check the port in AWS_ENDPOINT_URL (if set), and http:// or https:// before it.';
const FILE = 'Check the path and its permissions.';

/** The next step for an error, by its AWS or Node.js name. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['ExpiredToken', SIGN_IN],
  ['ExpiredTokenException', SIGN_IN],
  ['UnrecognizedClientException', ACCESS_KEY],
  ['InvalidClientTokenId', ACCESS_KEY],
  ['InvalidAccessKeyId', ACCESS_KEY],
  ['AuthFailure', ACCESS_KEY],
  ['OptInRequired', ACCESS_KEY],
  ['SignatureDoesNotMatch', 'Check the secret access key. It must belong to the access key ID.'],
  ['InvalidSignatureException', 'Check the secret access key. It must belong to the access key ID.'],
  ['IncompleteSignature', 'Check the access key. It can contain a space or a line break.'],
  ['IncompleteSignatureException', 'Check the access key. It can contain a space or a line break.'],
  ['RequestExpired', CLOCK],
  ['RequestTimeTooSkewed', CLOCK],
  [
    'MissingAuthenticationToken',
    'Check AWS_ENDPOINT_URL (if set): this endpoint belongs to another service.',
  ],
  [
    'MissingAuthenticationTokenException',
    'Check AWS_ENDPOINT_URL (if set): this endpoint belongs to another service.',
  ],
  ['AccessDenied', PERMISSION],
  ['AccessDeniedException', PERMISSION],
  ['KMSAccessDeniedException', PERMISSION],
  ['NotAuthorizedException', PERMISSION],
  ['UnauthorizedOperation', PERMISSION],
  ['InternalFailure', AWS_FAILED],
  ['InternalErrorException', AWS_FAILED],
  ['InternalServerError', AWS_FAILED],
  ['InternalServiceError', AWS_FAILED],
  ['ServiceException', AWS_FAILED],
  ['ServiceUnavailable', AWS_FAILED],
  ['ServiceUnavailableException', AWS_FAILED],
  ['ThrottlingException', QUOTA],
  ['TooManyRequestsException', QUOTA],
  ['ProvisionedThroughputExceededException', QUOTA],
  ['RequestLimitExceeded', QUOTA],
  ['ENOTFOUND', 'Check the Region, AWS_ENDPOINT_URL (if set) and the network of this machine.'],
  ['EAI_AGAIN', 'DNS is not available. Check the network of this machine.'],
  ['ECONNRESET', 'The connection was closed. Try again in a few seconds.'],
  ['EPIPE', 'The connection was closed. Try again in a few seconds.'],
  ['EHOSTUNREACH', NETWORK],
  ['ENETUNREACH', NETWORK],
  ['ETIMEDOUT', NETWORK],
  [
    'TimeoutError',
    'Try again in a few seconds. Check the network to this address and AWS_ENDPOINT_URL (if set).',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', CERTIFICATE],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT', CERTIFICATE],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', CERTIFICATE],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', CERTIFICATE],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'The certificate is for another host. Check AWS_ENDPOINT_URL (if set) and the proxy.',
  ],
  ['CERT_HAS_EXPIRED', CLOCK],
  ['CERT_NOT_YET_VALID', CLOCK],
  ['EPROTO', NOT_TLS],
  ['ENOENT', FILE],
  ['EACCES', FILE],
  ['EISDIR', FILE],
]);

/** Returns the next step; undefined for an unknown error. */
export function hintFor(name: string, message: string): string | undefined {
  if (/^(InvalidSignature|SignatureDoesNotMatch)/.test(name) && /expired|not yet current/i.test(message))
    return CLOCK;
  if (name.startsWith('HPE_')) return NOT_HTTP;
  if (name.startsWith('ERR_SSL_')) return NOT_TLS;
  return HINTS.get(name);
}
