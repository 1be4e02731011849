import { operation } from '../../core/operation.ts';
import type { SsmStore } from './parameters.ts';
import { parameterNotFound, toParameter, versionNotFound } from './responses.ts';
import { selectParameter } from './select.ts';
import { getParameterInput } from './shapes.ts';

export const getParameter = operation(getParameterInput, (store: SsmStore, input) => {
  const selected = selectParameter(store, input.Name);
  if (selected.found === 'version')
    return { Parameter: toParameter(store, selected.version, input.WithDecryption ?? false, selected) };
  // That an unknown label has the error of an unknown version is [unverified].
  throw selected.found === 'parameter'
    ? versionNotFound(selected.name, selected.selector)
    : parameterNotFound(input.Name);
});
