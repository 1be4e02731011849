/**
 * For each constraint of the table and each operation: a request that breaks it, and one at its edge. The
 * wording of the faults is measured for Cognito (AWS facts §1) and taken over for the others.
 */

import type { Shape } from '../../local/core/shapes/shape.ts';
import { cognitoOperations } from '../../local/services/cognito/operations.ts';
import { firehoseOperations } from '../../local/services/firehose/operations.ts';
import { logsOperations } from '../../local/services/logs/operations.ts';
import { ssmOperations } from '../../local/services/ssm/operations.ts';
import type { ContractCase, Expected, ServiceName } from './case.ts';
import { refusedBy, smallest, textOf } from './samples.ts';

/** One value at one place, and what it breaks; without `fault`, it stands at an edge. */
interface Probe {
  readonly what: string;
  /** As in AWS's messages: `logConfigurations.1.member.logLevel`. */
  readonly path: string;
  readonly value: unknown;
  readonly fault?: string | 'type';
}

interface Offered {
  readonly service: ServiceName;
  readonly operations: Readonly<Record<string, { readonly input: Shape }>>;
  /** The error name for faults of shape. */
  readonly invalid: string;
  /** Of operations that change what the run does not make and delete again. */
  readonly lasting?: RegExp;
}

const services: readonly Offered[] = [
  { service: 'cognito-idp', operations: cognitoOperations, invalid: 'InvalidParameterException' },
  { service: 'ssm', operations: ssmOperations, invalid: 'ValidationException' },
  {
    service: 'logs',
    operations: logsOperations,
    invalid: 'InvalidParameterException',
    lasting: /^(Create|Delete)/,
  },
  {
    service: 'firehose',
    operations: firehoseOperations,
    invalid: 'ValidationException',
    lasting: /^(Create|Delete|Tag|Untag)/,
  },
];

export const generatedCases: readonly ContractCase[] = services.flatMap((offered) =>
  Object.entries(offered.operations).flatMap(([operation, { input }]) =>
    probesOf(input, '').map((probe) => caseOf(offered, operation, probe)),
  ),
);

function caseOf(
  { service, invalid, lasting }: Offered,
  operation: string,
  { what, path, value, fault }: Probe,
): ContractCase {
  const call = `${service}.${operation}` as const;
  return {
    name: `${call}: ${path} ${what}`,
    source: { kind: 'modelled', where: 'public API model' },
    ...(fault === undefined && lasting?.test(operation) && { only: 'local' as const }),
    steps: [{ call, send: onMissingPool(value, path), answer: expectedOf(path, fault, invalid) }],
  };
}

function expectedOf(path: string, fault: string | undefined, invalid: string): Expected {
  if (fault === undefined) return { shape: 'accepted' };
  if (fault === 'type') return { error: 'SerializationException' };
  return {
    error: invalid,
    message: { holds: `at '${path}' failed to satisfy constraint: Member must ${fault}` },
  };
}

/** Nothing real is to be changed by a request at the edge. */
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
        { what: 'true', path, value: true },
        { what: 'false', path, value: false },
      ];
    case 'list':
      return [wrongType(path, 'x'), ...listProbes(shape, path)];
    case 'map':
      return [wrongType(path, 'x'), ...mapProbes(shape, path)];
    case 'structure':
      return [...(path === '' ? [] : [wrongType(path, 'x')]), ...memberProbes(shape, path)];
  }
}

function wrongType(path: string, value: unknown): Probe {
  return { what: `of a wrong type (${JSON.stringify(value)})`, path, value, fault: 'type' };
}

function textProbes(shape: Extract<Shape, { kind: 'string' }>, path: string): readonly Probe[] {
  const { min, max, pattern, values } = shape;
  const refused = pattern === undefined ? undefined : refusedBy(pattern);
  return [
    ...(values ?? []).map((value) => ({ what: `is ${value}`, path, value })),
    ...(values === undefined
      ? []
      : [
          {
            what: 'is outside its values',
            path,
            value: 'Nope',
            fault: `satisfy enum value set: [${values.toSorted().join(', ')}]`,
          },
        ]),
    ...(refused === undefined
      ? []
      : [
          {
            what: 'does not match its pattern',
            path,
            value: refused,
            fault: `satisfy regular expression pattern: ${pattern}`,
          },
        ]),
    ...(min === undefined || min === 0
      ? []
      : [
          {
            what: `has ${min - 1} characters`,
            path,
            value: 'x'.repeat(min - 1),
            fault: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          {
            what: `has ${max + 1} characters`,
            path,
            value: textOf(shape, max + 1),
            fault: `have length less than or equal to ${max}`,
          },
        ]),
    ...[...new Set([min, max])].flatMap((length) => {
      const value = length === undefined || values !== undefined ? undefined : textOf(shape, length);
      return value === undefined ? [] : [{ what: `has ${length} characters`, path, value }];
    }),
  ];
}

function numberProbes({ min, max }: Extract<Shape, { kind: 'integer' }>, path: string): readonly Probe[] {
  return [
    ...(min === undefined
      ? []
      : [
          { what: `is ${min}`, path, value: min },
          {
            what: `is ${min - 1}`,
            path,
            value: min - 1,
            fault: `have value greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { what: `is ${max}`, path, value: max },
          { what: `is ${max + 1}`, path, value: max + 1, fault: `have value less than or equal to ${max}` },
        ]),
  ];
}

function listProbes({ member, min, max }: Extract<Shape, { kind: 'list' }>, path: string): readonly Probe[] {
  const of = (length: number) => Array.from({ length }, () => smallest(member));
  return [
    ...(min === undefined ? [] : [{ what: `has ${min} elements`, path, value: of(min) }]),
    ...(min === undefined || min === 0
      ? []
      : [
          {
            what: `has ${min - 1} elements`,
            path,
            value: of(min - 1),
            fault: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { what: `has ${max} elements`, path, value: of(max) },
          {
            what: `has ${max + 1} elements`,
            path,
            value: of(max + 1),
            fault: `have length less than or equal to ${max}`,
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
            what: `has ${min - 1} entries`,
            path,
            value: of(min - 1),
            fault: `have length greater than or equal to ${min}`,
          },
        ]),
    ...(max === undefined
      ? []
      : [
          { what: `has ${max} entries`, path, value: of(max) },
          {
            what: `has ${max + 1} entries`,
            path,
            value: of(max + 1),
            fault: `have length less than or equal to ${max}`,
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
            { what: 'is missing', path: below, value: others, fault: 'not be null' },
            { what: 'is null', path: below, value: { ...others, [name]: null }, fault: 'not be null' },
          ]
        : [{ what: 'is null', path: below, value: { ...others, [name]: null } }]),
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
