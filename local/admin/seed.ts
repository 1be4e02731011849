import type { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { newPool } from '../services/cognito/pools.ts';
import { emitChange, latest, type Version } from '../services/ssm/parameters.ts';
import { appendVersion } from '../services/ssm/put-parameter.ts';
import type { seedRequest } from './requests.ts';

type SeedRequest = z.infer<typeof seedRequest>;

/**
 * Stores pools and parameters in bulk, and foreign functions. No quotas and no rules apply, so values that AWS would
 * reject can be seeded too. Existing pools are replaced; existing parameters get a new version. With `events`, each
 * parameter emits its Parameter Store Change. Pools never emit events, because no API call was made.
 */
export function seed(
  accountRegion: LocalAccountRegion,
  request: SeedRequest,
): { pools: string[]; parameters: number } {
  const pools = request.pools.map((pool) => {
    const mode = pool.AdvancedSecurityMode;
    const settings = mode === undefined ? {} : { UserPoolAddOns: { AdvancedSecurityMode: mode } };
    const created = newPool(accountRegion.cognito, pool.PoolName, pool.UserPoolTier, settings, pool.Id);
    accountRegion.cognito.pools.set(created.id, { ...created, logConfigurations: pool.LogConfigurations });
    return created.id;
  });
  for (const foreign of request.functions ?? [])
    accountRegion.foreignFunctions.set(foreign.FunctionName, foreign);
  for (const parameter of request.parameters) seedParameter(accountRegion, parameter, request.events);
  return { pools, parameters: request.parameters.length };
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
