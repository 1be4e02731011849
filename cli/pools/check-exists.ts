import { otherRegion, poolNotFoundText } from '../../lib/domain/pool-not-found.ts';
import { AwsCallError } from '../../lib/reconcile/errors.ts';
import { CliError } from '../errors/cli-error.ts';
import type { OpenService } from '../service/open-service.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Throws CliError when the pool does not exist in the account and Region of the service, also not as a replica. Without the
 * permission to read the pool, it prints a warning and continues.
 */
export async function checkExists(
  terminal: Terminal,
  { delivery, context, settings }: Pick<OpenService, 'delivery' | 'context' | 'settings'>,
  userPoolId: string,
): Promise<void> {
  const { account, region } = settings;
  try {
    if ((await delivery.get(userPoolId, context)).kind !== 'PoolNotFound') return;
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.kind !== 'Permission') throw error;
    terminal.info(
      `Warning: it was not checked whether the pool exists in ${region} (${error.operation}: ${error.errorName}).`,
    );
    return;
  }
  const other = otherRegion(userPoolId, region);
  throw new CliError(
    poolNotFoundText(userPoolId, { account, region }),
    other === undefined
      ? 'Check the pool ID, --region and --profile.'
      : `For the pool in ${other}, add --region ${other}.`,
  );
}
