import { AwsError } from '../../core/aws-error.ts';
import { type Operation, operation } from '../../core/operation.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { type LogsStore, requireExisting } from './log-groups.ts';
import { createLogGroupInput, deleteLogGroupInput, describeResourcePoliciesInput } from './shapes.ts';

/** Accepts tags and deletion protection, but does not store them. */
const createLogGroup = operation(createLogGroupInput, (store: LogsStore, input) => {
  const { logGroupName: name, kmsKeyId } = input;
  if (name.startsWith('aws/'))
    // The rejection is documented; its text is [unverified].
    throw new AwsError('InvalidParameterException', 'Log groups starting with aws/ are reserved for AWS.');
  if (store.logGroups.isCreated(name))
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  store.logGroups.set(name, {
    name,
    class: input.logGroupClass ?? 'STANDARD',
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    createdAt: store.now(),
  });
  return {};
});

const deleteLogGroup = operation(deleteLogGroupInput, (store: LogsStore, { logGroupName }) => {
  requireExisting(store, logGroupName);
  store.logGroups.delete(logGroupName);
  store.events.delete(logGroupName);
  return {};
});

/** Always empty: no part of the local cloud writes resource policies. */
const describeResourcePolicies = operation(describeResourcePoliciesInput, (_: LogsStore) => ({
  resourcePolicies: [],
}));

export const logsOperations: Readonly<Record<string, Operation<LogsStore>>> = {
  CreateLogGroup: createLogGroup,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeResourcePolicies: describeResourcePolicies,
  FilterLogEvents: filterLogEvents,
};
