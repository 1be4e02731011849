import { runInNewContext } from 'node:vm';
import { AwsError } from '../../core/aws-error.ts';

/** The values of a PutParameter request. `tier` is the resulting tier. */
interface Value {
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly allowedPattern?: string;
}

export const MAX_STANDARD_BYTES = 4096;
const MAX_ADVANCED_BYTES = 8192;

/**
 * Throws for an invalid value (docs/aws-facts.md#parameter-values and docs/aws-facts.md#parameter-limits).
 * AWS does not show the value of an invalid parameter (crossplane-contrib/provider-upjet-aws issue 1559). The other
 * texts are [unverified].
 */
export function validateValue({ value, tier, allowedPattern }: Value): void {
  if (value === '')
    throw invalid(
      "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  // A reference to another parameter, `{{…}}`. AWS allows `}}` without `{{`, which ends many compact JSON
  // objects.
  const open = value.indexOf('{{');
  if (open !== -1 && value.indexOf('}}', open + 2) !== -1)
    throw invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  const limit = tier === 'Standard' ? MAX_STANDARD_BYTES : MAX_ADVANCED_BYTES;
  if (Buffer.byteLength(value) > limit)
    throw invalid(
      `${tier} tier parameters support a maximum parameter value of ${limit} characters.${hintFor(tier)}`,
    );
  if (allowedPattern !== undefined && allowedPattern !== '' && !matches(allowedPattern, value))
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

/** From hashicorp/terraform-provider-aws issue 18521. */
function hintFor(tier: Value['tier']): string {
  return tier === 'Advanced'
    ? ''
    : ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';
}

/**
 * The time limit of a pattern match in milliseconds. It stops a pattern of a caller that backtracks without
 * end. It is long enough for other patterns on a busy machine.
 */
const MAX_MATCH_MS = 1_000;

function matches(source: string, value: string): boolean {
  try {
    return runInNewContext('new RegExp(source).test(value)', { source, value }, { timeout: MAX_MATCH_MS });
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      'The request does not meet the regular expression requirement.',
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
