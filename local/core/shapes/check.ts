import { AwsError } from '../aws-error.ts';
import { javaText, lowerFirst } from './java-text.ts';
import type {
  Infer,
  IntegerShape,
  ListShape,
  MapShape,
  Shape,
  StringShape,
  StructureShape,
} from './shape.ts';

/**
 * Validates the input of an operation as AWS does. JSON types come first: the first wrong type throws a
 * SerializationException. Then all constraint violations are reported in one message
 * (docs/aws-facts.md#shape-checks). A null member counts as missing, and a null element of a list is dropped
 * (docs/aws-facts.md#null-entries). Unknown members are ignored.
 *
 * @param invalid the error name for violations: InvalidParameterException for Cognito, ValidationException
 * for SSM.
 */
export function readInput<S extends StructureShape>(shape: S, body: unknown, invalid: string): Infer<S> {
  const value = read(shape, body ?? {});
  if (satisfies(shape, value)) return value;
  const violations = violationsOf(shape, value, '');
  const head = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  throw new AwsError(invalid, `${head} detected: ${violations.join('; ')}`);
}

/** Whether a value has the JSON types of the shape and satisfies every constraint. Unknown members are ignored. */
export function conforms<S extends StructureShape>(shape: S, value: unknown): value is Infer<S> {
  try {
    read(shape, value);
  } catch {
    return false;
  }
  return satisfies(shape, value);
}

function satisfies<S extends StructureShape>(shape: S, value: unknown): value is Infer<S> {
  return violationsOf(shape, value, '').length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns the value with known members only and without nulls.
 * The texts of these messages are [unverified]; the name of the error is measured
 * (docs/aws-facts.md#shape-checks).
 */
function read(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : rejectType(value, 'a String');
    case 'integer':
      return Number.isInteger(value) ? value : rejectType(value, 'an Integer');
    case 'boolean':
      return typeof value === 'boolean' ? value : rejectType(value, 'a Boolean');
    case 'timestamp':
      return typeof value === 'number' ? value : rejectType(value, 'a Timestamp');
    case 'list':
      return Array.isArray(value)
        ? value.map((element) => read(shape.member, element)).filter((element) => element !== null)
        : rejectType(value, 'a List');
    case 'map':
      return isObject(value) ? readMap(shape.value, value) : rejectType(value, 'a Map');
    case 'structure':
      return isObject(value) ? readStructure(shape, value) : rejectType(value, 'a Structure');
  }
}

function readMap(shape: Shape, value: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, read(shape, member)] as const)
      .filter(([, member]) => member !== undefined && member !== null),
  );
}

function readStructure({ members }: StructureShape, value: Readonly<Record<string, unknown>>): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, { shape }] of Object.entries(members)) {
    const member = read(shape, own(value, name));
    if (member !== undefined && member !== null) result[name] = member;
  }
  return result;
}

function rejectType(value: unknown, expected: string): never {
  throw new AwsError('SerializationException', `${jsonType(value)} can not be converted to ${expected}`);
}

function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  return `${(typeof value).toUpperCase()}_VALUE`;
}

function violationsOf(shape: Shape, value: unknown, path: string): readonly string[] {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? stringViolations(shape, value, path) : [];
    case 'integer':
      return typeof value === 'number' ? integerViolations(shape, value, path) : [];
    case 'boolean':
    case 'timestamp':
      return [];
    case 'list':
      return Array.isArray(value) ? listViolations(shape, value, path) : [];
    case 'map':
      return isObject(value) ? mapViolations(shape, value, path) : [];
    case 'structure':
      return isObject(value)
        ? Object.entries(shape.members).flatMap(([name, member]) =>
            memberViolations(member.shape, member.required, own(value, name), join(path, lowerFirst(name))),
          )
        : [];
  }
}

function memberViolations(shape: Shape, required: boolean, value: unknown, path: string): readonly string[] {
  if (value !== undefined && value !== null) return violationsOf(shape, value, path);
  return required ? [violation(null, path, 'Member must not be null')] : [];
}

function stringViolations(shape: StringShape, value: string, path: string): readonly string[] {
  const violations: string[] = [];
  if (shape.values !== undefined && !shape.values.includes(value))
    violations.push(violation(value, path, `Member must satisfy enum value set: ${shownValues(shape)}`));
  // AWS counts characters as Java does, in UTF-16 units.
  violations.push(...lengthViolations(shape, value.length, () => value, path));
  if (shape.pattern !== undefined && !anchored(shape.pattern).test(value))
    violations.push(
      violation(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`),
    );
  return violations;
}

/**
 * Sorted, as AWS prints the event sources (docs/aws-facts.md#shape-checks). For other values the order is [unverified],
 * except where the shape has it.
 */
export function shownValues({ values = [], shown }: StringShape): string {
  return shown ?? `[${values.toSorted().join(', ')}]`;
}

function integerViolations(shape: IntegerShape, value: number, path: string): readonly string[] {
  if (shape.min !== undefined && value < shape.min)
    return [violation(String(value), path, `Member must have value greater than or equal to ${shape.min}`)];
  if (shape.max !== undefined && value > shape.max)
    return [violation(String(value), path, `Member must have value less than or equal to ${shape.max}`)];
  return [];
}

function listViolations(shape: ListShape, value: readonly unknown[], path: string): readonly string[] {
  return [
    ...lengthViolations(shape, value.length, () => javaText(shape, value), path),
    ...value.flatMap((element, index) =>
      memberViolations(shape.member, true, element, `${path}.${index + 1}.member`),
    ),
  ];
}

function mapViolations(
  shape: MapShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] {
  const entries = Object.entries(value);
  return [
    ...lengthViolations(shape, entries.length, () => javaText(shape, value), path),
    ...entries.flatMap(([key, element]) => [
      ...violationsOf(shape.key, key, `${path}.${key}.key`),
      ...violationsOf(shape.value, element, `${path}.${key}.value`),
    ]),
  ];
}

function lengthViolations(
  limits: { readonly min?: number; readonly max?: number },
  length: number,
  shown: () => string,
  path: string,
): readonly string[] {
  if (limits.min !== undefined && length < limits.min)
    return [violation(shown(), path, `Member must have length greater than or equal to ${limits.min}`)];
  if (limits.max !== undefined && length > limits.max)
    return [violation(shown(), path, `Member must have length less than or equal to ${limits.max}`)];
  return [];
}

function violation(shown: string | null, path: string, constraint: string): string {
  return `Value ${shown === null ? 'null' : `'${shown}'`} at '${path}' failed to satisfy constraint: ${constraint}`;
}

const compiledPatterns = new Map<string, RegExp>();

function anchored(pattern: string): RegExp {
  const known = compiledPatterns.get(pattern);
  if (known !== undefined) return known;
  // Java's inline flag (?s): the dot also matches line ends.
  const [, inline, source = pattern] = /^(\(\?s\))(.*)$/s.exec(pattern) ?? [];
  const made = new RegExp(`^(?:${source})$`, inline === undefined ? 'u' : 'us');
  compiledPatterns.set(pattern, made);
  return made;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
