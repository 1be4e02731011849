import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/aws-error.ts';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import { parseJson } from '../core/json.ts';
import { lambdaOperations } from '../services/lambda/operations.ts';
import { bucketOperations } from '../services/s3/buckets.ts';
import { inputOf, stsOperations } from '../services/sts/operations.ts';
import { JSON_SERVICES } from './json-services.ts';
import { type Route, rejectRequest } from './pipeline.ts';
import { LAMBDA_REST, S3_REST, STS_QUERY, stsResult } from './protocol.ts';

/** S3 has no target in its headers: a request belongs to S3 when it is signed for it. */
const SIGNED_FOR_S3 = /\bCredential=[^\s,]+\/s3\/aws4_request\b/;
/** The bucket's name is in the path: SDKs do that when the endpoint is an IP address. */
const BUCKET_PATH = /^\/([^/?]+)\/?$/;

/** Routes requests about a whole bucket; all other S3 requests get NotImplemented. Undefined: not signed for S3. */
export function s3Route(request: HttpRequest): Route | undefined {
  if (!SIGNED_FOR_S3.test(request.headers.authorization ?? '')) return undefined;
  const bucket = request.query === '' ? BUCKET_PATH.exec(request.path)?.[1] : undefined;
  const operation = Object.hasOwn(bucketOperations, request.method)
    ? bucketOperations[request.method]
    : undefined;
  return {
    name: bucket === undefined || operation === undefined ? 's3.NotSupported' : operation.name,
    protocol: S3_REST,
    throttledError: 'SlowDown',
    run(accountRegion) {
      if (bucket === undefined || operation === undefined)
        throw new AwsError('NotImplemented', 'The local cloud does not support this operation.', 501);
      return operation.handle(accountRegion.s3, bucket);
    },
  };
}

const SIGNED_FOR_STS = /\bCredential=[^\s,]+\/sts\/aws4_request\b/;

/** Routes requests of STS, whose parameters are a form. Undefined: not signed for STS. */
export function stsRoute({ headers, body }: HttpRequest): Route | undefined {
  if (!SIGNED_FOR_STS.test(headers.authorization ?? '')) return undefined;
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? '';
  const operation = Object.hasOwn(stsOperations, action) ? stsOperations[action] : undefined;
  return {
    name: operation === undefined ? 'sts.NotSupported' : `sts.${action}`,
    protocol: STS_QUERY,
    isGlobal: true,
    throttledError: 'Throttling',
    run({ sts }, call) {
      if (operation === undefined)
        throw new AwsError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
      const result = operation.handle(sts, inputOf(form), 'ValidationError', call);
      return { status: 200, body: stsResult(action, result, call.requestId) };
    },
  };
}

/** Returns the route of a Lambda operation by method and path; undefined for other requests. */
export function lambdaRoute({ method, path, query, headers, body }: HttpRequest): Route | undefined {
  const operation = lambdaOperations.find((one) => one.method === method && one.path.test(path));
  const reference = operation?.path.exec(path)?.[1];
  if (operation === undefined || reference === undefined) return undefined;
  return {
    name: operation.name,
    protocol: LAMBDA_REST,
    throttledError: 'TooManyRequestsException',
    run: (accountRegion) => operation.handle(accountRegion, decoded(reference), { query, headers, body }),
  };
}

/** A segment that is not URL-encoded is returned unchanged: it names no function. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The AWS CLI and boto3 send this before the name of the service; the SDK for JavaScript does not. */
const CLOUD_TRAIL = /^com\.amazonaws\.cloudtrail\.v20131101\.(?=CloudTrail_)/;

/** Routes a request of a JSON service by X-Amz-Target. Returns a response when the target is unknown. */
export function jsonRoute({ method, headers, body }: HttpRequest): Route | HttpResponse {
  const [prefix = '', operation = ''] = (headers['x-amz-target'] ?? '').replace(CLOUD_TRAIL, '').split('.');
  const service = Object.hasOwn(JSON_SERVICES, prefix) ? JSON_SERVICES[prefix] : undefined;
  if (service === undefined || operation === '' || method !== 'POST')
    return {
      status: 404,
      headers: { 'x-amzn-requestid': randomUUID() },
      body: '<UnknownOperationException/>\n',
    };
  if (!service.supports(operation))
    return rejectRequest(service.protocol, new AwsError('UnknownOperationException', ''));
  let parsed: object | undefined;
  const input = (): object => {
    parsed ??= parseJson(body);
    return parsed;
  };
  return {
    name: `${service.name}.${operation}`,
    protocol: service.protocol,
    throttledError: service.throttledError,
    run: (accountRegion, call) =>
      service.run(accountRegion, { ...call, operation, headers, input: input(), body }),
    trail: (accountRegion, call, result) =>
      service.trail?.(accountRegion, { ...call, operation, input: nullIfInvalid(input) }, result),
  };
}

/** A call whose body cannot be parsed is recorded without parameters. */
function nullIfInvalid(read: () => object): object | null {
  try {
    return read();
  } catch {
    return null;
  }
}
