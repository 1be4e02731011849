import type { Operation } from '../operation.ts';
import { createLogGroup } from './create-log-group.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeResourcePolicies } from './describe-resource-policies.ts';
import type { LogsWorld } from './log-groups.ts';

export const logsOperations: Readonly<Record<string, Operation<LogsWorld>>> = {
  CreateLogGroup: createLogGroup,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeResourcePolicies: describeResourcePolicies,
};
