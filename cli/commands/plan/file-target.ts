import { parameterName } from '../../../lib/domain/user-pool-id.ts';
import { CliError } from '../../errors/cli-error.ts';
import { checkFile, formatFileIssue } from '../../files/check-file.ts';
import { poolOf, readParameterFile } from '../../files/parameter-file.ts';
import type { PoolPlan } from '../../pools/pool-plan.ts';
import type { Target } from '../../pools/targets.ts';
import type { OpenService } from '../../service/open-service.ts';

/** Returns the parameter in a file for its pool, or a plan with the reasons why the service would reject it. */
export async function targetOfFile({ settings }: OpenService, name: string): Promise<Target | PoolPlan> {
  const file = await readParameterFile(name);
  const userPoolId = poolOf(file);
  const { errors } = checkFile(file, userPoolId, settings);
  if (userPoolId === undefined && errors.length === 0)
    throw new CliError(
      `${name} does not name its pool.`,
      'Add "UserPoolId" to the file, or name the file after the pool: eu-west-1_aBcDeFgHi.json',
    );
  if (errors.length > 0 || userPoolId === undefined) {
    const reasons = errors.map(formatFileIssue);
    return { userPoolId: userPoolId ?? name, step: 'rejected', why: 'rejected', differences: [], reasons };
  }
  return {
    userPoolId,
    stored: { name: parameterName(settings.prefix, userPoolId), type: 'String', value: file.text },
  };
}
