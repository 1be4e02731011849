/**
 * The words the constraint tables are written in: one shape a type of the public API models, with exactly
 * the constraints those models carry. The tables are data; check.ts alone reads them.
 */

export interface StringShape<V extends string = string> {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  /** As the model prints it; matched anchored at both ends. */
  readonly pattern?: string;
  readonly values?: readonly V[];
}

export interface IntegerShape {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
}

/** Keys and values are strings: no operation offered here has another kind of map. */
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
  /** In the model's order, which is the order faults are reported in. */
  readonly members: Readonly<Record<string, Member>>;
}

export type Shape = StringShape | IntegerShape | BooleanShape | ListShape | MapShape | StructureShape;

type RequiredKeys<M> = { [K in keyof M]: M[K] extends { required: true } ? K : never }[keyof M];
type OptionalKeys<M> = Exclude<keyof M, RequiredKeys<M>>;

/** What a value of that shape is in TypeScript, once it was checked. */
export type Infer<S> = S extends { kind: 'string'; values: readonly (infer V)[] }
  ? V
  : S extends { kind: 'string' }
    ? string
    : S extends { kind: 'integer' }
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

/** Values in the model's order. */
export function oneOf<const V extends string>(...values: readonly V[]) {
  return { kind: 'string' as const, values };
}

export function integer(limits: Limits = {}) {
  return { kind: 'integer' as const, ...limits };
}

export const flag = { kind: 'boolean' as const };

export function list<M extends Shape>(member: M, limits: Limits = {}) {
  return { kind: 'list' as const, member, ...limits };
}

export function map(key: StringShape, value: StringShape, limits: Limits = {}) {
  return { kind: 'map' as const, key, value, ...limits };
}

export function structure<M extends Readonly<Record<string, Member>>>(members: M) {
  return { kind: 'structure' as const, members };
}

export function required<S extends Shape>(shape: S) {
  return { required: true as const, shape };
}

export function optional<S extends Shape>(shape: S) {
  return { required: false as const, shape };
}
