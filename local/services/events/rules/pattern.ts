import type { AwsEvent } from '../../../core/events.ts';
import { leafMatcher } from './leaf.ts';

/** Whether a value matches. A missing value is `undefined`. */
type Matches = (value: unknown) => boolean;

/**
 * Compiles an event pattern with the rules of EventBridge: every field of the pattern must match, a list
 * matches if one of its items does, and `$or` matches if one of its patterns does. Throws an Error that names
 * unsupported parts.
 */
export function compilePattern(pattern: unknown): (event: AwsEvent) => boolean {
  return compile(pattern, '');
}

function compile(pattern: unknown, path: string): Matches {
  if (!isObject(pattern))
    throw new Error(`event pattern at ${path || 'the top level'}: expected an object or a list`);
  const parts = Object.entries(pattern).map(([key, part]) =>
    key === '$or' ? either(part, path) : field(key, part, path === '' ? key : `${path}.${key}`),
  );
  return (value) => parts.every((matches) => matches(value));
}

function either(part: unknown, path: string): Matches {
  if (!Array.isArray(part) || part.length < 2)
    throw new Error(`event pattern at ${path}.$or: expected a list of at least two patterns`);
  const choices = part.map((one, at) => compile(one, `${path}.$or[${at}]`));
  return (value) => choices.some((matches) => matches(value));
}

function field(key: string, part: unknown, path: string): Matches {
  const matches = Array.isArray(part) ? leaf(part, path) : compile(part, path);
  return (value) => {
    const inside = memberOf(value, key);
    // A list in the event matches if one of its members does.
    return Array.isArray(inside) && inside.length > 0 ? inside.some(matches) : matches(inside);
  };
}

function leaf(matchers: readonly unknown[], path: string): Matches {
  const choices = matchers.map((matcher) => leafMatcher(matcher, path));
  return (value) => choices.some((matches) => matches(value));
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
