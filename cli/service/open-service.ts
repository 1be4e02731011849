import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientAccess } from '../../lib/aws/aws-access.ts';
import { cognitoLogDelivery } from '../../lib/aws/log-delivery.ts';
import { ssmParameters } from '../../lib/aws/parameters-read.ts';
import { dynamoPolicyNames } from '../../lib/aws/policy-names.ts';
import { cognitoPoolDescriptions } from '../../lib/aws/pool-descriptions.ts';
import type { RateLimiting } from '../../lib/aws/rate-limiter/call-with-rate-limit.ts';
import { dynamoRecords } from '../../lib/aws/records.ts';
import { dynamoRollouts } from '../../lib/aws/rollouts.ts';
import { tableAndRateLimiter } from '../../lib/aws/table-and-rate-limiter.ts';
import { taggedPools } from '../../lib/aws/tagged-pools.ts';
import { withoutSdkRetries } from '../../lib/aws/timeouts.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type {
  CallContext,
  Clock,
  DesiredStore,
  LogDelivery,
  PolicyNames,
  PoolDescriptions,
  RecordStore,
  RolloutStore,
  TaggedPools,
} from '../../lib/reconcile/ports.ts';
import { DEFAULT_WRITE_RATE, type WriteLimiting, writeLimiting } from '../parameters/write-rate.ts';
import { type DeployedService, findService } from './find-service.ts';
import type { ServiceOptions } from './options.ts';

/** A deployed service and the clients that commands use to read it. */
export interface OpenService {
  readonly deployed: DeployedService;
  /** How the operator selected the service. */
  readonly selection: ServiceOptions;
  readonly settings: Settings;
  readonly records: RecordStore;
  readonly delivery: Pick<LogDelivery, 'get'>;
  readonly descriptions: PoolDescriptions;
  readonly desired: DesiredStore;
  readonly policyNames: PolicyNames;
  readonly rollouts: Pick<RolloutStore, 'read'>;
  readonly taggedPools: TaggedPools;
  /** The time of AWS. Ages are computed with it, because this machine's clock can be wrong. */
  readonly clock: Clock;
  readonly table: DynamoDBClient;
  readonly ssm: SSMClient;
  /** For writes to Parameter Store, which have a quota of their own. The service does not write parameters. */
  readonly writeLimiting: WriteLimiting;
  readonly cognito: CognitoIdentityProviderClient;
  /** The rate limiter of the functions, so that commands stay within the quota of the account. */
  readonly rateLimiting: RateLimiting;
  /** Calls have a lower priority than edits, and a deadline of one day. */
  readonly context: CallContext;
}

/** Commands publish no metrics. The metrics describe only the service. */
const unmeasured: RateLimiting['telemetry'] = { count: () => undefined, countOf: () => undefined };

const DAY_MS = 86_400_000;

export const openService = async (options: ServiceOptions): Promise<OpenService> =>
  openDeployed(await findService(options), options);

/** Creates the clients of a service. `selection`: the options that select it in another command. */
export function openDeployed(deployed: DeployedService, selection: ServiceOptions): OpenService {
  const { aws } = deployed;
  const { table, rateLimiting } = tableAndRateLimiter(deployed, unmeasured, deployed.clock, aws);
  const cognito = new CognitoIdentityProviderClient({
    ...withoutSdkRetries,
    ...clientAccess(aws, 'Cognito Identity Provider'),
  });
  const ssm = new SSMClient({ ...withoutSdkRetries, ...clientAccess(aws, 'SSM') });
  return {
    deployed,
    selection,
    settings: deployed.settings,
    records: dynamoRecords(table, deployed.stateTable),
    delivery: cognitoLogDelivery(cognito, rateLimiting),
    descriptions: cognitoPoolDescriptions(cognito, rateLimiting),
    desired: ssmParameters(ssm, deployed.settings.prefix, rateLimiting),
    policyNames: dynamoPolicyNames(table, deployed.stateTable),
    rollouts: dynamoRollouts(table, deployed.stateTable),
    taggedPools: taggedPools(
      new ResourceGroupsTaggingAPIClient({
        ...withoutSdkRetries,
        ...clientAccess(aws, 'Resource Groups Tagging API'),
      }),
      deployed.settings,
      rateLimiting,
    ),
    clock: rateLimiting.clock,
    table,
    ssm,
    writeLimiting: writeLimiting(selection.writeRate ?? DEFAULT_WRITE_RATE, rateLimiting),
    cognito,
    rateLimiting,
    context: { priority: 'upkeep', deadline: rateLimiting.clock.now().getTime() + DAY_MS },
  };
}
