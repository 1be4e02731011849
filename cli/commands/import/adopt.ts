import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { parseValue } from '../../../lib/domain/parameter/parse.ts';
import { poolNotFoundText } from '../../../lib/domain/pool-not-found.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { describeError } from '../../errors/describe-error.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import type { OpenService } from '../../service/open-service.ts';

/** The configuration of a pool as the text of a parameter, or why it cannot be one. */
export type Adopted =
  | { readonly kind: 'Ready'; readonly userPoolId: string; readonly text: string }
  | { readonly kind: 'Exists'; readonly userPoolId: string }
  | { readonly kind: 'Rejected'; readonly userPoolId: string; readonly reasons: readonly string[] };

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
        reasons: [poolNotFoundText(userPoolId, settings)],
      };
    const value = parameterValue(userPoolId, observed.LogConfigurations);
    const { issues } = parseValue(value, userPoolId, settings);
    if (issues.length > 0) return { kind: 'Rejected', userPoolId, reasons: issues.map(formatIssue) };
    return { kind: 'Ready', userPoolId, text: JSON.stringify(value, null, 2) };
  } catch (error) {
    return { kind: 'Rejected', userPoolId, reasons: [describeError(error).message] };
  }
}

const parameterValue = (UserPoolId: string, LogConfigurations: readonly ObservedConfiguration[]) => ({
  UserPoolId,
  LogConfigurations,
});
