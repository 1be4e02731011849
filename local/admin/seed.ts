import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { AwsError } from '../core/aws-error.ts';
import { partitionOf } from '../core/partition.ts';
import type { CognitoStore } from '../services/cognito/pools.ts';
import { emitChange, latest, storedName, type Version } from '../services/ssm/parameters.ts';
import { appendVersion } from '../services/ssm/put-parameter.ts';
import type { SeededPool, SeedRequest } from './requests.ts';
import { seedPool } from './seed-pool.ts';

/**
 * Stores pools and parameters in bulk, foreign functions, and what roles require. No quotas and no rules apply, so values that AWS would
 * reject can be seeded too. An existing pool keeps what the request omits; an existing parameter gets a new version and
 * keeps its type, description and tags if the request omits them. With `events`, each parameter emits its Parameter
 * Store Change. Pools never emit events, because no API call was made. A pool with an ID of another Region is a
 * secondary, whether its primary exists or not.
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
  const { account, region, sts } = accountRegion;
  for (const { RoleName, ExternalId } of request.roles ?? [])
    sts.identities.trust.set(`arn:${partitionOf(region)}:iam::${account}:role/${RoleName}`, {
      externalId: ExternalId,
    });
  for (const parameter of request.parameters) seedParameter(accountRegion, parameter, request.events);
  return { pools, parameters: request.parameters.length };
}

/** Throws before anything is stored. The ID shows which of the two replicas is the primary. */
function requirePossibleReplica({ region }: CognitoStore, { Id, ReplicaRegion }: SeededPool): void {
  if (typeof ReplicaRegion !== 'string') return;
  if (ReplicaRegion === region)
    throw new AwsError('InvalidParameterException', `ReplicaRegion must be a Region other than ${region}.`);
  if (Id !== undefined && !Id.startsWith(`${region}_`))
    throw new AwsError(
      'InvalidParameterException',
      `A pool in ${region} with a ReplicaRegion requires an Id that starts with ${region}_, not ${Id}.`,
    );
}

function seedParameter(
  { ssm }: LocalAccountRegion,
  parameter: SeedRequest['parameters'][number],
  events: boolean,
): void {
  const name = storedName(ssm.parameters, parameter.Name);
  const history = ssm.parameters.get(name);
  const before = history && latest(history);
  const description = parameter.Description ?? before?.description;
  const type = parameter.Type ?? before?.type ?? 'String';
  const version: Version = {
    name,
    type,
    value: parameter.Value,
    version: (before?.version ?? 0) + 1,
    ...(description !== undefined && { description }),
    tier: 'Standard',
    dataType: 'text',
    ...(type === 'SecureString' && { keyId: before?.keyId ?? 'alias/aws/ssm' }),
    changedAt: ssm.now(),
    changedBy: 'seed',
  };
  ssm.parameters.set(name, appendVersion(history, version));
  if (parameter.Tags !== undefined)
    ssm.tags.set(
      name,
      new Map([
        ...(ssm.tags.get(name) ?? []),
        ...parameter.Tags.map(({ Key, Value }) => [Key, Value] as const),
      ]),
    );
  if (events) emitChange(ssm, history === undefined ? 'Create' : 'Update', version);
}
