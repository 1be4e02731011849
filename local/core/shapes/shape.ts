/**
 * Shapes describe the input of operations: one kind for each type of the public API models, with exactly the
 * constraints of those models. They are data, which only check.ts reads.
 */

export interface StringShape<V extends string = string> {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  /** The pattern of the model. It must match the whole value. */
  readonly pattern?: string;
  readonly values?: readonly V[];
  /** The list of the values as AWS prints it, if that is known. */
  readonly shown?: string;
}

export interface IntegerShape {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

/** A time in seconds since the epoch, with fractions. */
export interface TimestampShape {
  readonly kind: 'timestamp';
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
}

/** Keys and values are strings: the supported operations have no other maps. */
export interface MapShape {
  readonly kind: 'map';
  readonly key: StringShape;
  readonly value: StringShape;
  readonly min?: number;
  readonly max?: number;
}

export interface Member {
  readonly required: boolean;
  readonly shape: Shape;
}

export interface StructureShape {
  readonly kind: 'structure';
  /** The name in the model, which messages show for an element of a list. The input of an operation does not have a name. */
  readonly name?: string;
  /** In the order of the model, which is the order of the reported violations. */
  readonly members: Readonly<Record<string, Member>>;
}

export type Shape =
  | StringShape
  | IntegerShape
  | BooleanShape
  | TimestampShape
  | ListShape
  | MapShape
  | StructureShape;

type RequiredKeys<M> = { [K in keyof M]: M[K] extends { required: true } ? K : never }[keyof M];
type OptionalKeys<M> = Exclude<keyof M, RequiredKeys<M>>;

/** The TypeScript type of a validated value of a shape. */
export type Infer<S> = S extends { kind: 'string'; values: readonly (infer V)[] }
  ? V
  : S extends { kind: 'string' }
    ? string
    : S extends { kind: 'integer' | 'timestamp' }
      ? number
      : S extends { kind: 'boolean' }
        ? boolean
        : S extends { kind: 'list'; member: infer M }
          ? readonly Infer<M>[]
          : S extends { kind: 'map' }
            ? Readonly<Record<string, string>>
            : S extends { kind: 'structure'; members: infer M }
              ? { readonly [K in RequiredKeys<M>]: M[K] extends { shape: infer T } ? Infer<T> : never } & {
                  readonly [K in OptionalKeys<M>]?: M[K] extends { shape: infer T } ? Infer<T> : never;
                }
              : never;

interface Limits {
  readonly min?: number;
  readonly max?: number;
}

export function text(limits: Limits & { readonly pattern?: string } = {}) {
  return { kind: 'string' as const, ...limits };
}

/** The values in the order of the model. */
export function oneOf<const V extends string>(...values: readonly V[]) {
  return { kind: 'string' as const, values };
}

export function integer(limits: Limits = {}) {
  return { kind: 'integer' as const, ...limits };
}

export const flag = { kind: 'boolean' as const };

export const timestamp = { kind: 'timestamp' as const };

export function list<M extends Shape>(member: M, limits: Limits = {}) {
  return { kind: 'list' as const, member, ...limits };
}

export function map(key: StringShape, value: StringShape, limits: Limits = {}) {
  return { kind: 'map' as const, key, value, ...limits };
}

export function structure<M extends Readonly<Record<string, Member>>>(members: M) {
  return { kind: 'structure' as const, members };
}

/** A structure with its name in the model. Every structure in a list needs one. */
export function namedStructure<M extends Readonly<Record<string, Member>>>(name: string, members: M) {
  return { kind: 'structure' as const, name, members };
}

export function required<S extends Shape>(shape: S) {
  return { required: true as const, shape };
}

export function optional<S extends Shape>(shape: S) {
  return { required: false as const, shape };
}
