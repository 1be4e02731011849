import type { z } from 'zod';
import type { LocalAccountRegion } from '../account-regions/local-account-region.ts';
import { newPool } from '../services/cognito/pools.ts';
import { emitChange, latest, type Version } from '../services/ssm/parameters.ts';
import { appended } from '../services/ssm/put-parameter.ts';
import type { seedRequest } from './requests.ts';

type SeedRequest = z.infer<typeof seedRequest>;

/**
 * Puts pools and parameters in, in bulk, outside the quotas and outside the rules: what AWS would refuse can be
 * seeded too. What is there already is replaced; a parameter gets a next version. With `events`, parameters
 * cause their Parameter Store Change; pools never cause events, for no call was made.
 */
export function seed(
  accountRegion: LocalAccountRegion,
  request: SeedRequest,
): { pools: string[]; parameters: number } {
  const pools = request.pools.map((pool) => {
    const mode = pool.AdvancedSecurityMode;
    const settings = mode === undefined ? {} : { UserPoolAddOns: { AdvancedSecurityMode: mode } };
    const made = newPool(accountRegion.cognito, pool.PoolName, pool.UserPoolTier, settings, pool.Id);
    accountRegion.cognito.pools.set(made.id, { ...made, logConfigurations: pool.LogConfigurations });
    return made.id;
  });
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
  ssm.parameters.set(parameter.Name, appended(history, version));
  if (events) emitChange(ssm, history === undefined ? 'Create' : 'Update', version);
}
