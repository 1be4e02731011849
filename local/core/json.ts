import { AwsError } from './aws-error.ts';

/** More than any operation accepts: DynamoDB allows 32 levels, each wrapped in its type. */
const MAX_DEPTH = 100;

/**
 * Parses a request body. An empty body counts as `{}`. Throws SerializationException for a body that is not a JSON
 * object, or that is nested so deeply that walking it could exhaust the stack.
 */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  const value = parsed(body.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isDeeper(value, MAX_DEPTH))
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
