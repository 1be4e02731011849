/** One error in a parameter: its place, the value found and the value expected. */
export interface ValidationIssue {
  /** As in the JSON: `LogConfigurations[0].LogLevel`. Empty for the whole value. */
  readonly path: string;
  readonly found: string;
  /** Completes "Expected …", without a period. */
  readonly expected: string;
  /** Replaces the text made from `found` and `expected`, for example for an unknown key. */
  readonly message?: string;
}

const MAX_VALUE_LENGTH = 160;
const MAX_DEPTH = 8;
const MISSING = 'nothing';

/** Characters that JSON does not escape but terminals obey: C1 controls, line separators, text direction. */
const INVISIBLE = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Returns the value as JSON, limited in length and depth; `nothing` for a missing value. */
export function formatValue(value: unknown): string {
  if (value === undefined) return MISSING;
  const text = JSON.stringify(limitDepth(value, MAX_DEPTH)).replaceAll(INVISIBLE, escaped);
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

/** Limits the depth: JSON.stringify fails on a few KB of brackets, at a depth that varies between runs. */
function limitDepth(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => limitDepth(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, limitDepth(item, levels - 1)]));
}

/** Returns the issue as text: `Mode: found "on". Expected "Enforce" or "Observe".` */
export const formatIssue = ({ path, found, expected, message }: ValidationIssue): string => {
  const problem = found === MISSING ? 'missing' : `found ${found}`;
  return `${path || 'Parameter value'}: ${message ?? `${problem}. Expected ${expected}.`}`;
};

/** Returns `['LogConfigurations', 0, 'LogLevel']` as `LogConfigurations[0].LogLevel`. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${formatKey(String(part))}`,
    )
    .join('');

/** Quotes a key that is not a plain name, so that it cannot send control characters to a terminal. */
const formatKey = (key: string): string => (/^[\w-]{1,160}$/.test(key) ? key : formatValue(key));
