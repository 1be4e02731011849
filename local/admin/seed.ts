import type { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { AwsError } from '../core/aws-error.ts';
import { type CognitoStore, newPool } from '../services/cognito/pools.ts';
import { addSecondary, secondaryOf } from '../services/cognito/replicas.ts';
import { emitChange, latest, type Version } from '../services/ssm/parameters.ts';
import { appendVersion } from '../services/ssm/put-parameter.ts';
import type { seedRequest } from './requests.ts';

type SeedRequest = z.infer<typeof seedRequest>;
type SeededPool = SeedRequest['pools'][number];

/**
 * Stores pools and parameters in bulk, and foreign functions. No quotas and no rules apply, so values that AWS would
 * reject can be seeded too. Existing pools are replaced; existing parameters get a new version. With `events`, each
 * parameter emits its Parameter Store Change. Pools never emit events, because no API call was made. A pool with an ID
 * of another Region is a secondary, whether its primary exists or not.
 */
export function seed(
  accountRegion: LocalAccountRegion,
  request: SeedRequest,
): { pools: string[]; parameters: number } {
  const { cognito } = accountRegion;
  for (const pool of request.pools) requirePossibleReplica(cognito, pool);
  const pools = request.pools.map((pool) => seedPool(cognito, pool));
  for (const foreign of request.functions ?? [])
    accountRegion.foreignFunctions.set(foreign.FunctionName, foreign);
  for (const parameter of request.parameters) seedParameter(accountRegion, parameter, request.events);
  return { pools, parameters: request.parameters.length };
}

/** Throws before anything is stored. The ID shows which of the two replicas is the primary. */
function requirePossibleReplica({ region }: CognitoStore, { Id, ReplicaRegion }: SeededPool): void {
  if (ReplicaRegion === undefined) return;
  if (ReplicaRegion === region)
    throw new AwsError('InvalidParameterException', `ReplicaRegion must be a Region other than ${region}.`);
  if (Id !== undefined && !Id.startsWith(`${region}_`))
    throw new AwsError(
      'InvalidParameterException',
      `A pool in ${region} with a ReplicaRegion requires an Id that starts with ${region}_, not ${Id}.`,
    );
}

function seedPool(cognito: CognitoStore, pool: SeededPool): string {
  const mode = pool.AdvancedSecurityMode;
  const settings = mode === undefined ? {} : { UserPoolAddOns: { AdvancedSecurityMode: mode } };
  const created = {
    ...newPool(cognito, pool.PoolName, pool.UserPoolTier, settings, pool.Id),
    logConfigurations: pool.LogConfigurations,
  };
  const replaced = cognito.pools.get(created.id);
  const formerSecondary = replaced && secondaryOf(cognito, replaced);
  formerSecondary?.store.pools.delete(created.id);
  cognito.pools.set(created.id, created);
  if (pool.ReplicaRegion !== undefined) {
    const { ReplicaLogConfigurations: logConfigurations = [] } = pool;
    addSecondary(cognito, created, pool.ReplicaRegion, { logConfigurations });
  }
  return created.id;
}

function seedParameter(
  { ssm }: LocalAccountRegion,
  parameter: SeedRequest['parameters'][number],
  events: boolean,
): void {
  const history = ssm.parameters.get(parameter.Name);
  const version: Version = {
    name: parameter.Name,
    type: parameter.Type,
    value: parameter.Value,
    version: (history === undefined ? 0 : latest(history).version) + 1,
    ...(parameter.Description !== undefined && { description: parameter.Description }),
    tier: 'Standard',
    dataType: 'text',
    changedAt: ssm.now(),
    changedBy: 'seed',
  };
  ssm.parameters.set(parameter.Name, appendVersion(history, version));
  if (events) emitChange(ssm, history === undefined ? 'Create' : 'Update', version);
}
