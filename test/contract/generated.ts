/**
 * For each constraint and each operation: a request that violates it, and a valid one at its limit. The wording of
 * the errors is measured for Cognito (docs/aws-facts.md#shape-checks) and assumed for the other services.
 */

import { shownValues } from '../../local/core/shapes/check.ts';
import type { Shape } from '../../local/core/shapes/shape.ts';
import { cloudWatchOperations } from '../../local/services/cloudwatch/operations.ts';
import { cognitoOperations } from '../../local/services/cognito/operations.ts';
import { firehoseOperations } from '../../local/services/firehose/operations.ts';
import { logsOperations } from '../../local/services/logs/operations.ts';
import { ssmOperations } from '../../local/services/ssm/operations.ts';
import { taggingOperations } from '../../local/services/tagging/operations.ts';
import type { ContractCase, Expected, ServiceName } from './case.ts';
import { nonMatching, smallest, textOf } from './samples.ts';

/** One value at one path and the constraint that it violates. Without `violates`, the value is at the limit and valid. */
interface Probe {
  /** Completes the sentence "<path> …". */
  readonly condition: string;
  /** In the format of AWS's messages: `logConfigurations.1.member.logLevel`. */
  readonly path: string;
  readonly value: unknown;
  readonly violates?: string | 'type';
}

interface ServiceUnderTest {
  readonly service: ServiceName;
  readonly operations: Readonly<Record<string, { readonly input: Shape }>>;
  /** The error name of a failed shape check. */
  readonly invalid: string;
  /** The operations that change resources which the run does not delete. */
  readonly persistent?: RegExp;
}

const services: readonly ServiceUnderTest[] = [
  { service: 'cognito-idp', operations: cognitoOperations, invalid: 'InvalidParameterException' },
  { service: 'ssm', operations: ssmOperations, invalid: 'ValidationException' },
  {
    service: 'logs',
    operations: logsOperations,
    invalid: 'InvalidParameterException',
    persistent: /^(Create|Delete)/,
  },
  {
    service: 'firehose',
    operations: firehoseOperations,
    invalid: 'ValidationException',
    persistent: /^(Create|Delete|Tag|Untag)/,
  },
  { service: 'tagging', operations: taggingOperations, invalid: 'ValidationException' },
  { service: 'cloudwatch', operations: cloudWatchOperations, invalid: 'ValidationException' },
];

export const generatedCases: readonly ContractCase[] = services.flatMap((service) =>
  Object.entries(service.operations).flatMap(([operation, { input }]) =>
    probesOf(input, '').map((probe) => caseOf(service, operation, probe)),
  ),
);

function caseOf(
  { service, invalid, persistent }: ServiceUnderTest,
  operation: string,
  { condition, path, value, violates }: Probe,
): ContractCase {
  const call = `${service}.${operation}` as const;
  return {
    name: `${call} ${violates === undefined ? 'accepts' : 'rejects'} a request where ${path} ${condition}`,
    source: { kind: 'modelled', where: 'the public API model' },
    ...(violates === undefined && persistent?.test(operation) && { only: 'local' as const }),
    steps: [{ call, send: onMissingPool(value, path), response: expectedOf(path, violates, invalid) }],
  };
}

function expectedOf(path: string, violates: string | undefined, invalid: string): Expected {
  if (violates === undefined) return { shape: 'accepted' };
  if (violates === 'type') return { error: 'SerializationException' };
  return {
    error: invalid,
    message: { contains: `at '${path}' failed to satisfy constraint: Member must ${violates}` },
  };
}

/** Replaces the pool ID, so that a valid request does not change an existing pool. */
function onMissingPool(value: unknown, path: string): unknown {
  return typeof value === 'object' && value !== null && 'UserPoolId' in value && path !== 'userPoolId'
    ? { ...value, UserPoolId: '<missing>' }
    : value;
}

function probesOf(shape: Shape, path: string): readonly Probe[] {
  switch (shape.kind) {
    case 'string':
      return [wrongType(path, 1), ...textProbes(shape, path)];
    case 'integer':
      return [wrongType(path, 'x'), wrongType(path, 1.5), ...numberProbes(shape, path)];
    case 'boolean':
      return [
        wrongType(path, 'x'),
        { condition: 'is true', path, value: true },
        { condition: 'is false', path, value: false },
      ];
    case 'timestamp':
      return [wrongType(path, 'x'), { condition: 'has a fraction', path, value: 1.5 }];
    case 'list':
      return [wrongType(path, 'x'), ...listProbes(shape, path)];
    case 'map':
      return [wrongType(path, 'x'), ...mapProbes(shape, path)];
    case 'structure':
      return [...(path === '' ? [] : [wrongType(path, 'x')]), ...memberProbes(shape, path)];
  }
}

