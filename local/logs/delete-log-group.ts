import { operation } from '../operation.ts';
import { type LogsWorld, refuseMissing } from './log-groups.ts';
import { deleteLogGroupInput } from './shapes.ts';

export const deleteLogGroup = operation(deleteLogGroupInput, (world: LogsWorld, { logGroupName }) => {
  refuseMissing(world, logGroupName);
  world.logGroups.delete(logGroupName);
  return {};
});
