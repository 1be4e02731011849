import { Ajv } from 'ajv';
import { parameterJsonSchema } from '../../cli/commands/init/example.ts';
import { parameterSchema } from '../../lib/domain/parameter/schema.ts';
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
