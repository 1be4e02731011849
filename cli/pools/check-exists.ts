import { otherRegion, poolNotFoundText } from '../../lib/domain/pool-not-found.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { CliError } from '../errors/cli-error.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Ports = Pick<OpenService, 'delivery' | 'context' | 'settings'>;

/** `Unknown`: the permission to read the pool is missing. */
export type Existence =
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Missing' }
  | { readonly kind: 'Unknown'; readonly reason: string };

/** Looks up a pool in the account and Region of the service, where it can also be a replica. */
export async function lookUpPool({ delivery, context }: Ports, userPoolId: string): Promise<Existence> {
  try {
    const { kind } = await delivery.get(userPoolId, context);
    return { kind: kind === 'PoolNotFound' ? 'Missing' : 'Exists' };
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    return { kind: 'Unknown', reason: `${error.operation}: ${error.errorName}` };
  }
}

/** Returns the next step for a pool that does not exist in the account and Region of the service. */
export function missingPoolHint(userPoolId: string, { region }: Pick<Settings, 'region'>): string {
  const other = otherRegion(userPoolId, region);
  return other === undefined
    ? 'Check the pool ID, --region and --profile.'
    : `For the pool in ${other}, add --region ${other}.`;
}

/**
 * Throws CliError when the pool does not exist in the account and Region of the service, also not as a replica. Without the
 * permission to read the pool, it prints a warning and continues.
 */
export async function checkExists(terminal: Terminal, ports: Ports, userPoolId: string): Promise<void> {
  const { settings } = ports;
  const found = await lookUpPool(ports, userPoolId);
  if (found.kind === 'Unknown')
    terminal.info(
      `Warning: it was not checked whether the pool exists in ${settings.region} (${found.reason}).`,
    );
  if (found.kind === 'Missing')
    throw new CliError(poolNotFoundText(userPoolId, settings), missingPoolHint(userPoolId, settings));
}

/** Throws CliError when one of the pools is not known and does not exist. Reads only pools that are not known. */
export async function checkKnown(
  terminal: Terminal,
  ports: Ports,
  userPoolIds: readonly string[],
  isKnown: (userPoolId: string) => boolean,
): Promise<void> {
  for (const userPoolId of userPoolIds)
    if (!isKnown(userPoolId)) await checkExists(terminal, ports, userPoolId);
}
