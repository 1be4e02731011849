import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { DesiredState } from '../../../../lib/domain/desired.ts';
import { poolProblem, wantsSignIns } from '../../../../lib/domain/finding.ts';
import { type Finding, ok, problem } from '../finding.ts';

/** docs/aws-facts.md#threat-protection: sign-in activity needs the tier PLUS, and threat protection on. */
export function checkTier(
  id: string,
  pool: UserPoolType,
  { LogConfigurations }: DesiredState,
): readonly Finding[] {
  if (!wantsSignIns(LogConfigurations)) return [ok(id, 'any tier will do')];
  const { UserPoolTier, UserPoolAddOns } = pool;
  const AdvancedSecurityMode = UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  switch (poolProblem(LogConfigurations, { UserPoolTier, AdvancedSecurityMode })) {
    case 'TierTooLow':
      return [
        problem(
          id,
          `the tier is ${UserPoolTier}`,
          'Cognito refuses userAuthEvents below PLUS',
          update(id, '--user-pool-tier PLUS'),
        ),
      ];
    case 'ThreatProtectionOff':
      return [
        problem(
          id,
          'threat protection is off',
          'a pool without it sends no userAuthEvents',
          update(id, '--user-pool-add-ons AdvancedSecurityMode=AUDIT'),
        ),
      ];
    case undefined:
      return [ok(id, `tier ${UserPoolTier ?? 'not told'}, threat protection ${AdvancedSecurityMode}`)];
  }
}

const update = (id: string, option: string): string =>
  `aws cognito-idp update-user-pool --user-pool-id ${id} ${option} (with all its other settings: what is left out is reset)`;
