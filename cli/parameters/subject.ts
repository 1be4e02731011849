import type { ValueDifference } from '../../lib/domain/difference.ts';
import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { parameterName } from '../../lib/domain/user-pool-id.ts';
import { policyChanges } from '../policies/policy-changes.ts';
import { changesOf } from './changes.ts';
import type { ParameterVersion } from './parameter-store.ts';

/** A parameter that commands read and write: that of a pool, or a policy. */
export interface ParameterSubject {
  readonly kind: 'Pool' | 'Policy';
  /** The members that identify it in JSON. */
  readonly identity: { readonly userPoolId: string } | { readonly policy: string };
  /** The name in Parameter Store. */
  readonly name: string;
  /** The start of a sentence: `The parameter of eu-west-1_aBc`, `The policy "prod"`. */
  readonly title: string;
  /** The commands for it, without options. */
  readonly commands: Readonly<Record<'get' | 'put' | 'delete' | 'result', string>>;
  changes(
    before: ParameterVersion | undefined,
    after: ParameterVersion | undefined,
  ): readonly ValueDifference[];
}

export const poolParameter = (settings: Settings, userPoolId: string): ParameterSubject => ({
  kind: 'Pool',
  identity: { userPoolId },
  name: parameterName(settings.prefix, userPoolId),
  title: `The parameter of ${userPoolId}`,
  commands: {
    get: `clr get ${userPoolId}`,
    put: `clr put ${userPoolId}`,
    delete: `clr delete ${userPoolId}`,
    result: `clr status ${userPoolId}`,
  },
  changes: (before, after) => changesOf(before, after, userPoolId, settings),
});

export const policyParameter = (settings: Settings, policy: string): ParameterSubject => ({
  kind: 'Policy',
  identity: { policy },
  name: policyParameterName(settings.prefix, policy),
  title: `The policy "${policy}"`,
  commands: {
    get: `clr policy get ${policy}`,
    put: `clr policy put ${policy}`,
    delete: `clr policy delete ${policy}`,
    result: 'clr policy list',
  },
  changes: policyChanges,
});
