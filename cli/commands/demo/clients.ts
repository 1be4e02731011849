import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { observedEntry } from '../../../lib/aws/log-delivery.ts';
import { dynamoRecords } from '../../../lib/aws/records.ts';
import type { LogConfiguration, ObservedConfiguration } from '../../../lib/domain/log-configuration.ts';
import type { PoolRecord } from '../../../lib/domain/record.ts';
import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { ACCOUNT, REGION } from './account.ts';

export const PREFIX = '/cognito-log-delivery';
const TABLE = 'cognito-log-reconciler-dev-state';

/** The AWS calls of the demo, made with SDK clients at the address of the local cloud. */
export interface DemoClient {
  createPool(name: string, tier: 'ESSENTIALS' | 'PLUS'): Promise<string>;
  /** Changes the pool directly in Cognito, like the console. */
  edit(userPoolId: string, configurations: readonly LogConfiguration[]): Promise<void>;
  observe(userPoolId: string): Promise<readonly ObservedConfiguration[]>;
  put(userPoolId: string, value: unknown): Promise<void>;
  record(userPoolId: string): Promise<PoolRecord | undefined>;
}

export function demoClientAt(endpoint: string): DemoClient {
  const client = { endpoint, region: REGION, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' } };
  const cognito = new CognitoIdentityProviderClient(client);
  const ssm = new SSMClient(client);
  const records = dynamoRecords(new DynamoDBClient(client), TABLE);
  return {
    async createPool(PoolName, UserPoolTier) {
      const threats = UserPoolTier === 'PLUS' && {
        UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' as const },
      };
      const { UserPool } = await cognito.send(
        new CreateUserPoolCommand({ PoolName, UserPoolTier, ...threats }),
      );
      if (UserPool?.Id === undefined) throw new Error('CreateUserPool returned no pool ID');
      return UserPool.Id;
    },
    async edit(UserPoolId, configurations) {
      const LogConfigurations = [...configurations];
      await cognito.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
    },
    async observe(UserPoolId) {
      const { LogDeliveryConfiguration } = await cognito.send(
        new GetLogDeliveryConfigurationCommand({ UserPoolId }),
      );
      return (LogDeliveryConfiguration?.LogConfigurations ?? []).map(observedEntry);
    },
    async put(userPoolId, value) {
      const Name = parameterName(PREFIX, userPoolId);
      await ssm.send(
        new PutParameterCommand({ Name, Type: 'String', Value: JSON.stringify(value), Overwrite: true }),
      );
    },
    record: (userPoolId) => records.read(userPoolId),
  };
}
