import { Ajv } from 'ajv';
import { parameterJsonSchema, policyJsonSchema } from '../../cli/commands/init/example.ts';
import { parameterSchema } from '../../lib/domain/parameter/schema.ts';
import { policySchema } from '../../lib/domain/policy/schema.ts';
import { toLogGroup, toStream } from '../support/situation.ts';

const accepts = new Ajv({ allowUnionTypes: true }).compile(parameterJsonSchema());
const group = toLogGroup();

test.each<[string, unknown, boolean]>([
  ['a parameter', { LogConfigurations: [group, toStream()], Mode: 'Observe', OnDelete: 'Clear' }, true],
  ['$schema', { $schema: './parameter.schema.json', LogConfigurations: [] }, true],
  ['null for the other destinations', { LogConfigurations: [{ ...group, S3Configuration: null }] }, true],
  [
    'null for UserPoolId, Mode, OnDelete and Inherit',
    { LogConfigurations: [], UserPoolId: null, Mode: null, OnDelete: null, Inherit: null },
    true,
  ],
  ['Inherit', { LogConfigurations: [], Inherit: true }, true],
  ['Inherit: false', { LogConfigurations: [], Inherit: false }, true],
  ['a text for Inherit', { LogConfigurations: [], Inherit: 'true' }, false],
  ['null for the list', { LogConfigurations: null }, false],
  ['null in the list', { LogConfigurations: [null] }, false],
  ['null for LogLevel', { LogConfigurations: [{ ...group, LogLevel: null }] }, false],
  [
    'null for an ARN',
    { LogConfigurations: [{ ...group, FirehoseConfiguration: { StreamArn: null } }] },
    false,
  ],
  ['another key with $', { LogConfigurations: [], $id: 'x' }, false],
  ['a misspelled key', { logConfigurations: [] }, false],
])('the schema of clr init and the service agree on %s', (_, value, isValid) => {
  expect(accepts(value)).toBe(isValid);
  expect(parameterSchema.safeParse(value).success).toBe(isValid);
});

const acceptsPolicy = new Ajv({ allowUnionTypes: true }).compile(policyJsonSchema());
const policy = { Select: {}, LogConfigurations: [toLogGroup('<userPoolName>')] };

test.each<[string, unknown, boolean]>([
  ['a policy', policy, true],
  [
    'every key',
    {
      ...policy,
      $schema: './policy.schema.json',
      Description: 'x',
      Precedence: 'Mandatory',
      Priority: 10,
      Select: {
        Ids: ['eu-west-1_a'],
        Names: ['shop-*'],
        Tags: { env: ['prod'] },
        Tiers: ['PLUS'],
        Exclude: { Tags: { logs: ['off'] } },
      },
      Mode: 'Observe',
      OnDelete: 'Clear',
      Rollout: { Waves: [1, '10%', '100%'], HaltAfter: { Pools: 1, Percent: 5 } },
    },
    true,
  ],
  [
    'null for Precedence, Priority and Rollout',
    { ...policy, Precedence: null, Priority: null, Rollout: null },
    true,
  ],
  ['no Select', { LogConfigurations: policy.LogConfigurations }, false],
  ['null for Select', { ...policy, Select: null }, false],
  ['a text for Select', { ...policy, Select: '*' }, false],
  ['no entry', { ...policy, LogConfigurations: [] }, false],
  ['an empty list of names', { ...policy, Select: { Names: [] } }, false],
  ['an empty list of tag values', { ...policy, Select: { Tags: { env: [] } } }, false],
  ['a text for tag values', { ...policy, Select: { Tags: { env: 'prod' } } }, false],
  ['an unknown tier', { ...policy, Select: { Tiers: ['FREE'] } }, false],
  ['a priority that is not a whole number', { ...policy, Priority: 1.5 }, false],
  ['a priority that is too high', { ...policy, Priority: 1001 }, false],
  ['a wave of 0 pools', { ...policy, Rollout: { Waves: [0, '100%'] } }, false],
  ['a wave of 101 %', { ...policy, Rollout: { Waves: ['101%'] } }, false],
  ['a limit of 0 pools', { ...policy, Rollout: { HaltAfter: { Pools: 0 } } }, false],
  ['Inherit', { ...policy, Inherit: true }, false],
])('the policy schema of clr init and the service agree on %s', (_, value, isValid) => {
  expect(acceptsPolicy(value)).toBe(isValid);
  expect(policySchema.safeParse(value).success).toBe(isValid);
});
