import { z } from 'zod';

type Matches = (value: unknown) => boolean;

const text = z.string();
const texts = z.union([text.transform((one) => [one]), z.array(text)]);
const scalars = z.array(z.union([z.string(), z.number()]));

const onText =
  (test: (value: string) => boolean): Matches =>
  (value) =>
    typeof value === 'string' && test(value);

/** The operators. Each compiles its operand into a test. */
const OPERATORS: Readonly<Record<string, (operand: unknown, path: string) => Matches>> = {
  prefix: (operand) => {
    const start = text.parse(operand);
    return onText((value) => value.startsWith(start));
  },
  suffix: (operand) => {
    const end = text.parse(operand);
    return onText((value) => value.endsWith(end));
  },
  'equals-ignore-case': (operand) => {
    const same = text.parse(operand).toLowerCase();
    return onText((value) => value.toLowerCase() === same);
  },
  wildcard: (operand) => {
    const pattern = wildcard(text.parse(operand));
    return onText((value) => pattern.test(value));
  },
  exists: (operand) => {
    const wanted = z.boolean().parse(operand);
    return (value) => (value !== undefined) === wanted;
  },
  numeric: (operand, path) => numeric(operand, path),
  'anything-but': (operand, path) => anythingBut(operand, path),
};

/** Compiles one item of a field's list: a value for equality, or an operator. */
export function leafMatcher(matcher: unknown, path: string): Matches {
  if (typeof matcher !== 'object' || matcher === null) return (value) => value === matcher;
  const [entry, ...more] = Object.entries(matcher);
  if (entry === undefined || more.length > 0)
    throw new Error(`event pattern at ${path}: expected one operator, found ${JSON.stringify(matcher)}`);
  const [name, operand] = entry;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) throw new Error(`event pattern at ${path}: operator ${name} is not supported`);
  try {
    return operator(operand, path);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new Error(`event pattern at ${path}: ${name}: ${error.issues[0]?.message}`);
  }
}

/** The field must exist: EventBridge does not match missing fields. */
function anythingBut(operand: unknown, path: string): Matches {
  const there =
    (not: Matches): Matches =>
    (value) =>
      value !== undefined && !not(value);
  if (Array.isArray(operand)) {
    const values = new Set<unknown>(scalars.parse(operand));
    return there((value) => values.has(value));
  }
  if (typeof operand !== 'object' || operand === null) return there((value) => value === operand);
  const choices = Object.entries(operand).flatMap(([name, inner]) => {
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name))
      throw new Error(`event pattern at ${path}: operator anything-but ${name} is not supported`);
    return texts.parse(inner).map((one) => leafMatcher({ [name]: one }, path));
  });
  return there((value) => choices.some((matches) => matches(value)));
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(operand: unknown, path: string): Matches {
  const terms = z
    .array(z.union([z.string(), z.number()]))
    .min(2)
    .parse(operand);
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < terms.length; at += 2) {
    const compare = COMPARISONS[String(terms[at])];
    const bound = terms[at + 1];
    if (compare === undefined || typeof bound !== 'number')
      throw new Error(`event pattern at ${path}: numeric ${JSON.stringify(operand)} is not supported`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}
