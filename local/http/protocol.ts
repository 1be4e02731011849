import { type AwsError, InternalError } from '../core/aws-error.ts';
import type { ServiceResponse } from '../core/service-response.ts';

/** How a service serializes responses and errors, and the name of the header with the request ID. */
export interface Protocol {
  serializeError(error: AwsError, requestId: string): ServiceResponse;
  readonly contentType: string;
  readonly requestIdHeader: string;
}

const awsJson = (version: '1.0' | '1.1'): Protocol => ({
  contentType: `application/x-amz-json-${version}`,
  requestIdHeader: 'x-amzn-requestid',
  // The SDK reads the name from `__type` (docs/aws-facts.md#error-name).
  serializeError: ({ name, message, status }) => ({
    status,
    body: { __type: name, ...(message !== '' && { message }) },
  }),
});

export const AWS_JSON_1_0 = awsJson('1.0');
export const AWS_JSON_1_1 = awsJson('1.1');

/** The names of errors in the query protocol, from the API model, where they differ. `Throttling` is measured. */
const QUERY_ERRORS = new Map([
  ['InvalidParameterValueException', 'InvalidParameterValue'],
  ['ThrottlingException', 'Throttling'],
  ['ValidationException', 'ValidationError'],
]);

/** CloudWatch also sends the name that an error has in the older query protocol (`awsQueryCompatible` in the model). */
export const CLOUDWATCH_JSON: Protocol = {
  ...AWS_JSON_1_0,
  serializeError(error, requestId) {
    const type = error.status < 500 ? 'Sender' : 'Receiver';
    return {
      ...AWS_JSON_1_0.serializeError(error, requestId),
      headers: { 'x-amzn-query-error': `${QUERY_ERRORS.get(error.name) ?? error.name};${type}` },
    };
  },
};

export const LAMBDA_REST: Protocol = {
  contentType: 'application/json',
  requestIdHeader: 'x-amzn-requestid',
  serializeError: (error) => {
    const isInternal = error instanceof InternalError;
    return {
      status: error.status,
      headers: { 'x-amzn-errortype': isInternal ? 'ServiceException' : error.name },
      body: { Type: isInternal ? 'Service' : 'User', Message: error.message },
    };
  },
};

export const S3_REST: Protocol = {
  contentType: 'application/xml',
  requestIdHeader: 'x-amz-request-id',
  serializeError: (error, requestId) => {
    const code = error instanceof InternalError ? 'InternalError' : error.name;
    return {
      status: error.status,
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escaped(code)}</Code><Message>${escaped(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`,
    };
  },
};

const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export const STS_QUERY: Protocol = {
  contentType: 'text/xml',
  requestIdHeader: 'x-amzn-requestid',
  serializeError: (error, requestId) => {
    const type = error instanceof InternalError ? 'Receiver' : 'Sender';
    const described = xml({ Type: type, Code: error.name, Message: error.message });
    return {
      status: error.status,
      body: `<ErrorResponse xmlns="${STS_NAMESPACE}"><Error>${described}</Error>${xml({ RequestId: requestId })}</ErrorResponse>`,
    };
  },
};

/** Serializes the result of an operation of STS. */
export const stsResult = (action: string, result: object, requestId: string): string =>
  `<${action}Response xmlns="${STS_NAMESPACE}"><${action}Result>${xml(result)}</${action}Result><ResponseMetadata>${xml({ RequestId: requestId })}</ResponseMetadata></${action}Response>`;

/** Serializes the members of an object, which are texts and objects. */
const xml = (value: object): string =>
  Object.entries(value)
    .map(
      ([name, member]) =>
        `<${name}>${typeof member === 'object' ? xml(member) : escaped(String(member))}</${name}>`,
    )
    .join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
