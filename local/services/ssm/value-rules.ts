import { runInNewContext } from 'node:vm';
import { AwsError } from '../../core/aws-error.ts';

/** What one PutParameter asks for; `tier` as it will be. */
interface Value {
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly allowedPattern?: string;
}

export const MAX_STANDARD_BYTES = 4096;
const MAX_ADVANCED_BYTES = 8192;

/** Throws for a value that a parameter cannot have (AWS facts §5); the wording is [unverified]. */
export function validateValue({ value, tier, allowedPattern }: Value): void {
  if (value === '')
    throw invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  // A reference, `{{…}}`. The closing pair alone ends many a compact JSON object, and AWS takes that.
  const open = value.indexOf('{{');
  if (open !== -1 && value.indexOf('}}', open + 2) !== -1)
    throw invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  const limit = tier === 'Standard' ? MAX_STANDARD_BYTES : MAX_ADVANCED_BYTES;
  if (Buffer.byteLength(value) > limit)
    throw invalid(`${tier} tier parameters support a maximum parameter value of ${limit} characters.`);
  if (allowedPattern !== undefined && allowedPattern !== '' && !matches(allowedPattern, value))
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
}

/**
 * A pattern is the caller's own: one that would backtrack for ever ends after this many milliseconds. No shorter: on a
 * busy machine an honest one must pass.
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
