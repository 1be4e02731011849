import { AwsError } from '../http/answer.ts';
import { operation } from '../operation.ts';
import type { LogsWorld } from './log-groups.ts';
import { createLogGroupInput } from './shapes.ts';

/** Tags and deletion protection are accepted, and forgotten. */
export const createLogGroup = operation(createLogGroupInput, (world: LogsWorld, input) => {
  const { logGroupName: name, kmsKeyId } = input;
  if (name.startsWith('aws/'))
    // That it is refused is documented; the wording is [unverified].
    throw new AwsError('InvalidParameterException', 'Log groups starting with aws/ are reserved for AWS.');
  if (world.logGroups.isMade(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  world.logGroups.set(name, {
    name,
    class: input.logGroupClass ?? 'STANDARD',
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    createdAt: world.now(),
  });
  return {};
});