function wrongType(path: string, value: unknown): Probe {
  return { condition: `has the wrong type (${JSON.stringify(value)})`, path, value, violates: 'type' };
}

function textProbes(shape: Extract<Shape, { kind: 'string' }>, path: string): readonly Probe[] {
  const { min, max, pattern, values } = shape;
  const unmatched = pattern === undefined ? undefined : nonMatching(pattern);
  return [
    ...(values ?? []).map((value) => ({ condition: `is ${value}`, path, value })),
    ...(values === undefined
      ? []
      : [
          {
            condition: 'is not one of its values',
            path,
            value: 'Unknown',
            violates: `satisfy enum value set: ${shownValues(shape)}`,
          },
        ]),
    ...(unmatched === undefined
      ? []
      : [
          {
            condition: 'does not match its pattern',
            path,
            value: unmatched,
            violates: `satisfy regular expression pattern: ${pattern}`,
          },
        ]),
    ...(min === undefined || min === 0
      ? []
      : [
          {
            condition: `has ${min - 1} characters`,
            path,
            value: 'x'.repeat(min - 1),
            violates: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          {
            condition: `has ${max + 1} characters`,
            path,
            value: textOf(shape, max + 1),
            violates: `have length less than or equal to ${max}`,
          },
        ]),
    ...[...new Set([min, max])].flatMap((length) => {
      const value = length === undefined || values !== undefined ? undefined : textOf(shape, length);
      return value === undefined ? [] : [{ condition: `has ${length} characters`, path, value }];
    }),
  ];
}

function numberProbes({ min, max }: Extract<Shape, { kind: 'integer' }>, path: string): readonly Probe[] {
  return [
    ...(min === undefined
      ? []
      : [
          { condition: `is ${min}`, path, value: min },
          {
            condition: `is ${min - 1}`,
            path,
            value: min - 1,
            violates: `have value greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { condition: `is ${max}`, path, value: max },
          {
            condition: `is ${max + 1}`,
            path,
            value: max + 1,
            violates: `have value less than or equal to ${max}`,
          },
        ]),
  ];
}

function listProbes({ member, min, max }: Extract<Shape, { kind: 'list' }>, path: string): readonly Probe[] {
  const of = (length: number) => Array.from({ length }, () => smallest(member));
  return [
    ...(min === undefined ? [] : [{ condition: `has ${min} elements`, path, value: of(min) }]),
    ...(min === undefined || min === 0
      ? []
      : [
          {
            condition: `has ${min - 1} elements`,
            path,
            value: of(min - 1),
            violates: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { condition: `has ${max} elements`, path, value: of(max) },
          {
            condition: `has ${max + 1} elements`,
            path,
            value: of(max + 1),
            violates: `have length less than or equal to ${max}`,
          },
        ]),
    ...probesOf(member, `${path}.1.member`).map((probe) => ({
      ...probe,
      value: [probe.value, ...of(Math.max(0, (min ?? 0) - 1))],
    })),
  ];
}

/** Keys and values are strings. */
function mapProbes(
  { key, value, min, max }: Extract<Shape, { kind: 'map' }>,
  path: string,
): readonly Probe[] {
  const name = textOf(key) ?? 'x';
  const of = (size: number) =>
    Object.fromEntries(Array.from({ length: size }, (_, index) => [`${index}`, smallest(value)]));
  return [
    ...(min === undefined || min === 0
      ? []
      : [
          {
            condition: `has ${min - 1} entries`,
            path,
            value: of(min - 1),
            violates: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { condition: `has ${max} entries`, path, value: of(max) },
          {
            condition: `has ${max + 1} entries`,
            path,
            value: of(max + 1),
            violates: `have length less than or equal to ${max}`,
          },
        ]),
    ...textProbes(key, '').map((probe) => ({
      ...probe,
      path: `${path}.${probe.value}.key`,
      value: { [String(probe.value)]: smallest(value) },
    })),
    ...probesOf(value, `${path}.${name}.value`).map((probe) => ({
      ...probe,
      value: { [name]: probe.value },
    })),
  ];
}

function memberProbes(shape: Extract<Shape, { kind: 'structure' }>, path: string): readonly Probe[] {
  const whole = Object(smallest(shape));
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const below = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    const { [name]: _, ...others } = whole;
    return [
      ...(member.required
        ? [
            { condition: 'is missing', path: below, value: others, violates: 'not be null' },
            {
              condition: 'is null',
              path: below,
              value: { ...others, [name]: null },
              violates: 'not be null',
            },
          ]
        : [{ condition: 'is null', path: below, value: { ...others, [name]: null } }]),
      ...probesOf(member.shape, below).map((probe) => ({
        ...probe,
        value: { ...whole, [name]: probe.value },
      })),
    ];
  });
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
