import { AwsError } from '../../core/aws-error.ts';

/**
 * From the API documentation of PutParameter. The 1,011 characters include the part of the ARN before the
 * name.
 */
const MAX_ARN_LENGTH = 1011;
const MAX_LEVELS = 15;

/** Throws for an invalid parameter name. The rules are documented, the texts are [unverified]. */
export function validateName(name: string, arn: string): void {
  if (/\s/.test(name)) throw invalid(`Parameter name: can't contain spaces: ${name}`);
  if (/^\/?(aws|ssm)/i.test(name)) {
    if (/^\/aws\//i.test(name))
      throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  }
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name) || name.includes('//') || name.endsWith('/'))
    throw invalid(
      'Parameter name: only a mix of letters, numbers and the following 3 symbols .-_ are allowed. If formed as a path, it can consist of sub-paths divided by slash symbol.',
    );
  if (name.includes('/') && !name.startsWith('/'))
    throw invalid('Parameter name must be a fully qualified name.');
  if (name.split('/').filter(Boolean).length > MAX_LEVELS)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchies are limited to a maximum of ${MAX_LEVELS} levels.`,
    );
  if (arn.length > MAX_ARN_LENGTH)
    throw invalid(
      `The ARN of a parameter can have up to ${MAX_ARN_LENGTH} characters, including the parameter name.`,
    );
}

/** Throws for a path that GetParametersByPath and the Path filter reject. */
export function validatePath(path: string): void {
  if (!/^\/([a-zA-Z0-9_.\-/]*)$/.test(path))
    throw invalid(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore).',
    );
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
