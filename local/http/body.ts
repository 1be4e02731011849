import type { IncomingMessage } from 'node:http';
import { AwsError } from './answer.ts';

/**
 * The whole body. Beyond the limit: RequestEntityTooLargeException, 413, once
 * the rest was read and thrown away: a client that still sends would see a reset, not an answer.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= limit) chunks.push(bytes);
  }
  if (length > limit)
    throw new AwsError('RequestEntityTooLargeException', `The body is longer than ${limit} bytes.`, 413);
  return Buffer.concat(chunks);
}

/** An empty body counts as `{}`; what is not JSON is a SerializationException. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body is not valid JSON.');
  }
}
