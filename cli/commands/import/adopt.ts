import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { parseValue } from '../../../lib/domain/parameter/parse.ts';
import { otherRegion, poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { describeError } from '../../errors/describe-error.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import { missingPoolHint } from '../../pools/check-exists.ts';
import type { OpenService } from '../../service/open-service.ts';

/** The configuration of a pool as the text of a parameter, or why it cannot be one. */
export type Adopted =
  | {
      readonly kind: 'Ready';
      readonly userPoolId: string;
      readonly text: string;
      /** Whether the pool has no log delivery. */
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'Exists'; readonly userPoolId: string }
  | { readonly kind: 'Rejected'; readonly userPoolId: string; readonly reasons: readonly string[] };

/** Why a parameter without entries is written: with it, the service keeps log delivery off. */
export const EMPTY = 'The pool sends no logs. Its parameter keeps log delivery off.';

/**
 * Reads a pool. A configuration that the service would reject is not adopted, for example a stream in another account.
 */
export async function adopt(
  service: OpenService,
  userPoolId: string,
  { hasNoParameter }: { readonly hasNoParameter: boolean },
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
    const value = parameterValue(userPoolId, observed.LogConfigurations);
    const { issues } = parseValue(value, userPoolId, settings);
    if (issues.length > 0) return { kind: 'Rejected', userPoolId, reasons: issues.map(formatIssue) };
    return {
      kind: 'Ready',
      userPoolId,
      text: JSON.stringify(value, null, 2),
      isEmpty: observed.LogConfigurations.length === 0,
    };
  } catch (error) {
    return { kind: 'Rejected', userPoolId, reasons: [describeError(error).message] };
  }
}

/** Names the Region to use for a pool of another Region. */
const missingReasons = (userPoolId: string, settings: OpenService['settings']): readonly string[] => [
  poolNotFoundText(userPoolId, settings),
  ...(otherRegion(userPoolId, settings.region) === undefined ? [] : [missingPoolHint(userPoolId, settings)]),
];

const parameterValue = (UserPoolId: string, LogConfigurations: readonly ObservedConfiguration[]) => ({
  UserPoolId,
  LogConfigurations,
});
