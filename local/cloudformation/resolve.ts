import { z } from 'zod';
import { attributesOf } from './attributes.ts';
import { type Attributes, pseudoParameters, type ResolveContext } from './resolve-context.ts';
import type { Template } from './template.ts';

/** Resolves the values of one template in one account-region. */
export interface Resolver {
  /** Resolves every intrinsic function in the value, at any depth. `where` is used in error messages. */
  resolve(value: unknown, where: string): unknown;
  holds(condition: string): boolean;
}

/** The value of AWS::NoValue. Members and items with this value are removed. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Evaluates the intrinsic functions of CloudFormation. Throws an Error that contains the unsupported
 * intrinsic function or the unknown reference, and its position.
 */
export function createResolver(template: Template, context: ResolveContext): Resolver {
  const pseudo = pseudoParameters(context);

  const resolve = (value: unknown, where: string): unknown => {
    if (Array.isArray(value))
      return value.map((item) => resolve(item, where)).filter((item) => item !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (
      entries.length === 1 &&
      only &&
      (only[0] === 'Ref' ||
        only[0].startsWith('Fn::') ||
        (only[0] === 'Condition' && where.startsWith('Conditions.')))
    )
      return intrinsic(only[0], only[1], where);
    return Object.fromEntries(
      entries
        .map(([key, item]) => [key, resolve(item, `${where}.${key}`)] as const)
        .filter(([, item]) => item !== NO_VALUE),
    );
  };

  const intrinsic = (name: string, operand: unknown, where: string): unknown => {
    const known = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
    if (!known) throw new Error(`${where}: intrinsic function ${name} is not supported`);
    try {
      return known(operand, where);
    } catch (error) {
      if (error instanceof z.ZodError) throw new Error(`${where}: ${name}: ${error.issues[0]?.message}`);
      throw error;
    }
  };

  const reference = (name: string, where: string): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (name.startsWith('AWS::')) {
      const value = pseudo[name];
      if (value === undefined) throw new Error(`${where}: pseudo parameter ${name} is not supported`);
      return value;
    }
    const parameter = template.Parameters[name];
    if (parameter) return parameter.Default;
    return attributes(name, where).Ref;
  };

  const attributes = (logicalId: string, where: string): Attributes => {
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`${where}: unknown parameter or resource ${logicalId}`);
    return attributesOf(context, logicalId, resource.Type, (name) => {
      const value = resolve(resource.Properties[name], `${logicalId}.${name}`);
      return value === NO_VALUE ? '' : text.default('').parse(value);
    });
  };

  const attribute = (logicalId: string, name: string, where: string): unknown => {
    const value = attributes(logicalId, where)[name];
    if (value === undefined) throw new Error(`${where}: attribute ${name} of ${logicalId} is not supported`);
    return value;
  };

  const holds = (condition: string): boolean => {
    const expression = template.Conditions[condition];
    if (expression === undefined) throw new Error(`unknown condition ${condition}`);
    return truth.parse(resolve(expression, `Conditions.${condition}`));
  };

  const substitute = (operand: unknown, where: string): string => {
    const [pattern, given] = sub.parse(operand);
    return pattern.replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal) return whole.replace('!', '');
      if (Object.hasOwn(given, name)) return scalar.parse(resolve(given[name], where));
      const dot = name.indexOf('.');
      return scalar.parse(
        dot > 0 ? attribute(name.slice(0, dot), name.slice(dot + 1), where) : reference(name, where),
      );
    });
  };

  const listOf = (operand: unknown, where: string): unknown[] =>
    z.array(z.unknown()).parse(resolve(operand, where));

  const INTRINSICS: Readonly<Record<string, (operand: unknown, where: string) => unknown>> = {
    Ref: (operand, where) => reference(text.parse(operand), where),
    Condition: (operand) => holds(text.parse(operand)),
    'Fn::GetAtt': (operand, where) => {
      const [logicalId, name] = getAtt.parse(operand);
      return attribute(logicalId, name, where);
    },
    'Fn::Sub': substitute,
    'Fn::Join': (operand, where) => {
      const [separator, items] = z.tuple([text, z.unknown()]).parse(operand);
      return listOf(items, where)
        .map((item) => scalar.parse(item))
        .join(separator);
    },
    'Fn::Split': (operand, where) => {
      const [separator, whole] = z.tuple([text, z.unknown()]).parse(operand);
      return text.parse(resolve(whole, where)).split(separator);
    },
    'Fn::Select': (operand, where) => {
      const [index, items] = z.tuple([z.coerce.number().int(), z.unknown()]).parse(operand);
      return listOf(items, where)[index];
    },
    'Fn::If': (operand, where) => {
      const [condition, yes, no] = z.tuple([text, z.unknown(), z.unknown()]).parse(operand);
      return resolve(holds(condition) ? yes : no, where);
    },
    'Fn::Equals': (operand, where) => {
      const [a, b] = z.tuple([z.unknown(), z.unknown()]).parse(operand);
      return String(resolve(a, where)) === String(resolve(b, where));
    },
    'Fn::Not': (operand, where) => !truth.parse(listOf(operand, where)[0]),
    'Fn::And': (operand, where) => listOf(operand, where).every((one) => truth.parse(one)),
    'Fn::Or': (operand, where) => listOf(operand, where).some((one) => truth.parse(one)),
  };

  return { resolve, holds };
}

const text = z.string();
const truth = z.boolean();
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const sub = z.union([
  text.transform((pattern): [string, Record<string, unknown>] => [pattern, {}]),
  z.tuple([text, z.record(z.string(), z.unknown())]),
]);
const getAtt = z.union([
  z.tuple([text, text]),
  text.transform((both): [string, string] => [
    both.slice(0, both.indexOf('.')),
    both.slice(both.indexOf('.') + 1),
  ]),
]);
