import { AwsError } from '../../core/aws-error.ts';

/**
 * From the API documentation of PutParameter. The 1,011 characters include the part of the ARN before the
 * name.
 */
const MAX_ARN_LENGTH = 1011;
const MAX_LEVELS = 15;

/** The message of AWS for every name that is not a path of valid parts (docs/aws-facts.md#parameter-names). */
const INVALID_NAME =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

/** The message of AWS, with its backslashes (docs/aws-facts.md#parameter-names). */
const INVALID_PATH =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

/**
 * Throws for a name that cannot be created. The messages about prefixes are those of getmoto/moto
 * (tests/test_ssm/test_ssm.py); that AWS checks the prefix before the characters is [unverified].
 */
export function validateNewName(name: string, arn: string): void {
  validatePrefix(name);
  if (!hasValidParts(name)) throw invalid(INVALID_NAME);
  if (!isFullyQualified(name)) throw invalid('Parameter name must be a fully qualified name.');
  if (name.split('/').filter(Boolean).length > MAX_LEVELS)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchies are limited to a maximum of ${MAX_LEVELS} levels.`,
    );
  if (arn.length > MAX_ARN_LENGTH)
    // The text is [unverified].
    throw invalid(
      `The ARN of a parameter can have up to ${MAX_ARN_LENGTH} characters, including the parameter name.`,
    );
}

function validatePrefix(name: string): void {
  if (!/^\/?(aws|ssm)/i.test(name)) return;
  const isPath = name.indexOf('/', 1) !== -1;
  if (isPath && /^\/aws/i.test(name))
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  throw invalid(
    isPath ? INVALID_NAME : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
  );
}

/**
 * Throws for a name that a read or a deletion rejects. Names of public parameters, below `/aws/`, are valid there.
 */
export function validateName(name: string): void {
  if (/^\/?ssm/i.test(name) || !hasValidParts(name) || !isFullyQualified(name)) throw invalid(INVALID_NAME);
}

function hasValidParts(name: string): boolean {
  return /^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/.test(name);
}

/** A name with several levels begins with a slash. */
function isFullyQualified(name: string): boolean {
  return name.startsWith('/') || !name.includes('/');
}

/** Throws for a path that GetParametersByPath rejects. Public parameters are below `/aws/`. */
export function validatePath(path: string): void {
  if (/^\/ssm/i.test(path) || path.includes('//') || !/^\/[a-zA-Z0-9_.\-/]*$/.test(path))
    throw invalid(INVALID_PATH);
}

/** Throws for a path that the Path filter of DescribeParameters rejects. */
export function validatePathFilter(path: string): void {
  if (/^\/(aws|ssm)/i.test(path))
    throw invalid(
      'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
    );
  validatePath(path);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
