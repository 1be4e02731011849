import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { parseValue } from '../../../lib/domain/parameter/parse.ts';
import { otherRegion, poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { describeError } from '../../errors/describe-error.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import type { SourcePolicies } from '../../policies/source-policies.ts';
import { missingPoolHint } from '../../pools/check-exists.ts';
import type { OpenService } from '../../service/open-service.ts';
import { policiesText } from './policies-text.ts';
import type { ReadSourcePolicies } from './read-policies.ts';

/** The configuration of a pool as the text of a parameter, or why it cannot be one. */
export type Adopted =
  | {
      readonly kind: 'Ready';
      readonly userPoolId: string;
      readonly text: string;
      /** Whether the pool has no log delivery. */
      readonly isEmpty: boolean;
      /** The policies that own the other event sources of the pool; empty if the parameter owns both event sources. */
      readonly policies: readonly string[];
    }
  | { readonly kind: 'Exists'; readonly userPoolId: string }
  /** Policies own all event sources for which the pool sends logs. */
  | { readonly kind: 'OfPolicies'; readonly userPoolId: string; readonly policies: readonly string[] }
  | { readonly kind: 'Rejected'; readonly userPoolId: string; readonly reasons: readonly string[] };

/** Why a parameter without entries is written: with it, the service keeps log delivery off. */
export const EMPTY = 'The pool sends no logs. Its parameter keeps log delivery off.';

interface AdoptOptions {
  readonly hasNoParameter: boolean;
  readonly readPolicies: ReadSourcePolicies;
}

/**
 * Reads a pool. A configuration that the service would reject is not adopted, for example a stream in another account. The
 * parameter takes no event source from a policy.
 */
export async function adopt(
  service: OpenService,
  userPoolId: string,
  { hasNoParameter, readPolicies }: AdoptOptions,
): Promise<Adopted> {
  if (!hasNoParameter && (await readParameter(service, userPoolId))) return { kind: 'Exists', userPoolId };
  const { delivery, context, settings } = service;
  try {
    const observed = await delivery.get(userPoolId, context);
    if (observed.kind === 'PoolNotFound')
      return {
        kind: 'Rejected',
        userPoolId,
        reasons: missingReasons(userPoolId, settings),
      };
    const configured = observed.LogConfigurations;
    const policies = await readPolicies(
      userPoolId,
      configured.map(({ EventSource }) => EventSource),
    );
    return adopted(userPoolId, configured, policies, settings);
  } catch (error) {
    return { kind: 'Rejected', userPoolId, reasons: [describeError(error).message] };
  }
}

/** Returns the parameter for the event sources of a pool that no policy owns. */
export function adopted(
  userPoolId: string,
  configured: readonly ObservedConfiguration[],
  { bySource, unknown }: SourcePolicies,
  settings: OpenService['settings'],
): Adopted {
  const policies = [...new Set([...bySource.values()].flat())].sort();
  const free = configured.filter(({ EventSource }) => !bySource.has(EventSource));
  if (policies.length > 0 && free.length === 0) return { kind: 'OfPolicies', userPoolId, policies };
  if (unknown.length > 0) return { kind: 'Rejected', userPoolId, reasons: [unknownText(unknown)] };
  const value = {
    UserPoolId: userPoolId,
    ...(policies.length > 0 && { Inherit: true }),
    LogConfigurations: free,
  };
  const { issues } = parseValue(value, userPoolId, settings);
  if (issues.length > 0) return { kind: 'Rejected', userPoolId, reasons: issues.map(formatIssue) };
  const isEmpty = configured.length === 0;
  return { kind: 'Ready', userPoolId, text: JSON.stringify(value, null, 2), isEmpty, policies };
}

/** Names the Region to use for a pool of another Region. */
const missingReasons = (userPoolId: string, settings: OpenService['settings']): readonly string[] => [
  poolNotFoundText(userPoolId, settings),
  ...(otherRegion(userPoolId, settings.region) === undefined ? [] : [missingPoolHint(userPoolId, settings)]),
];

const unknownText = (policies: readonly string[]): string =>
  `It is not known whether ${policiesText(policies)} the pool, because its name, tags and tier could not be read (cognito-idp:DescribeUserPool).`;
