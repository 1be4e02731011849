import { AwsError } from '../../core/aws-error.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { validatePathFilter } from './name-rules.ts';
import type { describeParametersInput } from './shapes.ts';

export type Filter = NonNullable<Infer<typeof describeParametersInput>['ParameterFilters']>[number];

/** The values of the filters that have a fixed set of them. */
const FILTER_VALUES: Readonly<Record<string, readonly string[]>> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
  DataType: ['text', 'aws:ec2:image', 'aws:ssm:integration'],
};

/**
 * Throws for a filter that the operation does not allow, even if no parameter exists. The errors and their order are
 * those of getmoto/moto (moto/ssm/models.py, `_validate_parameter_filters`).
 *
 * @param keys the filter keys of the operation (API documentation of ParameterStringFilter).
 */
export function validateFilters(filters: readonly Filter[], keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const filter of filters) {
    const { Key, Values = [] } = filter;
    if (!keys.includes(Key) && !(isTag(Key) && keys.includes('tag:')))
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}].`,
      );
    if (Values.length === 0 && !isTag(Key))
      throw new AwsError(
        'InvalidFilterValue',
        `The following filter values are missing : null for filter key ${Key}.`,
      );
    if (seen.has(Key))
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter is duplicated in the request: ${Key}. A request can contain only one occurrence of a specific filter.`,
      );
    seen.add(Key);
    validateOption(filter);
    if (Key === 'Path') for (const path of Values) validatePathFilter(path);
    for (const value of Values) validateValue(filter, value);
  }
}

function validateOption(filter: Filter): void {
  const options = optionsOf(filter.Key);
  const option = optionOf(filter);
  if (!options.includes(option))
    throw new AwsError(
      'InvalidFilterOption',
      `The following filter option is not valid: ${option}. Valid options include: [${options.join(', ')}].`,
    );
}

/** With BeginsWith, the beginning of a value is valid too [unverified]. */
function validateValue(filter: Filter, value: string): void {
  const values = Object.hasOwn(FILTER_VALUES, filter.Key) ? FILTER_VALUES[filter.Key] : undefined;
  const isValid = (known: string) =>
    optionOf(filter) === 'BeginsWith' ? known.startsWith(value) : known === value;
  if (values?.some(isValid) === false)
    throw new AwsError(
      'InvalidFilterOption',
      `The following filter value is not valid: ${value}. Valid values include: [${values.join(', ')}].`,
    );
}

export const isTag = (key: string): boolean => key.startsWith('tag:');

export function optionOf({ Key, Option }: Filter): string {
  if (Option !== undefined) return Option;
  return Key === 'Path' ? 'OneLevel' : 'Equals';
}

/** In the order in which AWS prints them. */
function optionsOf(key: string): readonly string[] {
  if (key === 'Path') return ['Recursive', 'OneLevel'];
  if (key === 'Label') return ['Equals'];
  return key === 'Name' ? ['BeginsWith', 'Equals', 'Contains'] : ['BeginsWith', 'Equals'];
}
