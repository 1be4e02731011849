import type { IncomingMessage } from 'node:http';
import { AwsError } from './answer.ts';

/**
 * The whole body. Beyond the limit: RequestEntityTooLargeException, 413, once
 * the rest was read and thrown away: a client that still sends would see a reset, not an answer.
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

/** Beyond what any operation takes: DynamoDB's 32 levels, each of them wrapped in its type. */
const deepest = 100;

/**
 * An empty body counts as `{}`. What is no JSON object, or is nested so deep that walking it would exhaust the
 * stack, is a SerializationException.
 */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  const value = parsed(body.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isDeeper(value, deepest))
    throw new AwsError('SerializationException', 'The body is not a JSON object.');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
