import { AwsError } from '../../core/aws-error.ts';
import { type Call, operation } from '../../core/operation.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { refuseName } from './name-rules.ts';
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
import { refuseValue, standardBytes } from './value-rules.ts';

type Input = Infer<typeof putParameterInput>;

const versionsKept = 100;

/** No compare-and-set; versions start at 1 again after a deletion (AWS facts §5). */
export const putParameter = operation(putParameterInput, (store: SsmStore, input, call) => {
  const name = input.Name.trim();
  refuseName(name, arnOf(store, name));
  const history = store.parameters.get(name);
  if (history !== undefined && input.Overwrite !== true)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  const version = nextVersion(store, name, input, history && latest(history), call);
  refuseValue(version);
  if (history === undefined && version.tier === 'Standard') refuseBeyondLimit(store);
  store.parameters.set(name, appended(history, version));
  emitChange(store, history === undefined ? 'Create' : 'Update', version);
  return { Version: version.version, Tier: version.tier };
});

/** Of standard parameters in an account and Region (AWS facts §5); the wording is [unverified]. */
const standardLimit = 10_000;

function refuseBeyondLimit({ parameters }: SsmStore): void {
  if (parameters.size < standardLimit) return;
  const standard = [...latestVersions(parameters)].filter(({ tier }) => tier === 'Standard');
  if (standard.length >= standardLimit)
    throw new AwsError(
      'ParameterLimitExceeded',
      `The limit of ${standardLimit} standard parameters is reached. Delete some, or use the advanced tier.`,
    );
}

export function appended(history: History | undefined, version: Version): History {
  if (history === undefined) return [version];
  const [first, ...rest] = history;
  if (history.length < versionsKept) return [first, ...rest, version];
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
  // That a type can never change is documented for String to SecureString; for the others [unverified].
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

/** An advanced parameter never becomes a standard one again (API documentation of Tier). */
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
    return Buffer.byteLength(input.Value) > standardBytes ? 'Advanced' : 'Standard';
  return input.Tier ?? 'Standard';
}
