import type { AwsEvent } from '../../../core/events.ts';
import { leafMatcher } from './leaf.ts';

/** Whether a value, `undefined` where there is none, is what a pattern says of it. */
type Matches = (value: unknown) => boolean;

/**
 * An event pattern as EventBridge reads it: every field of the pattern must match, a list of a field's
 * matchers matches where one of them does, and `$or` where one of its patterns does. Throws an Error that
 * names what it does not know.
 */
export function compilePattern(pattern: unknown): (event: AwsEvent) => boolean {
  return compile(pattern, '');
}

function compile(pattern: unknown, path: string): Matches {
  if (!isObject(pattern))
    throw new Error(`event pattern at ${path || 'its top'}: expected an object or a list`);
  const parts = Object.entries(pattern).map(([key, part]) =>
    key === '$or' ? either(part, path) : field(key, part, path === '' ? key : `${path}.${key}`),
  );
  return (value) => parts.every((matches) => matches(value));
}

function either(part: unknown, path: string): Matches {
  if (!Array.isArray(part) || part.length < 2)
    throw new Error(`event pattern at ${path}.$or: expected a list of two patterns or more`);
  const choices = part.map((one, at) => compile(one, `${path}.$or[${at}]`));
  return (value) => choices.some((matches) => matches(value));
}

function field(key: string, part: unknown, path: string): Matches {
  const matches = Array.isArray(part) ? leaf(part, path) : compile(part, path);
  return (value) => {
    const inside = memberOf(value, key);
    // A list in the event matches where one of its members does.
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
