/**
 * The constraints of the SSM operations offered here, from the public API model of ssm (2014-11-06, as botocore
 * 1.43.11 carries it), members in the model's order.
 */
import { flag, integer, list, may, must, oneOf, structure, text } from '../shape/shape.ts';

const name = text({ min: 1, max: 2048 });
const names = list(name, { min: 1, max: 10 });
const nextToken = text();
const parameterFilter = structure({
  Key: must(text({ min: 1, max: 132, pattern: 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType' })),
  Option: may(text({ min: 1, max: 10 })),
  Values: may(list(text({ min: 1, max: 1024 }), { min: 1, max: 50 })),
});
const parameterFilters = list(parameterFilter);

const tagPattern = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
const tag = structure({
  Key: must(text({ min: 1, max: 128, pattern: tagPattern })),
  Value: must(text({ min: 0, max: 256, pattern: tagPattern })),
});

export const putParameterInput = structure({
  Name: must(name),
  Description: may(text({ min: 0, max: 1024 })),
  Value: must(text()),
  Type: may(oneOf('String', 'StringList', 'SecureString')),
  KeyId: may(text({ min: 1, max: 256, pattern: '^([a-zA-Z0-9:/_-]+)$' })),
  Overwrite: may(flag),
  AllowedPattern: may(text({ min: 0, max: 1024 })),
  Tags: may(list(tag, { max: 1000 })),
  Tier: may(oneOf('Standard', 'Advanced', 'Intelligent-Tiering')),
  Policies: may(text({ min: 1, max: 4096 })),
  DataType: may(text({ min: 0, max: 128 })),
});

export const getParameterInput = structure({ Name: must(name), WithDecryption: may(flag) });

export const getParametersInput = structure({ Names: must(names), WithDecryption: may(flag) });

export const getParametersByPathInput = structure({
  Path: must(name),
  Recursive: may(flag),
  ParameterFilters: may(parameterFilters),
  WithDecryption: may(flag),
  MaxResults: may(integer({ min: 1, max: 10 })),
  NextToken: may(nextToken),
});

export const getParameterHistoryInput = structure({
  Name: must(name),
  WithDecryption: may(flag),
  MaxResults: may(integer({ min: 1, max: 50 })),
  NextToken: may(nextToken),
});

export const describeParametersInput = structure({
  Filters: may(
    list(
      structure({
        Key: must(oneOf('Name', 'Type', 'KeyId')),
        Values: must(list(text({ min: 1, max: 1024 }), { min: 1, max: 50 })),
      }),
    ),
  ),
  ParameterFilters: may(parameterFilters),
  MaxResults: may(integer({ min: 1, max: 50 })),
  NextToken: may(nextToken),
  Shared: may(flag),
});

export const deleteParameterInput = structure({ Name: must(name) });

export const deleteParametersInput = structure({ Names: must(names) });
