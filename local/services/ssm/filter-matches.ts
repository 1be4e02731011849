import { type Filter, isTag, optionOf } from './filters.ts';
import { isBelow } from './parameter-pages.ts';
import type { SsmStore, Version } from './parameters.ts';

/** Whether a version matches all filters. The Label filter chooses the version before that. */
export function satisfiesFilters(store: SsmStore, filters: readonly Filter[], version: Version): boolean {
  return filters.every((filter) => satisfies(store, filter, version));
}

function satisfies(store: SsmStore, filter: Filter, version: Version): boolean {
  const { Key, Values = [] } = filter;
  const option = optionOf(filter);
  switch (Key) {
    case 'Path':
      return Values.some((path) => isBelow(path, version.name, option === 'Recursive'));
    case 'Name':
      return Values.some((value) => matchesName(option, version.name, value));
    case 'Type':
      return Values.some((value) => matches(option, version.type, value));
    case 'Tier':
      return Values.some((value) => matches(option, version.tier, value));
    case 'DataType':
      return Values.some((value) => matches(option, version.dataType, value));
    case 'KeyId':
      return Values.some((value) => matches(option, version.keyId, value));
    default:
      return !isTag(Key) || matchesTag(store, filter, version);
  }
}

/** Without values, the key must exist (getmoto/moto issue 6233). */
function matchesTag(store: SsmStore, filter: Filter, { name }: Version): boolean {
  const { Key, Values = [] } = filter;
  const tag = store.tags.get(name)?.get(Key.slice('tag:'.length));
  if (tag === undefined) return false;
  return Values.length === 0 || Values.some((value) => matches(optionOf(filter), tag, value));
}

function matches(option: string, actual: string | undefined, wanted: string): boolean {
  if (actual === undefined) return false;
  return option === 'BeginsWith' ? actual.startsWith(wanted) : actual === wanted;
}

/** The leading slash can be omitted in a Name filter (API documentation of ParameterStringFilter, and getmoto/moto). */
function matchesName(option: string, name: string, wanted: string): boolean {
  const slashed = withSlash(name);
  return option === 'Contains' ? slashed.includes(wanted) : matches(option, slashed, withSlash(wanted));
}

const withSlash = (name: string) => (name.startsWith('/') ? name : `/${name}`);
