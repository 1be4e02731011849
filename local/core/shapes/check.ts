import { AwsError } from '../aws-error.ts';
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
 * Reads a request body as AWS does: first the JSON types, where the first wrong one ends it
 * (SerializationException), then every constraint, all faults in one message (AWS facts §1). A member that is
 * null counts as absent. Members that the table does not know are ignored, as AWS ignores them.
 *
 * @param invalid the error name for shape faults: InvalidParameterException for Cognito, ValidationException
 *   for SSM.
 */
export function readInput<S extends StructureShape>(shape: S, body: unknown, invalid: string): Infer<S> {
  const value = read(shape, body ?? {});
  if (conforms(shape, value)) return value;
  const faults = faultsOf(shape, value, '');
  const head = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
  throw new AwsError(invalid, `${head} detected: ${faults.join('; ')}`);
}

/** Whether a value keeps every constraint; what the shape does not know is not looked at. */
export function conforms<S extends StructureShape>(shape: S, value: unknown): value is Infer<S> {
  return faultsOf(shape, value, '').length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value with what the shape knows and nothing else, nulls left out (in a list they stay, to be reported).
 * The wording of these messages is [unverified]; the error's name is measured (AWS facts §1).
 */
function read(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : refuse(value, 'a String');
    case 'integer':
      return Number.isInteger(value) ? value : refuse(value, 'an Integer');
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(value, 'a Boolean');
    case 'list':
      return Array.isArray(value)
        ? value.map((element) => read(shape.member, element))
        : refuse(value, 'a List');
    case 'map':
      return isObject(value) ? readMap(shape.value, value) : refuse(value, 'a Map');
    case 'structure':
      return isObject(value) ? readStructure(shape, value) : refuse(value, 'a Structure');
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

function refuse(value: unknown, expected: string): never {
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

function faultsOf(shape: Shape, value: unknown, path: string): readonly string[] {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? stringFaults(shape, value, path) : [];
    case 'integer':
      return typeof value === 'number' ? integerFaults(shape, value, path) : [];
    case 'boolean':
      return [];
    case 'list':
      return Array.isArray(value) ? listFaults(shape, value, path) : [];
    case 'map':
      return isObject(value) ? mapFaults(shape, value, path) : [];
    case 'structure':
      return isObject(value)
        ? Object.entries(shape.members).flatMap(([name, member]) =>
            memberFaults(member.shape, member.required, own(value, name), join(path, lowerFirst(name))),
          )
        : [];
  }
}

function memberFaults(shape: Shape, required: boolean, value: unknown, path: string): readonly string[] {
  if (value !== undefined && value !== null) return faultsOf(shape, value, path);
  return required ? [fault(null, path, 'Member must not be null')] : [];
}

function stringFaults(shape: StringShape, value: string, path: string): readonly string[] {
  const faults: string[] = [];
  if (shape.values !== undefined && !shape.values.includes(value))
    // Sorted: so the event sources are printed, against the model's order (AWS facts §1); the rest [unverified].
    faults.push(
      fault(value, path, `Member must satisfy enum value set: [${shape.values.toSorted().join(', ')}]`),
    );
  // The service counts characters as Java does: UTF-16 units.
  faults.push(...lengthFaults(shape, value.length, value, path));
  if (shape.pattern !== undefined && !anchored(shape.pattern).test(value))
    faults.push(fault(value, path, `Member must satisfy regular expression pattern: ${shape.pattern}`));
  return faults;
}

function integerFaults(shape: IntegerShape, value: number, path: string): readonly string[] {
  if (shape.min !== undefined && value < shape.min)
    return [fault(String(value), path, `Member must have value greater than or equal to ${shape.min}`)];
  if (shape.max !== undefined && value > shape.max)
    return [fault(String(value), path, `Member must have value less than or equal to ${shape.max}`)];
  return [];
}

function listFaults(shape: ListShape, value: readonly unknown[], path: string): readonly string[] {
  // AWS prints the list's Java form; its details are [unverified], JSON stands in for it.
  const shown = `[${value.map((element) => (typeof element === 'string' ? element : JSON.stringify(element))).join(', ')}]`;
  return [
    ...lengthFaults(shape, value.length, shown, path),
    ...value.flatMap((element, index) =>
      memberFaults(shape.member, true, element, `${path}.${index + 1}.member`),
    ),
  ];
}

function mapFaults(
  shape: MapShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): readonly string[] {
  const entries = Object.entries(value);
  return [
    // In Java's form; that AWS prints it so is [unverified].
    ...lengthFaults(
      shape,
      entries.length,
      `{${entries.map(([key, element]) => `${key}=${element}`).join(', ')}}`,
      path,
    ),
    ...entries.flatMap(([key, element]) => [
      ...faultsOf(shape.key, key, `${path}.${key}.key`),
      ...faultsOf(shape.value, element, `${path}.${key}.value`),
    ]),
  ];
}

function lengthFaults(
  limits: { readonly min?: number; readonly max?: number },
  length: number,
  shown: string,
  path: string,
): readonly string[] {
  if (limits.min !== undefined && length < limits.min)
    return [fault(shown, path, `Member must have length greater than or equal to ${limits.min}`)];
  if (limits.max !== undefined && length > limits.max)
    return [fault(shown, path, `Member must have length less than or equal to ${limits.max}`)];
  return [];
}

function fault(shown: string | null, path: string, constraint: string): string {
  return `Value ${shown === null ? 'null' : `'${shown}'`} at '${path}' failed to satisfy constraint: ${constraint}`;
}

const compiled = new Map<string, RegExp>();

function anchored(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  // Java's inline flag, for a dot that takes line ends too.
  const [, inline, source = pattern] = /^(\(\?s\))(.*)$/s.exec(pattern) ?? [];
  const made = new RegExp(`^(?:${source})$`, inline === undefined ? 'u' : 'us');
  compiled.set(pattern, made);
  return made;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
