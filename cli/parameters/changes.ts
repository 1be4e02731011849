import type { Desired } from '../../lib/domain/desired.ts';
import { difference, type ValueDifference } from '../../lib/domain/difference.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { ParameterVersion } from './parameter-store.ts';

/**
 * Returns the differences between two versions of a parameter: configuration, `Mode`, `OnDelete` and `Inherit`. An
 * invalid parameter counts as empty.
 */
export function changesOf(
  before: ParameterVersion | undefined,
  after: ParameterVersion | undefined,
  userPoolId: string,
  settings: Settings,
): readonly ValueDifference[] {
  // The mode of the deployment must not look like a change of the parameter.
  const as = (one: ParameterVersion | undefined): Desired =>
    parseParameter(one, userPoolId, { ...settings, mode: 'Enforce' });
  const [from, to] = [as(before), as(after)];
  return [
    ...difference(configurations(from), configurations(to)),
    ...setting('Mode', from, to),
    ...setting('OnDelete', from, to),
    ...setting('Inherit', from, to),
  ];
}

const configurations = (desired: Desired) =>
  desired.kind === 'Valid' ? desired.state.LogConfigurations : [];

function setting(
  path: 'Mode' | 'OnDelete' | 'Inherit',
  from: Desired,
  to: Desired,
): readonly ValueDifference[] {
  const before = from.kind === 'Valid' ? from.state[path] : undefined;
  const after = to.kind === 'Valid' ? to.state[path] : undefined;
  return before === after ? [] : [{ path, before, after }];
}
