import type { Desired } from '../../lib/domain/desired.ts';
import { type Difference, difference } from '../../lib/domain/difference.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { ParameterVersion } from './parameter-store.ts';

/**
 * What a new text changes of what a pool's parameter wants: the configuration, and our two settings beside it. A
 * parameter that the service refuses wants nothing yet.
 */
export function changesOf(
  before: ParameterVersion | undefined,
  after: ParameterVersion | undefined,
  userPoolId: string,
  settings: Settings,
): readonly Difference[] {
  // What the deployment's own mode makes of it is no change of the parameter.
  const as = (one: ParameterVersion | undefined): Desired =>
    parseParameter(one, userPoolId, { ...settings, mode: 'Enforce' });
  const [from, to] = [as(before), as(after)];
  return [
    ...difference(configurations(from), configurations(to)),
    ...setting('Mode', from, to),
    ...setting('OnDelete', from, to),
  ];
}

const configurations = (desired: Desired) =>
  desired.kind === 'Valid' ? desired.state.LogConfigurations : [];

function setting(path: 'Mode' | 'OnDelete', from: Desired, to: Desired): readonly Difference[] {
  const before = from.kind === 'Valid' ? from.state[path] : undefined;
  const after = to.kind === 'Valid' ? to.state[path] : undefined;
  return before === after ? [] : [{ path, before, after }];
}
