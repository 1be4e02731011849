import type { ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import { parseValue } from '../../../lib/domain/parameter/parse.ts';
import { formatIssue } from '../../../lib/domain/validation-issue.ts';
import { describeError } from '../../errors/describe-error.ts';
import { readParameter } from '../../parameters/parameter-store.ts';
import type { OpenService } from '../../service/open-service.ts';

/** What stands on a pool as a parameter's text; or why there can be none. */
export type Adopted =
  | { readonly kind: 'Ready'; readonly userPoolId: string; readonly text: string }
  | { readonly kind: 'Exists'; readonly userPoolId: string }
  | { readonly kind: 'Rejected'; readonly userPoolId: string; readonly reasons: readonly string[] };

/** Reads a pool. What stands there and the service would refuse (another account's stream, say) is not adopted. */
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
      return { kind: 'Rejected', userPoolId, reasons: ['no such pool in this account and Region'] };
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
