/** A condition on the value of a member. */
type Condition = (value: unknown) => boolean;

/**
 * Returns the condition of a comparison such as `= "x"` or `>= 3`. A quoted text is not a number. Returns undefined for an
 * operator that the value does not have.
 */
export function conditionOf(operator: string, text: string, isQuoted: boolean): Condition | undefined {
  const number = isQuoted ? Number.NaN : Number(text);
  if (Number.isNaN(number)) {
    const isEqual = textTest(text);
    if (operator === '=') return isEqual;
    return operator === '!=' ? (value) => !isEqual(value) : undefined;
  }
  switch (operator) {
    case '=':
      return (value) => value === number;
    case '!=':
      return (value) => value !== number;
    case '<':
      return (value) => typeof value === 'number' && value < number;
    case '<=':
      return (value) => typeof value === 'number' && value <= number;
    case '>':
      return (value) => typeof value === 'number' && value > number;
    case '>=':
      return (value) => typeof value === 'number' && value >= number;
    default:
      return undefined;
  }
}

/** `*` matches any text. Only strings match a text. */
function textTest(text: string): Condition {
  if (!text.includes('*')) return (value) => value === text;
  const [first = '', ...rest] = text.split('*');
  const last = rest.pop() ?? '';
  return (value) => typeof value === 'string' && matchesParts(value, first, rest, last);
}

/** Finds the parts in their order, without a regular expression: a pattern of a client could make that slow. */
function matchesParts(value: string, first: string, middle: readonly string[], last: string): boolean {
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

/** Returns undefined if a member of the path is missing. */
export function valueAt(content: object, path: readonly string[]): unknown {
  let value: unknown = content;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
