import { type ContractCase, documented, type Expected, measured, unverified } from '../case.ts';
import { get, invalid, put } from './parameter-steps.ts';

const changeTo = (changes: object, response?: Expected) =>
  put('a', { Value: 'w', Overwrite: true, ...changes }, response);

/** The changes that a put with Overwrite can and cannot make. */
export const parameterTypes: readonly ContractCase[] = [
  {
    name: 'PutParameter with Overwrite changes the type from SecureString to String',
    source: measured('parameter-type'),
    steps: [
      put('a', { Type: 'SecureString' }),
      changeTo({ Type: 'String' }, { body: { Version: 2 } }),
      get('a', { body: { Parameter: { Type: 'String', Value: 'w', Version: 2 } } }),
      {
        call: 'ssm.DescribeParameters',
        send: { ParameterFilters: [{ Key: 'Name', Values: ['<path>/a'] }] },
        response: { without: ['KeyId'] },
      },
    ],
  },
  ...(
    [
      ['String', 'SecureString'],
      ['String', 'StringList'],
      ['StringList', 'SecureString'],
    ] satisfies [string, string][]
  ).map(
    ([from, to]): ContractCase => ({
      name: `PutParameter with Overwrite changes the type from ${from} to ${to}`,
      source: unverified('parameter-type'),
      steps: [
        put('a', { Type: from }),
        changeTo({ Type: to }, { body: { Version: 2 } }),
        get('a', { body: { Parameter: { Type: to, Version: 2 } } }),
        get('a:1', { body: { Parameter: { Type: from } } }),
      ],
    }),
  ),
  {
    name: 'PutParameter shows the types in the order of AWS when the type is unknown',
    source: { kind: 'measured', where: 'aws/aws-cdk issue 16806' },
    steps: [
      put(
        'a',
        { Type: 'AWS::EC2::Image::Id' },
        {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value 'AWS::EC2::Image::Id' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]",
        },
      ),
    ],
  },
  {
    name: 'PutParameter rejects another data type for an existing parameter',
    source: { kind: 'measured', where: 'hashicorp/terraform-provider-aws issue 35959' },
    steps: [
      put('a'),
      changeTo({ DataType: 'text' }),
      changeTo({ DataType: 'aws:ec2:image' }, invalid()),
      get('a', { body: { Parameter: { DataType: 'text', Version: 2 } } }),
    ],
  },
  ...['foo', 'TEXT', ''].map(
    (DataType): ContractCase => ({
      name: `PutParameter rejects the data type ${JSON.stringify(DataType)}`,
      source: { kind: 'unverified', where: 'getmoto/moto, tests/test_ssm/test_ssm.py' },
      steps: [
        put(
          'a',
          { DataType },
          invalid(`The following data type is not supported: ${DataType} (Data type names`),
        ),
      ],
    }),
  ),
  {
    name: 'PutParameter rejects an empty value without showing it',
    source: { kind: 'measured', where: 'crossplane-contrib/provider-upjet-aws issue 1559' },
    steps: [
      put(
        'a',
        { Value: '' },
        invalid(
          "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
      ),
    ],
  },
  {
    name: 'PutParameter explains how to store a value that is too long for a standard parameter',
    source: { kind: 'measured', where: 'hashicorp/terraform-provider-aws issue 18521' },
    steps: [
      put(
        'a',
        { Value: 'x'.repeat(4097) },
        {
          error: 'ValidationException',
          message:
            'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
        },
      ),
    ],
  },
  {
    name: 'PutParameter rejects parameter policies by name, because the local cloud does not support them',
    source: documented('parameter-store'),
    only: 'local',
    steps: [
      put(
        'a',
        {
          Tier: 'Advanced',
          Policies:
            '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2030-01-01T00:00:00.000Z"}}]',
        },
        { error: 'InvalidPolicyTypeException', message: { contains: 'parameter policies (Policies)' } },
      ),
      ...['[]', '[{}]', '{}'].map((Policies) => put('a', { Tier: 'Advanced', Overwrite: true, Policies })),
    ],
  },
];
