import { AwsError } from '../http/answer.ts';
import type { Infer } from '../shape/shape.ts';
import { refusePath } from './name-rules.ts';
import type { Version } from './parameters.ts';
import { isBelow } from './path.ts';
import type { describeParametersInput } from './shapes.ts';

export type Filter = NonNullable<Infer<typeof describeParametersInput>['ParameterFilters']>[number];

/** Name, Type, Tier, DataType and Path work; KeyId, Label and tags select nothing, for nothing has them here. */
export function satisfiesFilters(filters: readonly Filter[], version: Version): boolean {
  return filters.every((filter) => satisfies(filter, version));
}

/** Throws InvalidFilterKey for a key this operation does not take. */
export function refuseFilterKeys(filters: readonly Filter[], allowed: readonly string[]): void {
  for (const { Key } of filters)
    if (!allowed.includes(Key) && !(Key.startsWith('tag:') && allowed.includes('tag:')))
      throw new AwsError(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${allowed.join(', ')}].`,
      );
}

function satisfies(filter: Filter, version: Version): boolean {
  const values = filter.Values ?? [];
  switch (filter.Key) {
    case 'Path': {
      const recursive = optionOf(filter, ['OneLevel', 'Recursive']) === 'Recursive';
      for (const path of values) refusePath(path);
      return values.some((path) => isBelow(path, version.name, recursive));
    }
    case 'Name':
      return values.some((value) => matches(optionOf(filter, nameOptions), version.name, value));
    case 'Type':
      return values.some((value) => matches(optionOf(filter, options), version.type, value));
    case 'Tier':
      return values.some((value) => matches(optionOf(filter, options), version.tier, value));
    case 'DataType':
      return values.some((value) => matches(optionOf(filter, options), version.dataType, value));
    default:
      return false;
  }
}

const options = ['Equals', 'BeginsWith'];
const nameOptions = [...options, 'Contains'];

function optionOf(filter: Filter, allowed: readonly string[]): string {
  const option = filter.Option ?? allowed[0] ?? 'Equals';
  if (!allowed.includes(option))
    throw new AwsError(
      'InvalidFilterOption',
      `The following filter option is not valid: ${option}. Valid options include: [${allowed.join(', ')}].`,
    );
  return option;
}

/** A leading slash may be left out in a Name filter (API documentation of ParameterStringFilter). */
function matches(option: string, actual: string, wanted: string): boolean {
  if (option === 'Contains') return actual.includes(wanted);
  const slashed = `/${wanted}`;
  return option === 'BeginsWith'
    ? actual.startsWith(wanted) || actual.startsWith(slashed)
    : actual === wanted || actual === slashed;
}
