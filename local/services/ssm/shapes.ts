/**
 * The constraints of the supported SSM operations, from the public API model of ssm (2014-11-06, from
 * botocore 1.43.107), with members in the order of the model.
 */
import {
  flag,
  integer,
  list,
  namedStructure,
  oneOf,
  optional,
  required,
  structure,
  text,
} from '../../core/shapes/shape.ts';

const name = text({ min: 1, max: 2048 });
const names = list(name, { min: 1, max: 10 });
const nextToken = text();
const parameterFilter = namedStructure('ParameterStringFilter', {
  Key: required(text({ min: 1, max: 132, pattern: '^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$' })),
  Option: optional(text({ min: 1, max: 10 })),
  Values: optional(list(text({ min: 1, max: 1024 }), { min: 1, max: 50 })),
});
const parameterFilters = list(parameterFilter);

const TAG_PATTERN = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
const tagKey = text({ min: 1, max: 128, pattern: TAG_PATTERN });
const tag = namedStructure('Tag', {
  Key: required(tagKey),
  Value: required(text({ min: 0, max: 256, pattern: TAG_PATTERN })),
});

const tags = list(tag, { max: 1000 });

/**
 * The order in which AWS prints the types is measured (aws/aws-cdk issue 16806).
 */
const type = {
  ...oneOf('String', 'StringList', 'SecureString'),
  shown: '[SecureString, StringList, String]',
};

export const putParameterInput = structure({
  Name: required(name),
  Description: optional(text({ min: 0, max: 1024 })),
  Value: required(text()),
  Type: optional(type),
  KeyId: optional(text({ min: 1, max: 256, pattern: '^([a-zA-Z0-9:/_-]+)$' })),
  Overwrite: optional(flag),
  AllowedPattern: optional(text({ min: 0, max: 1024 })),
  Tags: optional(tags),
  Tier: optional(oneOf('Standard', 'Advanced', 'Intelligent-Tiering')),
  Policies: optional(text({ min: 1, max: 4096 })),
  DataType: optional(text({ min: 0, max: 128 })),
});

export const getParameterInput = structure({ Name: required(name), WithDecryption: optional(flag) });

export const getParametersInput = structure({ Names: required(names), WithDecryption: optional(flag) });

export const getParametersByPathInput = structure({
  Path: required(name),
  Recursive: optional(flag),
  ParameterFilters: optional(parameterFilters),
  WithDecryption: optional(flag),
  MaxResults: optional(integer({ min: 1, max: 10 })),
  NextToken: optional(nextToken),
});

export const getParameterHistoryInput = structure({
  Name: required(name),
  WithDecryption: optional(flag),
  MaxResults: optional(integer({ min: 1, max: 50 })),
  NextToken: optional(nextToken),
});

export const describeParametersInput = structure({
  Filters: optional(
    list(
      namedStructure('ParametersFilter', {
        Key: required(oneOf('Name', 'Type', 'KeyId')),
        Values: required(list(text({ min: 1, max: 1024 }), { min: 1, max: 50 })),
      }),
    ),
  ),
  ParameterFilters: optional(parameterFilters),
  MaxResults: optional(integer({ min: 1, max: 50 })),
  NextToken: optional(nextToken),
  Shared: optional(flag),
});

export const deleteParameterInput = structure({ Name: required(name) });

export const deleteParametersInput = structure({ Names: required(names) });

const labels = list(text({ min: 1, max: 100 }), { min: 1, max: 10 });

export const labelParameterVersionInput = structure({
  Name: required(name),
  ParameterVersion: optional(integer()),
  Labels: required(labels),
});

export const unlabelParameterVersionInput = structure({
  Name: required(name),
  ParameterVersion: required(integer()),
  Labels: required(labels),
});

/** The model has an enum. An unknown type is InvalidResourceType in getmoto/moto, so that tags.ts checks it. */
const resource = { ResourceType: required(text()), ResourceId: required(text()) };

export const listTagsForResourceInput = structure(resource);

export const addTagsToResourceInput = structure({ ...resource, Tags: required(tags) });

export const removeTagsFromResourceInput = structure({
  ...resource,
  TagKeys: required(list(tagKey)),
});
