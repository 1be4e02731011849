import { AwsError } from '../../core/aws-error.ts';
import { type Call, operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { validateName } from './name-rules.ts';
import {
  arnOf,
  emitChange,
  type History,
  latest,
  latestVersions,
  type SsmStore,
  type Version,
} from './parameters.ts';
import { putParameterInput } from './shapes.ts';
import { MAX_STANDARD_BYTES, validateValue } from './value-rules.ts';

type Input = Infer<typeof putParameterInput>;

const MAX_VERSIONS = 100;

/**
 * Has no compare-and-set. After a deletion, versions start at 1 again (docs/aws-facts.md#parameter-versions).
 */
export const putParameter = operation(putParameterInput, (store: SsmStore, input, call) => {
  const name = input.Name.trim();
  validateName(name, arnOf(store, name));
  const history = store.parameters.get(name);
  if (history !== undefined && input.Overwrite !== true)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  const version = nextVersion(store, name, input, history && latest(history), call);
  validateValue(version);
  if (history === undefined && version.tier === 'Standard') requireBelowLimit(store);
  store.parameters.set(name, appendVersion(history, version));
  emitChange(store, history === undefined ? 'Create' : 'Update', version);
  return { Version: version.version, Tier: version.tier };
});

/**
 * The maximum number of standard parameters in an account and Region (docs/aws-facts.md#parameter-limits).
 * The text of the error is [unverified].
 */
const MAX_STANDARD_PARAMETERS = 10_000;

function requireBelowLimit({ parameters }: SsmStore): void {
  if (parameters.size < MAX_STANDARD_PARAMETERS) return;
  const standard = [...latestVersions(parameters)].filter(({ tier }) => tier === 'Standard');
  if (standard.length >= MAX_STANDARD_PARAMETERS)
    throw new AwsError(
      'ParameterLimitExceeded',
      `The limit of ${MAX_STANDARD_PARAMETERS} standard parameters is reached. Delete some, or use the advanced tier.`,
    );
}

export function appendVersion(history: History | undefined, version: Version): History {
  if (history === undefined) return [version];
  const [first, ...rest] = history;
  if (history.length < MAX_VERSIONS) return [first, ...rest, version];
  const [second = version, ...others] = rest;
  return [second, ...others, version];
}

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
  // That a type cannot change is documented for String to SecureString, and [unverified] for other types.
  if (before !== undefined && before.type !== type)
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter type can't be changed from ${before.type} to ${type}. Create a new, unique parameter.`,
    );
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
    dataType: input.DataType ?? before?.dataType ?? 'text',
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
