import {
  type CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  SetLogDeliveryConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { observedEntry } from '../../lib/aws/log-delivery.ts';
import { freezeParameterName } from '../../lib/domain/freeze.ts';
import {
  type LogConfiguration,
  normalized,
  type ObservedConfiguration,
} from '../../lib/domain/log-configuration.ts';
import { policyParameterName } from '../../lib/domain/policy/policy.ts';
import { parameterName, poolArn } from '../../lib/domain/user-pool-id.ts';
import type { LocalAccountRegion } from '../../local/account-regions/local-account-region.ts';
import { settings } from '../support/situation.ts';
import type { ModelFacts } from './model.ts';

/** The actions of users and other clients. They meet no faults, and their reads do not lag. */
export interface People {
  createPool(facts: ModelFacts): Promise<string>;
  deletePool(userPoolId: string): Promise<void>;
  updatePool(userPoolId: string, facts: ModelFacts): Promise<void>;
  tagPool(userPoolId: string, env: string | undefined): Promise<void>;
  setPool(userPoolId: string, entries: readonly LogConfiguration[]): Promise<'Accepted' | 'Rejected'>;
  put(userPoolId: string, value: string): Promise<void>;
  remove(userPoolId: string): Promise<void>;
  putPolicy(name: string, value: string): Promise<void>;
  removePolicy(name: string): Promise<void>;
  freeze(value: string): Promise<void>;
  unfreeze(): Promise<void>;
  /** The current configuration, without lag. */
  pool(userPoolId: string): readonly ObservedConfiguration[] | undefined;
  isPlus(userPoolId: string): boolean;
}

export function peopleAt(
  cognito: CognitoIdentityProviderClient,
  ssm: SSMClient,
  accountRegion: LocalAccountRegion,
): People {
  const Name = (userPoolId: string) => parameterName(settings.prefix, userPoolId);
  return {
    async createPool({ name, ...facts }) {
      const command = new CreateUserPoolCommand({ PoolName: name, ...settingsOf(facts) });
      const { UserPool } = await cognito.send(command);
      return UserPool?.Id ?? '';
    },
    async deletePool(UserPoolId) {
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    },
    async updatePool(UserPoolId, { name, ...facts }) {
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: name, ...settingsOf(facts) }));
    },
    async tagPool(userPoolId, env) {
      const ResourceArn = poolArn(settings, userPoolId);
      if (env === undefined) await cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['env'] }));
      else await cognito.send(new TagResourceCommand({ ResourceArn, Tags: { env } }));
    },
    async setPool(UserPoolId, entries) {
      try {
        await cognito.send(
          new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations: [...entries] }),
        );
        return 'Accepted';
      } catch {
        return 'Rejected';
      }
    },
    async put(userPoolId, Value) {
      await ssm.send(
        new PutParameterCommand({ Name: Name(userPoolId), Value, Type: 'String', Overwrite: true }),
      );
    },
    async remove(userPoolId) {
      await ssm.send(new DeleteParameterCommand({ Name: Name(userPoolId) }));
    },
    async putPolicy(name, Value) {
      const Name = policyParameterName(settings.prefix, name);
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
    },
    async removePolicy(name) {
      await ssm.send(new DeleteParameterCommand({ Name: policyParameterName(settings.prefix, name) }));
    },
    async freeze(Value) {
      const Name = freezeParameterName(settings.prefix);
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
    },
    async unfreeze() {
      await ssm.send(new DeleteParameterCommand({ Name: freezeParameterName(settings.prefix) }));
    },
    pool: (userPoolId) => {
      const pool = accountRegion.cognito.pools.get(userPoolId);
      return pool && normalized(pool.logConfigurations.map(observedEntry));
    },
    isPlus: (userPoolId) => accountRegion.cognito.pools.get(userPoolId)?.tier === 'PLUS',
  };
}

/** An update without a setting resets it, tags included. */
const settingsOf = ({ env, isPlus, protection }: Omit<ModelFacts, 'name'>) => ({
  UserPoolTier: isPlus ? ('PLUS' as const) : ('ESSENTIALS' as const),
  UserPoolAddOns: { AdvancedSecurityMode: isPlus ? protection : ('OFF' as const) },
  ...(env && { UserPoolTags: { env } }),
});
