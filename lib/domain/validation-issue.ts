import { showInvisible } from './invisible.ts';

/** A place in a text. Line and column start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One error in a parameter: its place, the value found and the value expected. */
export interface ValidationIssue {
  /** As in the JSON: `LogConfigurations[0].LogLevel`. Empty for the whole value. */
  readonly path: string;
  readonly found: string;
  /** Completes "Expected …", without a period. */
  readonly expected: string;
  /** Replaces the text made from `found` and `expected`, for example for an unknown key. */
  readonly message?: string;
  /** Where the text of the parameter is not valid JSON, or contains a key again. */
  readonly place?: Place;
}

const MAX_VALUE_LENGTH = 160;
const MAX_DEPTH = 8;
const MISSING = 'nothing';

/** Returns the value as JSON, limited in length and depth; `nothing` for a missing value. */
export function formatValue(value: unknown): string {
  if (value === undefined) return MISSING;
  const json = JSON.stringify(limitDepth(value, MAX_DEPTH));
  const text = showInvisible(json);
  if (text.length <= MAX_VALUE_LENGTH) return text;
  const shown = text.slice(0, MAX_VALUE_LENGTH);
  // The escape is the reason why the value is wrong, so it must not be in the part that is left out.
  const hidden =
    json.length === text.length ? undefined : /\\u[0-9a-f]{4}/.exec(text.slice(shown.length - 5));
  return hidden ? `${shown}… (with ${hidden[0]})` : `${shown}…`;
}

/** Limits the depth: JSON.stringify fails on a few KB of brackets, at a depth that varies between runs. */
function limitDepth(value: unknown, levels: number): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => limitDepth(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, limitDepth(item, levels - 1)]));
}

/** Returns the issue as text: `Mode: found "on". Expected "Enforce" or "Observe".` */
export const formatIssue = ({ path, found, expected, message, place }: ValidationIssue): string => {
  const problem = found === MISSING ? 'missing' : `found ${found}`;
  const where = place && message === undefined ? ` (line ${place.line}, column ${place.column})` : '';
  return `${path || 'Parameter value'}${where}: ${message ?? `${problem}. Expected ${expected}.`}`;
};

/** Returns the issue as text without the value found: `Mode: expected "Enforce" or "Observe".` */
export const formatExpectation = ({ path, expected }: ValidationIssue): string =>
  `${path || 'Parameter value'}: expected ${expected}.`;

/** Returns `['LogConfigurations', 0, 'LogLevel']` as `LogConfigurations[0].LogLevel`. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${formatKey(String(part))}`,
    )
    .join('');

/** Quotes a key that is not a plain name, so that it cannot send control characters to a terminal. */
const formatKey = (key: string): string => (/^[\w$-]{1,160}$/.test(key) ? key : formatValue(key));
