import { dynamoPoolDirectory } from '../../lib/aws/pool-directory.ts';
import { cognitoUserPools } from '../../lib/aws/user-pools.ts';
import { showInvisible } from '../../lib/domain/invisible.ts';
import type { PoolDirectory } from '../../lib/domain/pool-directory.ts';
import type { ListedPool } from '../../lib/domain/replicas.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import type { OpenService } from '../service/open-service.ts';

/** The names of pools, by pool ID. */
export type PoolNames = ReadonlyMap<string, string>;

/** Returns the pools that the last sweep listed; an empty directory before the first sweep. */
export const readDirectory = async ({
  table,
  deployed,
}: Pick<OpenService, 'table' | 'deployed'>): Promise<PoolDirectory> =>
  (await dynamoPoolDirectory(table, deployed.stateTable).read()) ?? new Map();

export const namesIn = (directory: PoolDirectory): PoolNames =>
  new Map([...directory].map(([id, { name }]) => [id, name]));

/** Returns the names that the last sweep stored. Reads no pool. */
export const readPoolNames = async (service: Pick<OpenService, 'table' | 'deployed'>): Promise<PoolNames> =>
  namesIn(await readDirectory(service));

/** Lists the pools now, one call for 60 pools. After Ctrl-C, the list is not complete. */
export async function listPools(
  { cognito, rateLimiting, context }: Pick<OpenService, 'cognito' | 'rateLimiting' | 'context'>,
  interrupted?: AbortSignal,
): Promise<readonly ListedPool[]> {
  const listed: ListedPool[] = [];
  for await (const page of cognitoUserPools(cognito, rateLimiting).pages(context)) {
    listed.push(...page);
    if (interrupted?.aborted) break;
  }
  return listed;
}

const listedNames = (listed: readonly ListedPool[]): PoolNames =>
  new Map(listed.map(({ id, name }) => [id, name]));

export const listPoolNames = async (service: OpenService): Promise<PoolNames> =>
  listedNames(await listPools(service));

/** The pools of the account and Region. */
export interface KnownPools {
  readonly names: PoolNames;
  /** Undefined without the permission to list them: then the names are those of the last sweep. */
  readonly listed?: readonly ListedPool[];
}

/** Lists the pools now or, without the permission, returns the names that the last sweep stored. */
export async function readKnownPools(service: OpenService): Promise<KnownPools> {
  try {
    const listed = await listPools(service);
    return { names: listedNames(listed), listed };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return { names: await readPoolNames(service) };
  }
}

/** Returns the current names of the pools, as far as the permissions allow. */
export const currentPoolNames = async (service: OpenService): Promise<PoolNames> =>
  (await readKnownPools(service)).names;

/** Adds the name of each pool whose name is known. */
export const withNames = <T extends { readonly userPoolId: string }>(
  pools: readonly T[],
  names: PoolNames,
): readonly (T & { readonly userPoolName?: string })[] =>
  pools.map((pool) => {
    const userPoolName = names.get(pool.userPoolId);
    return userPoolName ? { ...pool, userPoolName } : pool;
  });

/** Returns `prod-shop (eu-west-1_aBc)`; only the ID if the name is not known. */
export const nameAndId = (userPoolId: string, userPoolName: string | undefined): string =>
  userPoolName ? `${showInvisible(userPoolName)} (${userPoolId})` : userPoolId;
