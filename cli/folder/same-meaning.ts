import { isDeepStrictEqual } from 'node:util';
import { sameState } from '../../lib/domain/desired.ts';
import { readJson } from '../../lib/domain/parameter/json-text.ts';
import { parseParameter } from '../../lib/domain/parameter/parse.ts';
import { parsePolicy } from '../../lib/domain/policy/parse.ts';
import { sameContent } from '../../lib/domain/rollout/policy-text.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { withoutNullMembers, withoutSchemaKey } from '../files/stored-form.ts';
import type { ParameterKind } from './layout.ts';

interface Parameter {
  readonly kind: ParameterKind;
  /** The ID of the pool, or the name of the policy. */
  readonly name: string;
}

/**
 * Whether two texts of a parameter mean the same. Valid ones are compared in their normalized form: the order of keys and
 * entries, defaults and the form of an ARN are not a difference, the description of a policy is. Invalid ones are compared as
 * JSON, or else as text.
 */
export function sameMeaning({ kind, name }: Parameter, a: string, b: string, settings: Settings): boolean {
  if (a === b) return true;
  const compared = kind === 'Pool' ? samePool(name, a, b, settings) : samePolicy(name, a, b, settings);
  return compared ?? sameJson(a, b);
}

const stored = (value: string) => ({ name: '', type: 'String', value });

/** Returns undefined if one of the two is not valid. */
function samePool(userPoolId: string, a: string, b: string, settings: Settings): boolean | undefined {
  // The mode of the deployment must not hide a change of the parameter.
  const [from, to] = [a, b].map((text) =>
    parseParameter(stored(text), userPoolId, { ...settings, mode: 'Enforce' }),
  );
  return from?.kind === 'Valid' && to?.kind === 'Valid' ? sameState(from.state, to.state) : undefined;
}

function samePolicy(policy: string, a: string, b: string, settings: Settings): boolean | undefined {
  const [from, to] = [a, b].map((text) => parsePolicy(stored(text), policy, settings));
  if (from?.kind !== 'Valid' || to?.kind !== 'Valid') return undefined;
  return sameContent(from, to) && from.policy.Description === to.policy.Description;
}

function sameJson(a: string, b: string): boolean {
  const [from, to] = [readJson(a), readJson(b)];
  return from.kind === 'Read' && to.kind === 'Read'
    ? isDeepStrictEqual(storedForm(from.value), storedForm(to.value))
    : a.trim() === b.trim();
}

const storedForm = (value: unknown): unknown => withoutSchemaKey(withoutNullMembers(value));
