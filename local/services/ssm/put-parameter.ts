import { AwsError } from '../../core/aws-error.ts';
import { type Call, operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { validateNewName } from './name-rules.ts';
import {
  arnOf,
  emitChange,
  type History,
  latest,
  latestVersions,
  type SsmStore,
  storedName,
  type Version,
} from './parameters.ts';
import { dataTypeOf, validateTagsAndPolicies } from './put-rules.ts';
import { putParameterInput } from './shapes.ts';
import { addTags } from './tags.ts';
import { MAX_STANDARD_BYTES, validateValue } from './value-rules.ts';

type Input = Infer<typeof putParameterInput>;

const MAX_VERSIONS = 100;

/**
 * Has no compare-and-set. After a deletion, versions start at 1 again (docs/aws-facts.md#parameter-versions).
 */
export const putParameter = operation(putParameterInput, (store: SsmStore, input, call) => {
  const given = input.Name.trim();
  validateTagsAndPolicies(input);
  validateNewName(given, arnOf(store, given));
  const name = storedName(store.parameters, given);
  const history = store.parameters.get(name);
  if (history !== undefined && input.Overwrite !== true)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  const version = nextVersion(store, name, input, history && latest(history), call);
  validateValue(version);
  if (history === undefined && version.tier === 'Standard') requireBelowLimit(store);
  if (history !== undefined) requireOldestWithoutLabel(name, history);
  if (input.Tags !== undefined) addTags(store, name, input.Tags);
  store.parameters.set(name, appendVersion(history, version));
  emitChange(store, history === undefined ? 'Create' : 'Update', version);
  return { Version: version.version, Tier: version.tier };
});

/**
 * The maximum number of standard parameters in an account and Region (docs/aws-facts.md#parameter-limits).
 * The text of the error is in hashicorp/terraform-provider-aws issue 18521.
 */
const MAX_STANDARD_PARAMETERS = 10_000;

function requireBelowLimit({ parameters }: SsmStore): void {
  if (parameters.size < MAX_STANDARD_PARAMETERS) return;
  const standard = [...latestVersions(parameters)].filter(({ tier }) => tier === 'Standard');
  if (standard.length >= MAX_STANDARD_PARAMETERS)
    throw new AwsError(
      'ParameterLimitExceeded',
      `You have reached the maximum number of standard parameters for this AWS account and Region (${MAX_STANDARD_PARAMETERS}). To add more parameters, either delete existing parameters or upgrade to the advanced-parameter tier (charges apply).`,
    );
}

export function appendVersion(history: History | undefined, version: Version): History {
  if (history === undefined) return [version];
  const [first, ...rest] = history;
  if (history.length < MAX_VERSIONS) return [first, ...rest, version];
  const [second = version, ...others] = rest;
  return [second, ...others, version];
}

/** The message is in the API documentation of the error. */
function requireOldestWithoutLabel(name: string, history: History): void {
  const [oldest] = history;
  if (history.length < MAX_VERSIONS || oldest.labels === undefined) return;
  throw new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}

/**
 * A put with Overwrite can change the type of a parameter (docs/aws-facts.md#parameter-type). The tags, the labels of
 * older versions and all members that the request omits stay.
 */
function nextVersion(
  store: SsmStore,
  name: string,
  input: Input,
  before: Version | undefined,
  call: Call,
): Version {
  const type = input.Type ?? before?.type;
  if (type === undefined)
    throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
  const dataType = dataTypeOf(input, before);
  const description = input.Description ?? before?.description;
  const allowedPattern = input.AllowedPattern ?? before?.allowedPattern;
  return {
    name,
    type,
    value: input.Value,
    version: (before?.version ?? 0) + 1,
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    tier: tierOf(input, before),
    dataType,
    ...(type === 'SecureString' && { keyId: input.KeyId ?? before?.keyId ?? 'alias/aws/ssm' }),
    changedAt: store.now(),
    changedBy: call.identity.userIdentity.arn,
  };
}

/** An advanced parameter cannot become a standard one again (API documentation of Tier). */
function tierOf(input: Input, before: Version | undefined): Version['tier'] {
  if (before?.tier === 'Advanced') {
    if (input.Tier === 'Standard')
      throw new AwsError(
        'ValidationException',
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
      );
    return 'Advanced';
  }
  if (input.Tier === 'Intelligent-Tiering')
    return Buffer.byteLength(input.Value) > MAX_STANDARD_BYTES ? 'Advanced' : 'Standard';
  return input.Tier ?? 'Standard';
}
