import type * as z from 'zod/mini';
import { formatPath, formatValue, type ValidationIssue } from '../validation-issue.ts';
import { isJsonText, JSON_INSIDE, REMOVE_QUOTES } from './envelope.ts';
import { hintedKeys, type KnownKeys, keysAt, unknownKey } from './known-keys.ts';
import { valueHint } from './value-hint.ts';

/** Converts zod's issues. Each unknown key is one issue, with a suggestion if it resembles a known key. */
export const schemaIssues = (
  issues: readonly z.core.$ZodIssue[],
  raw: unknown,
  known: KnownKeys,
): readonly ValidationIssue[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.flatMap((key) => unknownKey(issue.path, key, valueAt(raw, [...issue.path, key]), known))
      : toIssue(issue, raw, known),
  );

function toIssue(issue: z.core.$ZodIssue, raw: unknown, known: KnownKeys): readonly ValidationIssue[] {
  const value = valueAt(raw, issue.path);
  if (value === undefined && isMisspelled(issue.path, raw, known)) return [];
  const message = messageOf(issue, value);
  const { path, message: expected } = issue;
  return [{ path: formatPath(path), found: formatValue(value), expected, ...(message && { message }) }];
}

/** Returns a text with the step that helps, for an error that has one. */
function messageOf({ path, message }: z.core.$ZodIssue, value: unknown): string | undefined {
  // Cognito drops such an element, so that the list is shorter than it looks: [null] would clear the pool.
  if (value === null && typeof path.at(-1) === 'number')
    return `found null. Expected ${message}. Remove this element, or write an entry.`;
  const isInString = typeof value === 'string' && /^\s*[[{]/.test(value) && isJsonText(value);
  if (isInString) return `found ${JSON_INSIDE}. Expected ${message}. ${REMOVE_QUOTES}`;
  const hint = valueHint(path.at(-1), value);
  return hint && `found ${formatValue(value)}. Expected ${message}. ${hint}`;
}

/** Returns whether another key of the same object is probably the missing one, and has an issue. */
function isMisspelled(path: readonly PropertyKey[], raw: unknown, { top }: KnownKeys): boolean {
  const parent = path.slice(0, -1);
  return hintedKeys(valueAt(raw, parent), keysAt(parent, top)).includes(String(path.at(-1)));
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : undefined,
    raw,
  );
}
