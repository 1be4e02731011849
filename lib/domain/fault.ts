/** One thing wrong with a parameter: where, what stood there, what would be right. */
export interface Fault {
  /** As in the JSON: `LogConfigurations[0].LogLevel`; empty for the value as a whole. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

const LONGEST = 160;

/** What stood there, as JSON and cut short; `nothing` for what is missing. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

export const describeFault = ({ path, found, expected }: Fault): string =>
  `${path === '' ? 'the value' : path}: found ${found}; expected ${expected}`;

/** `['LogConfigurations', 0, 'LogLevel']` as `LogConfigurations[0].LogLevel`. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`))
    .join('');
