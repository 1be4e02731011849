import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { poolProblem, wantsSignIns } from '../../../../lib/domain/finding.ts';
import type { LogConfiguration } from '../../../../lib/domain/log-configuration.ts';
import { type Finding, ok, problem } from '../finding.ts';

/** Belongs to every hint with `updatePool`. */
export const INCLUDE_ALL_SETTINGS =
  'Add all other settings of the pool to the command: Cognito resets the settings that you omit.';

/** Checks that a pool that logs sign-ins has tier PLUS and threat protection (docs/aws-facts.md#threat-protection). */
export function checkTier(
  id: string,
  pool: UserPoolType,
  entries: readonly LogConfiguration[],
): readonly Finding[] {
  if (!wantsSignIns(entries)) return [ok(id, 'The configuration works with every tier.')];
  const { UserPoolTier, UserPoolAddOns } = pool;
  const AdvancedSecurityMode = UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  switch (poolProblem(entries, { UserPoolTier, AdvancedSecurityMode })) {
    case 'TierTooLow':
      return [
        problem(
          id,
          `The tier is ${UserPoolTier}.`,
          `Cognito rejects userAuthEvents below PLUS. ${INCLUDE_ALL_SETTINGS}`,
          updatePool(id, '--user-pool-tier PLUS'),
        ),
      ];
    case 'ThreatProtectionOff':
      return [
        problem(
          id,
          'Threat protection is off.',
          `A pool without threat protection sends no userAuthEvents. ${INCLUDE_ALL_SETTINGS}`,
          updatePool(id, '--user-pool-add-ons AdvancedSecurityMode=AUDIT'),
        ),
      ];
    case undefined:
      return [
        ok(
          id,
          `The tier is ${UserPoolTier ?? 'not reported'}. Threat protection is ${AdvancedSecurityMode}.`,
        ),
      ];
  }
}

/** Returns the command that changes a setting of the pool. */
export const updatePool = (id: string, option: string): string =>
  `aws cognito-idp update-user-pool --user-pool-id ${id} ${option}`;
