import type { Cells } from '../cells.ts';
import type { Identities } from '../identity.ts';
import { bucketOperations } from '../s3/buckets.ts';
import { type Answer, AwsError } from './answer.ts';
import type { HttpRequest } from './dispatch.ts';
import { answerRest } from './rest.ts';

/** S3 has no target in its headers: what was signed for it is for it. */
const signedForS3 = /\bCredential=[^\s,]+\/s3\/aws4_request\b/;
/** The bucket's name is in the path: so the SDKs ask where the endpoint is an IP address. */
const wholeBucket = /^\/([^/?]+)\/?$/;

/** Requests about a bucket as a whole; undefined where it is not signed for S3. Anything else is NotImplemented. */
export function s3(cells: Cells, identities: Identities, request: HttpRequest): Promise<Answer> | undefined {
  if (!signedForS3.test(request.headers.authorization ?? '')) return undefined;
  const bucket = request.query === '' ? wholeBucket.exec(request.path)?.[1] : undefined;
  const operation = Object.hasOwn(bucketOperations, request.method)
    ? bucketOperations[request.method]
    : undefined;
  return answerRest(cells, identities, request, {
    name: bucket === undefined || operation === undefined ? 's3.NotOffered' : operation.name,
    answer(cell) {
      if (bucket === undefined || operation === undefined)
        throw new AwsError('NotImplemented', 'This is not offered here.', 501);
      return operation.answer(cell.s3, bucket);
    },
    fail: errorAnswer,
    idHeader: 'x-amz-request-id',
  }).then((answer) => ({ ...answer, body: request.method === 'HEAD' ? '' : answer.body }));
}

function errorAnswer(error: unknown, requestId: string): Answer {
  const known = error instanceof AwsError;
  const code = known ? error.name : 'InternalError';
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: known ? error.status : 500,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message><RequestId>${requestId}</RequestId></Error>`,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
