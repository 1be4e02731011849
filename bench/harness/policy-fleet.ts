import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import { seed } from '../../local/admin/seed.ts';
import { type Account, PREFIX, REGION } from './account.ts';

/** Creates pools of tier PLUS without log delivery. Every second one has the tag `env=prod`. */
export function seedTaggedPools({ accountRegion }: Account, count: number): string[] {
  const ids = Array.from({ length: count }, (_, at) => `${REGION}_p${String(at).padStart(8, '0')}`);
  seed(accountRegion, {
    events: false,
    pools: ids.map((Id, at) => ({
      Id,
      PoolName: at % 2 === 0 ? `shop-${at}` : `crm-${at}`,
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
      UserPoolTags: { env: at % 2 === 0 ? 'prod' : 'dev' },
    })),
    parameters: [],
  });
  return ids;
}

/** Stores three policies that own both event sources of all pools together. */
export function seedPolicies({ accountRegion }: Account): readonly string[] {
  const logGroup = (EventSource: string, LogLevel: string, name: string) => ({
    EventSource,
    LogLevel,
    CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:<region>:<accountId>:log-group:${name}` },
  });
  const policies = {
    'prod-sign-ins': {
      Precedence: 'Mandatory',
      Select: { Tags: { env: ['prod'] } },
      LogConfigurations: [logGroup('userAuthEvents', 'INFO', 'sign-ins')],
    },
    'crm-sign-ins': {
      Select: { Names: ['crm-*'] },
      LogConfigurations: [logGroup('userAuthEvents', 'INFO', 'crm')],
    },
    errors: { Select: {}, LogConfigurations: [logGroup('userNotification', 'ERROR', 'errors')] },
  };
  seed(accountRegion, {
    events: false,
    pools: [],
    parameters: Object.entries(policies).map(([name, value]) => ({
      Name: policyParameterName(PREFIX, name),
      Type: 'String',
      // One wave: the benchmark measures the fan-out, not the minutes between waves.
      Value: JSON.stringify({ ...value, Rollout: { Waves: ['100%'] } }),
    })),
  });
  return Object.keys(policies);
}
