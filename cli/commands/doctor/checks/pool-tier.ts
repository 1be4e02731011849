import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { DesiredState } from '../../../../lib/domain/desired.ts';
import { poolProblem, wantsSignIns } from '../../../../lib/domain/finding.ts';
import { type Finding, ok, problem } from '../finding.ts';

/** Sign-in activity requires the PLUS tier and threat protection: docs/aws-facts.md#threat-protection. */
export function checkTier(
  id: string,
  pool: UserPoolType,
  { LogConfigurations }: DesiredState,
): readonly Finding[] {
  if (!wantsSignIns(LogConfigurations)) return [ok(id, 'The parameter does not require a specific tier.')];
  const { UserPoolTier, UserPoolAddOns } = pool;
  const AdvancedSecurityMode = UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  switch (poolProblem(LogConfigurations, { UserPoolTier, AdvancedSecurityMode })) {
    case 'TierTooLow':
      return [
        problem(
          id,
          `The tier is ${UserPoolTier}.`,
          'Cognito rejects userAuthEvents in tiers below PLUS.',
          update(id, '--user-pool-tier PLUS'),
        ),
      ];
    case 'ThreatProtectionOff':
      return [
        problem(
          id,
          'Threat protection is off.',
          'A pool without threat protection does not send userAuthEvents.',
          update(id, '--user-pool-add-ons AdvancedSecurityMode=AUDIT'),
        ),
      ];
    case undefined:
      return [
        ok(id, `The tier is ${UserPoolTier ?? 'unknown'}; threat protection is ${AdvancedSecurityMode}.`),
      ];
  }
}

const update = (id: string, option: string): string =>
  `aws cognito-idp update-user-pool --user-pool-id ${id} ${option} (add all other settings of the pool: omitted settings are reset)`;
