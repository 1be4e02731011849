import type { IncomingMessage } from 'node:http';
import { AwsError } from '../core/aws-error.ts';

/**
 * Reads the whole body. A body over the limit rejects with RequestEntityTooLargeException (413) after the rest was
 * read and discarded: a client that is still sending would otherwise see a reset instead of the response.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (bytes: Buffer) => {
      length += bytes.length;
      if (length <= limit) chunks.push(bytes);
    });
    request.on('end', () => {
      if (length <= limit) resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      else
        reject(
          new AwsError('RequestEntityTooLargeException', `The body is longer than ${limit} bytes.`, 413),
        );
    });
    request.on('error', reject);
  });
}
