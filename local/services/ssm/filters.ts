import { AwsError } from '../../core/aws-error.ts';
import type { Infer } from '../../core/shapes/shape.ts';
import { validatePath } from './name-rules.ts';
import { isBelow } from './parameter-pages.ts';
import type { Version } from './parameters.ts';
import type { describeParametersInput } from './shapes.ts';

export type Filter = NonNullable<Infer<typeof describeParametersInput>['ParameterFilters']>[number];

/**
 * Whether a version matches all filters. Name, Type, Tier, DataType and Path are supported. KeyId, Label and
 * tags match nothing, because no parameter has them here.
 */
export function satisfiesFilters(filters: readonly Filter[], version: Version): boolean {
  return filters.every((filter) => satisfies(filter, version));
}

/**
 * Throws InvalidFilterKey, InvalidFilterOption or, for a path, ValidationException, even if no parameter
 * exists.
 *
 * @param keys the filter keys of the operation.
 */
export function validateFilters(filters: readonly Filter[], keys: readonly string[]): void {
  for (const filter of filters) {
    const { Key, Values = [] } = filter;
    if (!keys.includes(Key) && !(Key.startsWith('tag:') && keys.includes('tag:')))
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}].`,
      );
    const options = optionsOf(Key);
    const option = optionOf(filter);
    if (!options.includes(option))
      throw new AwsError(
        'InvalidFilterOption',
        `The following filter option is not valid: ${option}. Valid options include: [${options.join(', ')}].`,
      );
    if (Key === 'Path') for (const path of Values) validatePath(path);
  }
}

function satisfies(filter: Filter, version: Version): boolean {
  const option = optionOf(filter);
  const isMatch = (actual: string) => (filter.Values ?? []).some((value) => matches(option, actual, value));
  switch (filter.Key) {
    case 'Path':
      return (filter.Values ?? []).some((path) => isBelow(path, version.name, option === 'Recursive'));
    case 'Name':
      return isMatch(version.name);
    case 'Type':
      return isMatch(version.type);
    case 'Tier':
      return isMatch(version.tier);
    case 'DataType':
      return isMatch(version.dataType);
    default:
      return false;
  }
}

/** The first option is the default. */
function optionsOf(key: string): readonly string[] {
  if (key === 'Path') return ['OneLevel', 'Recursive'];
  return key === 'Name' ? ['Equals', 'BeginsWith', 'Contains'] : ['Equals', 'BeginsWith'];
}

function optionOf({ Key, Option }: Filter): string {
  return Option ?? optionsOf(Key)[0] ?? 'Equals';
}

/** The leading slash can be omitted in a Name filter (API documentation of ParameterStringFilter). */
function matches(option: string, actual: string, wanted: string): boolean {
  if (option === 'Contains') return actual.includes(wanted);
  const slashed = `/${wanted}`;
  return option === 'BeginsWith'
    ? actual.startsWith(wanted) || actual.startsWith(slashed)
    : actual === wanted || actual === slashed;
}
