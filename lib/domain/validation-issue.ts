/** One thing wrong with a parameter: where, what stood there, what would be right. */
export interface ValidationIssue {
  /** As in the JSON: `LogConfigurations[0].LogLevel`; empty for the value as a whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

const LONGEST = 160;
const DEEPEST = 8;

/** What JSON leaves as it is and a terminal may obey: C1 controls, line separators, changes of direction. */
const UNSEEN = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What stood there, as JSON, cut short and not too deep; `nothing` for what is missing. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(shallow(value, DEEPEST)).replaceAll(UNSEEN, escaped);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A few KB hold more brackets than JSON.stringify can follow, and how many it can is another number each time. */
function shallow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => shallow(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shallow(item, levels - 1)]));
}

export const formatIssue = ({ path, found, expected }: ValidationIssue): string =>
  `${path === '' ? 'the value' : path}: found ${found}; expected ${expected}`;

/** `['LogConfigurations', 0, 'LogLevel']` as `LogConfigurations[0].LogLevel`. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${keyText(String(part))}`,
    )
    .join('');

/** A key is the writer's own words: one that is no plain name is quoted, so that it forges no line of a terminal. */
const keyText = (key: string): string => (/^[\w-]{1,160}$/.test(key) ? key : formatValue(key));
